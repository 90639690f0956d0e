import React from 'react';

import { ApiError } from '../../api';
import { useServices } from '../services';
import { ErrorNote } from './ErrorNote';

/** What could not be read, with the next step: to log in, or to try again. */
export function Problem({ error, retry }: { error: ApiError | null; retry: () => void }): JSX.Element {
  const { trans, navigation } = useServices();
  return (
    <ErrorNote error={error}>
      {error?.needsLogin ? (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={() => navigation.logIn()}>
          {trans.__('Log in')}
        </button>
      ) : (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={retry}>
          {trans.__('Try again')}
        </button>
      )}
    </ErrorNote>
  );
}
