import React from 'react';

import { useServices } from '../../app/services';
import { Checkbox } from '../../common/fields/Checkbox';
import { errorMessage } from '../../common/messages/errors';

interface Props {
  /** Whether the connection exists after a restart. */
  isSaved: boolean;
  /** Why the server could not remember an earlier login. */
  problem?: string | null;
  /** Whether the openBIS is known to create no access tokens. */
  hasNoTokens: boolean;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** The choice to stay logged in after a restart of Jupyter. */
export function RememberMe({ isSaved, problem = null, hasNoTokens, checked, onChange }: Props): JSX.Element {
  const { trans, connections } = useServices();
  const days = connections.rememberDays;
  const reason = days === 0 ? SWITCHED_OFF : hasNoTokens ? NO_TOKENS : isSaved ? problem : NOT_SAVED;
  const description =
    reason === null
      ? trans._n(
          'For up to %1 day, by an access token in the keyring or in a file that only you can read. Your password is not stored. You can revoke the token at any time.',
          'For up to %1 days, by an access token in the keyring or in a file that only you can read. Your password is not stored. You can revoke the token at any time.',
          days
        )
      : errorMessage({ reason, code: 'remembering-refused' }, trans);
  return (
    <Checkbox
      label={trans.__('Remember me on this computer')}
      description={description}
      disabled={reason !== null}
      checked={checked && reason === null}
      onChange={onChange}
    />
  );
}

/** Messages of the server. */
const SWITCHED_OFF = 'remembering logins is switched off by the operator of Jupyter';
const NO_TOKENS = 'this openBIS makes no personal access tokens';
const NOT_SAVED = 'the connection is not saved; save it, then log in again';
