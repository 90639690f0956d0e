import { nullTranslator } from '@jupyterlab/translation';

import { formatSize } from './amounts';
import { languageOf, localized, formatDateTime, formatTime } from './format';

const in_ = (code: string) => localized(nullTranslator.load('test'), code);

describe('localized', () => {
  it.each([
    ['en', '10,000 files', '2.6 MB'],
    ['de-DE', '10.000 files', '2,6 MB'],
    ['fr_FR', '10\u202f000 files', '2,6 MB']
  ])('writes numbers as %s does', (code, files, bytes) => {
    const trans = in_(code);
    expect(trans._n('%1 file', '%1 files', 10_000)).toBe(files);
    expect(trans.__('%1 files', 10_000)).toBe(files);
    expect(formatSize(2_600_000, trans)).toBe(bytes);
  });

  it('keeps text arguments unchanged, even digits, and selects the plural form by the number', () => {
    const trans = in_('de-DE');
    expect(trans.__('Data set %1', '20230315101500001-1001')).toBe('Data set 20230315101500001-1001');
    expect(trans._n('%1 file, %2', '%1 files, %2', 1, '7000')).toBe('1 file, 7000');
    expect(trans._p('noun', 'Download')).toBe('Download');
  });

  it('writes dates and times as JupyterLab’s language does, not the browser’s', () => {
    const iso = '2023-03-15T15:33:00';
    expect(formatDateTime(iso, in_('de-DE'))).toBe('15.3.2023, 15:33:00');
    expect(formatTime(iso, in_('de-DE'), new Date('2023-03-15T20:00:00'))).toBe('15:33');
    expect(formatTime(iso, in_('de-DE'), new Date('2023-03-16T20:00:00'))).toBe('15.3.2023 15:33');
    expect(formatTime(iso, in_('en'), new Date('2023-03-15T20:00:00'))).toMatch(/^03:33\sPM$/);
  });

  it('uses English for an invalid language', () => {
    expect(String(languageOf(in_('default language')))).toBe('en');
    expect(String(languageOf(nullTranslator.load('test')))).toBe('en');
  });
});
