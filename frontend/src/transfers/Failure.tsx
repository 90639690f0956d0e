import React from 'react';

import { Job } from '../../api';
import { useServices } from '../services';
import { NamedList } from './NamedList';
import { errorOf } from './words';

/** Why a transfer has failed; of several data sets, which ones. */
export function Failure({ job }: { job: Job }): JSX.Element | null {
  const { trans, connections, navigation } = useServices();
  const error = errorOf(job);
  if (error === null) {
    return null;
  }
  const failed = error.code === 'some-downloads-failed' ? error.fields : [];
  const logIn = () => {
    connections.choose(job.connection);
    navigation.logIn();
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
          <NamedList all={failed.map(({ field, message }) => ({ name: field, words: message }))} />
        </>
      ) : (
        <>
          <p>{error.reason}</p>
          {error.fields
            .filter(({ message }) => !error.reason.includes(message))
            .map(({ field, message }) => (
              <p key={`${field} ${message}`}>{message}</p>
            ))}
        </>
      )}
      {error.needsLogin && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={logIn}>
          {trans.__('Log in')}
        </button>
      )}
    </div>
  );
}
