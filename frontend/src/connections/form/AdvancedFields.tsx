import React, { useEffect, useState } from 'react';

import { MOUNT_DEFAULTS } from '../../api';
import { useServices } from '../../app/services';
import { Checkbox } from '../../common/fields/Checkbox';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { TrustedCertificates } from './Fingerprint';
import { fieldLabel, FormValues, maxLength } from './formValues';
import { TextField } from './TextField';

interface Props {
  values: FormValues;
  change: (changes: Partial<FormValues>) => void;
  errors: FieldErrors;
}

/** Codes of errors that settings of this section can solve. */
const CODES_WITH_SETTINGS = ['untrusted-certificate', 'certificate-not-trusted', 'http-not-allowed'];

/** Which certificates are trusted. `code`: error code of the last check of the address. */
export function Encryption({ values, change, errors, code }: Props & { code?: string | null }): JSX.Element {
  const { trans } = useServices();
  const hasErrors = ['ca_bundle', 'certificate_fingerprints'].some(field => errors.of(field).length > 0);
  const isNeeded = CODES_WITH_SETTINGS.includes(code ?? '') || hasErrors;
  return (
    <Disclosure title={trans.__('Certificate and encryption')} isNeeded={isNeeded}>
      <TextField
        label={fieldLabel('ca_bundle', trans)}
        description={trans.__(
          'Path of a PEM file on the Jupyter server. Only for self-signed or in-house certificates.'
        )}
        value={values.ca_bundle}
        onChange={ca_bundle => change({ ca_bundle })}
        errors={errors.of('ca_bundle')}
        input={{ maxLength: maxLength('ca_bundle') }}
      />
      <TrustedCertificates
        label={fieldLabel('certificate_fingerprints', trans)}
        values={values.certificate_fingerprints}
        onChange={certificate_fingerprints => change({ certificate_fingerprints })}
      />
      <Checkbox
        label={fieldLabel('verify_certificates', trans)}
        description={
          values.verify_certificates
            ? null
            : trans.__('Not safe: another computer could pose as openBIS and take your password.')
        }
        checked={values.verify_certificates}
        onChange={verify_certificates => change({ verify_certificates })}
      />
      <Checkbox
        label={fieldLabel('http_only', trans)}
        description={
          values.http_only
            ? trans.__('Not safe: others on the network can read your password and your data.')
            : null
        }
        checked={values.http_only}
        onChange={http_only => change({ http_only })}
      />
    </Disclosure>
  );
}

/** Mount settings that differ from the defaults. */
export function Mounting({ values, change, errors }: Props): JSX.Element {
  const { trans } = useServices();
  const field = (key: keyof FormValues['mount'], label: string, input: React.ComponentProps<'input'>) => (
    <TextField
      label={label}
      value={values.mount[key]}
      onChange={value => change({ mount: { ...values.mount, [key]: value } })}
      errors={errors.of(`mount.${key}`)}
      input={input}
    />
  );
  const isNeeded = Object.keys(values.mount).some(key => errors.of(`mount.${key}`).length);
  return (
    <Disclosure title={fieldLabel('mount', trans)} isNeeded={isNeeded}>
      {field('host', trans.__('SFTP host'), { placeholder: trans.__('host of the URL') })}
      {field('port', trans.__('SFTP port'), {
        placeholder: String(MOUNT_DEFAULTS.port),
        inputMode: 'numeric'
      })}
      {field('path', trans.__('Folder of the data store'), { placeholder: MOUNT_DEFAULTS.path })}
      {field('mountpoint', trans.__('Mount point'), {
        placeholder: trans.__('~/host name')
      })}
    </Disclosure>
  );
}

/** Hidden at first, and opened if a field in it has an error. */
function Disclosure({
  title,
  isNeeded,
  children
}: {
  title: string;
  isNeeded: boolean;
  children: React.ReactNode;
}): JSX.Element {
  const [isOpen, setOpen] = useState(isNeeded);
  useEffect(() => {
    if (isNeeded) {
      setOpen(true);
    }
  }, [isNeeded]);
  return (
    <details open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      <div className="jp-openbis-inset">{children}</div>
    </details>
  );
}
