import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { InstanceCheck } from '../../api';
import { useServices } from '../../app/services';
import { ErrorText } from '../../common/ErrorNote';
import { Checking } from './useInstanceCheck';

/** The result of the check of an address. */
export function CheckResult({ checking }: { checking: Checking }): JSX.Element {
  const { trans } = useServices();
  const { result, error, isBusy } = checking;
  const found = result?.problem ? { reason: result.problem, code: result.code ?? '' } : null;
  const problem = error ?? found;
  return (
    <div role="status" className="jp-openbis-check-result">
      {isBusy && trans.__('Looking for openBIS…')}
      {problem && (
        <div className="jp-openbis-error">
          <ErrorText error={problem} />
        </div>
      )}
      {result && !problem && <Answer result={result} />}
    </div>
  );
}

function Answer({ result }: { result: InstanceCheck }): JSX.Element {
  const { trans } = useServices();
  return (
    <div className="jp-openbis-success">
      {result.version
        ? trans.__('openBIS %1 answers at %2.', result.version, result.url)
        : trans.__('openBIS answers at %1.', result.url)}{' '}
      {safety(result, trans)}
    </div>
  );
}

function safety({ encrypted, certificateChecked }: InstanceCheck, trans: TranslationBundle): string {
  if (!encrypted) {
    return trans.__('It is not encrypted: others on the network can read passwords and data.');
  }
  return certificateChecked
    ? trans.__('Encrypted, and its certificate is trusted.')
    : trans.__('Encrypted, but its certificate is not checked: another computer could pose as it.');
}
