import { nullTranslator, TranslationBundle } from '@jupyterlab/translation';

import server from '../../testing/serverErrors.json';
import { remarkMessage } from './remarks';

const english = nullTranslator.load('test');
const marking = {
  ...english,
  __: (text: string, ...args: string[]) => `«${english.__(text, ...args)}»`
} as TranslationBundle;

describe('remarkMessage', () => {
  it.each(server.remarks)('has words of its own for %s', remark => {
    expect(remarkMessage(remark, marking)).toMatch(/^«[^;%]*\.»$/s);
  });

  it('keeps unknown remarks unchanged', () => {
    expect(remarkMessage('Something new', english)).toBe('Something new.');
  });
});
