import React from 'react';

import { ApiError } from '../../api';

/** What went wrong, read out at once by screen readers. */
export function ErrorNote({
  error,
  children
}: {
  error: ApiError | null;
  children?: React.ReactNode;
}): JSX.Element {
  return (
    <div role="alert">
      {error && (
        <div className="jp-openbis-error">
          <p>{error.reason}</p>
          {children}
        </div>
      )}
    </div>
  );
}
