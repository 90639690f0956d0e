import React, { useEffect, useState } from 'react';

import { ApiError } from '../../api';
import { Checkbox } from '../common/Checkbox';
import { useServices } from '../services';
import { Typed } from './entry';
import { TextField } from './TextField';

interface Props {
  typed: Typed;
  change: (changes: Partial<Typed>) => void;
  error: ApiError | null;
}

/** Codes of what an address may lack, and the settings for it are below. */
const MENDED_HERE = ['untrusted-certificate', 'http-not-allowed'];

/** What most connections can do without: whom to trust. `code` is what a look at the address has found. */
export function Encryption({ typed, change, error, code }: Props & { code?: string | null }): JSX.Element {
  const { trans } = useServices();
  const isNeeded = MENDED_HERE.includes(code ?? '') || Boolean(error?.of('ca_bundle').length);
  return (
    <Disclosure title={trans.__('Certificate and encryption')} isNeeded={isNeeded}>
      <TextField
        label={trans.__('Certificates to trust')}
        description={trans.__(
          'Path of a file (PEM) on the computer that runs Jupyter, for an openBIS whose certificate no public authority has signed.'
        )}
        value={typed.ca_bundle}
        onChange={ca_bundle => change({ ca_bundle })}
        errors={error?.of('ca_bundle')}
      />
      <Checkbox
        label={trans.__('Check the certificate')}
        description={
          typed.verify_certificates
            ? null
            : trans.__('Not safe: another computer could pose as openBIS and take your password.')
        }
        checked={typed.verify_certificates}
        onChange={verify_certificates => change({ verify_certificates })}
      />
      <Checkbox
        label={trans.__('Allow http://, without encryption')}
        description={
          typed.http_only
            ? trans.__('Not safe: others on the network can read your password and your data.')
            : null
        }
        checked={typed.http_only}
        onChange={http_only => change({ http_only })}
      />
    </Disclosure>
  );
}

/** How the data store is mounted, where that is not as usual. */
export function Mounting({ typed, change, error }: Props): JSX.Element {
  const { trans } = useServices();
  const field = (key: keyof Typed['mount'], label: string, input: React.ComponentProps<'input'>) => (
    <TextField
      label={label}
      value={typed.mount[key]}
      onChange={value => change({ mount: { ...typed.mount, [key]: value } })}
      errors={error?.of(`mount.${key}`)}
      input={input}
    />
  );
  const isNeeded = Object.keys(typed.mount).some(key => error?.of(`mount.${key}`).length);
  return (
    <Disclosure title={trans.__('Mounting the data store')} isNeeded={isNeeded}>
      {field('host', trans.__('SFTP host'), { placeholder: trans.__('the host of the URL') })}
      {field('port', trans.__('SFTP port'), { placeholder: '2222', inputMode: 'numeric' })}
      {field('path', trans.__('Folder of the data store'), { placeholder: '/' })}
      {field('mountpoint', trans.__('Folder to mount it at'), {
        placeholder: trans.__('~/name of the host')
      })}
    </Disclosure>
  );
}

/** Hidden at first, and opened where something in it has to be mended. */
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
