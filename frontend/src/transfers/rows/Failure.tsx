import React from 'react';

import { Job } from '../../api';
import { useServices } from '../../app/services';
import { ErrorText } from '../../common/ErrorNote';
import { errorMessage } from '../../common/messages/errors';
import { fieldErrorMessage } from '../../common/messages/fields';
import { isConnected } from '../../connections/ConnectionStatus';
import { jobError } from '../labels';
import { NamedList } from '../NamedList';

/** Why a transfer has failed, by data set if there are several. */
export function Failure({ job }: { job: Job }): JSX.Element | null {
  const { trans, connections, navigation } = useServices();
  const error = jobError(job);
  if (error === null) {
    return null;
  }
  const failed = error.code === 'partial-download-failure' ? error.fields : [];
  const names = new Map(job.subjects.map(({ reference, name }) => [reference, name]));
  const isLoggedIn = connections.all?.some(each => each.name === job.connection && isConnected(each));
  const logIn = () => {
    connections.choose(job.connection);
    navigation.requestLogin();
  };
  return (
    <div className="jp-openbis-error">
      {failed.length ? (
        <>
          <p>
            {trans._n(
              '%1 data set could not be downloaded, the others are there:',
              '%1 data sets could not be downloaded, the others are there:',
              failed.length
            )}
          </p>
          <NamedList
            all={failed.map(({ field, message }) => ({
              name: names.get(field) ?? field,
              words: errorMessage({ reason: message }, trans)
            }))}
          />
        </>
      ) : (
        <>
          <ErrorText error={error} />
          {error.fields
            .filter(({ message }) => !error.reason.includes(message))
            .map(({ field, message }) => (
              <p key={`${field} ${message}`}>{fieldErrorMessage(message, trans)}</p>
            ))}
        </>
      )}
      {error.needsLogin && !isLoggedIn && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={logIn}>
          {trans.__('Log in')}
        </button>
      )}
    </div>
  );
}
