import React from 'react';

import { ApiError } from '../api';
import { errorDetails, errorMessage } from './messages/errors';
import { useCommonServices } from './services';

/** An error, announced at once by screen readers. */
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
          <ErrorText error={error} />
          {children}
        </div>
      )}
    </div>
  );
}

/** A short error message, with details for administrators. */
export function ErrorText({ error }: { error: { reason: string; code?: string } }): JSX.Element {
  const { trans } = useCommonServices();
  const words = errorMessage(error, trans);
  const details = errorDetails(error);
  return (
    <>
      <p>{words}</p>
      {details && details !== words && (
        <details>
          <summary>{trans.__('Details')}</summary>
          <p>{details}</p>
        </details>
      )}
    </>
  );
}
