import React from 'react';

import { ApiError } from '../../api';
import { useServices } from '../services';
import { ErrorNote } from './ErrorNote';

interface Props {
  error: ApiError | null;
  /** Offered as a button where a login would not help. */
  retry?: () => void;
  children?: React.ReactNode;
}

/** What went wrong, with the next step as a button. */
export function Problem({ error, retry, children }: Props): JSX.Element {
  const { trans, navigation } = useServices();
  const step = error?.needsLogin
    ? { label: trans.__('Log in'), act: () => navigation.logIn() }
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
