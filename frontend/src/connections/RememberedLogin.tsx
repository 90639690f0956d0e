import React from 'react';

import { Connection } from '../api';
import { useServices } from '../app/services';
import { errorMessage } from '../common/messages/errors';
import { formatDate } from '../common/messages/format';

/** Until when the login is remembered, and a button to forget it. */
export function RememberedUntil({
  connection,
  forget
}: {
  connection: Connection;
  forget: () => void;
}): JSX.Element | null {
  const { trans } = useServices();
  const { remembered, username } = connection;
  if (!remembered) {
    return null;
  }
  const until = remembered.validUntil ? formatDate(new Date(remembered.validUntil), trans) : null;
  const isOther = remembered.username.toLowerCase() !== username.toLowerCase();
  return (
    <div className="jp-openbis-connection-facts" title={trans.__('Access token in %1', remembered.location)}>
      {isOther && `${remembered.username}: `}
      {until ? trans.__('remembered until %1', until) : trans.__('remembered')}
      {' · '}
      <button type="button" className="jp-openbis-link" onClick={forget}>
        {trans.__('Forget')}
      </button>
    </div>
  );
}

/** What the user should know or do about the remembered login. */
export function RememberedNotes({
  connection,
  renew
}: {
  connection: Connection;
  renew: () => void;
}): JSX.Element {
  const { trans } = useServices();
  const { remembered, rememberProblem, unrevoked, isTokenLogin, status } = connection;
  const isDue = !!remembered?.renewFrom && new Date(remembered.renewFrom) <= new Date();
  const end = unrevoked?.validUntil ? formatDate(new Date(unrevoked.validUntil), trans) : null;
  return (
    <div role="status">
      {status === 'connected' && isDue && isTokenLogin && remembered?.validUntil && (
        <div className="jp-openbis-note">
          {trans.__(
            'From %1 on, Jupyter will ask for your password again.',
            formatDate(new Date(remembered.validUntil), trans)
          )}{' '}
          <button type="button" className="jp-openbis-link" onClick={renew}>
            {trans.__('Renew')}
          </button>
        </div>
      )}
      {status === 'connected' && rememberProblem && (
        <div className="jp-openbis-note">
          {trans.__(
            'Your login is not remembered. %1',
            errorMessage({ reason: rememberProblem, code: 'remembering-refused' }, trans)
          )}
        </div>
      )}
      {unrevoked && (
        <div className="jp-openbis-note">
          {end
            ? trans.__(
                'The access token is deleted on this computer. openBIS accepts it until %1, unless you delete it there.',
                end
              )
            : trans.__(
                'The access token is deleted on this computer. openBIS accepts it until you delete it there.'
              )}
        </div>
      )}
    </div>
  );
}
