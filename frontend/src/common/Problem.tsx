import React from 'react';

import { ApiError } from '../api';
import { ErrorNote } from './ErrorNote';
import { useCommonServices } from './services';

interface Props {
  error: ApiError | null;
  /** Offered as a button where a login would not help. */
  retry?: () => void;
  children?: React.ReactNode;
}

/** An error, with the next step as a button. */
export function Problem({ error, retry, children }: Props): JSX.Element {
  const { trans, navigation } = useCommonServices();
  const step = error?.needsLogin
    ? { label: trans.__('Log in'), act: () => navigation.requestLogin() }
    : retry && { label: trans.__('Try again'), act: retry };
  return (
    <ErrorNote error={error}>
      {children}
      {step && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={step.act}>
          {step.label}
        </button>
      )}
    </ErrorNote>
  );
}
