import React from 'react';

import { ApiError } from '../../api';
import { Checkbox } from '../common/Checkbox';
import { useServices } from '../services';
import { Typed } from './entry';
import { TextField } from './TextField';

interface Props {
  typed: Typed;
  onChange: (changes: Partial<Typed>) => void;
  error: ApiError | null;
}

/** What most connections can do without: certificates, http, the data store's mount. */
export function AdvancedFields(props: Props): JSX.Element {
  return (
    <>
      <Certificates {...props} />
      <Mount {...props} />
    </>
  );
}

function Certificates({ typed, onChange, error }: Props): JSX.Element {
  const { trans } = useServices();
  return (
    <>
      <TextField
        label={trans.__('Certificates to trust')}
        description={trans.__(
          'Path of a file (PEM) on the computer that runs Jupyter, for an openBIS whose certificate is not signed by a public authority.'
        )}
        value={typed.ca_bundle}
        onChange={ca_bundle => onChange({ ca_bundle })}
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
        onChange={verify_certificates => onChange({ verify_certificates })}
      />
      <Checkbox
        label={trans.__('Allow http://, without encryption')}
        description={
          typed.http_only
            ? trans.__('Not safe: others on the network can read your password and your data.')
            : null
        }
        checked={typed.http_only}
        onChange={http_only => onChange({ http_only })}
      />
    </>
  );
}

function Mount({ typed, onChange, error }: Props): JSX.Element {
  const { trans } = useServices();
  const field = (key: keyof Typed['mount'], label: string, input: React.ComponentProps<'input'>) => (
    <TextField
      label={label}
      value={typed.mount[key]}
      onChange={value => onChange({ mount: { ...typed.mount, [key]: value } })}
      errors={error?.of(`mount.${key}`)}
      input={input}
    />
  );
  return (
    <fieldset className="jp-openbis-group">
      <legend>{trans.__('Mounting the data store')}</legend>
      {field('host', trans.__('SFTP host'), { placeholder: trans.__('the host of the URL') })}
      {field('port', trans.__('SFTP port'), { placeholder: '2222', inputMode: 'numeric' })}
      {field('path', trans.__('Folder of the data store'), { placeholder: '/' })}
      {field('mountpoint', trans.__('Folder to mount it at'), {
        placeholder: trans.__('~/name of the host')
      })}
    </fieldset>
  );
}
