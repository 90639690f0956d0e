import { TranslationBundle } from '@jupyterlab/translation';

import { CONNECTION_ERRORS } from './connectionErrors';
import { CHANGE_ERRORS } from './changeErrors';
import { anyError, DATA_ERRORS } from './dataErrors';
import { ADVICE, BEFORE_ADVICE } from './network';
import { translated } from './sentences';
import { SYNC_ERRORS } from './syncErrors';

const CERTIFICATE_ERRORS = ['untrusted-certificate', 'certificate-not-trusted', 'certificate-changed'];

/** By the code of the error. */
export const SENTENCES = { ...CONNECTION_ERRORS, ...DATA_ERRORS, ...CHANGE_ERRORS, ...SYNC_ERRORS };

/** An error of the server; `code` identifies its kind. */
interface ServerError {
  reason: string;
  code?: string;
}

/** Return the message of an error in the user's language, with the labels of the panel; the server's text if it is unknown. */
export function errorMessage({ reason, code = '' }: ServerError, trans: TranslationBundle): string {
  const [problem, ...advice] = reason.split(BEFORE_ADVICE);
  const words = advice.map(each => translated(each, ADVICE, trans));
  if (words.length && !words.includes(null)) {
    return [errorMessage({ reason: problem, code }, trans), ...words].join(' ');
  }
  return translated(reason, SENTENCES[code] ?? [], trans) ?? anyError(reason, trans);
}

/** Return the server's message if the panel's is shorter and administrators need the details; else null. */
export function errorDetails({ reason, code = '' }: ServerError): string | null {
  return CERTIFICATE_ERRORS.includes(code) ? reason : null;
}
