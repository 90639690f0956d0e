import React from 'react';

import { ApiError } from '../api';
import { errorDetails, errorMessage } from './messages/errors';
import { Icon } from './Icon';
import { useCommonServices } from './services';

/** SVG path of the icon of errors. */
export const WARNING = 'M8 1.8l6.8 12H1.2zM7.2 6v4.2h1.6V6zm0 5.2v1.5h1.6v-1.5z';

/** Characters of a message that are shown at once, unless it is one sentence. */
const MAX_SHOWN_LENGTH = 200;

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
  const [first, rest] = divided(words);
  const details = errorDetails(error);
  const folded = [rest, details !== words ? details : null].filter(Boolean);
  return (
    <>
      <p>
        <Icon path={WARNING} /> {first}
      </p>
      {folded.length > 0 && (
        <details>
          <summary>{trans.__('Details')}</summary>
          {folded.map(each => (
            <p key={each}>{each}</p>
          ))}
        </details>
      )}
    </>
  );
}

/** Return the first sentence and the rest of a long message; of others, the whole message. A long sentence ends at its first colon. */
function divided(words: string): [string, string | null] {
  if (words.length <= MAX_SHOWN_LENGTH) {
    return [words, null];
  }
  const [, sentence = words, rest = null] = /^(.+?[.!?])\s+(.+)$/s.exec(words) ?? [];
  const [, beginning, others] = /^(.+?:)\s+(.+)$/s.exec(words) ?? [];
  return sentence.length > MAX_SHOWN_LENGTH && beginning ? [beginning, others] : [sentence, rest];
}
