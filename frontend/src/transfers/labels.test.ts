import { nullTranslator } from '@jupyterlab/translation';
import { Job } from '../api';
import { job } from '../testing/jobs';
import server from '../testing/serverErrors.json';
import { completionMessage, skippedMessage, stateLabel } from './labels';

const trans = nullTranslator.load('jupyter_openbis');
/** Return the answer of the server. */
const errorOf = (wanted: string) =>
  (server.answers as Job['error'][]).find(each => each?.code === wanted) ?? null;

test.each([
  ['server-stopped', 'Jupyter was stopped'],
  ['client-left', 'The program that waited for this transfer has ended']
])('a transfer that no user has cancelled shows why it ended: %s', (code, words) => {
  const ended = job({ state: 'cancelled', error: errorOf(code) });
  expect(stateLabel(ended, trans)).toBe(words);
  expect(completionMessage(ended, trans)).toContain(words);
});

test('a transfer that its user has cancelled is labelled so', () => {
  const cancelled = job({ state: 'cancelled', error: null });
  expect(stateLabel(cancelled, trans)).toBe('Cancelled');
  expect(completionMessage(cancelled, trans)).toContain('Cancelled');
});

test('a skipped data set with files outside openBIS is labelled as linked', () => {
  const { reason } = server.answers.filter(({ code }) => code === 'data-set-not-physical').pop()!;
  expect(skippedMessage(reason, trans)).toMatch(
    /^Data set \S+ is a linked data set: its files are stored outside openBIS, at \/net\/store\.$/
  );
});
