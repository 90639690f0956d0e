import { nullTranslator, TranslationBundle } from '@jupyterlab/translation';

import { PreviewReason } from '../../api';
import server from '../../testing/serverErrors.json';
import { localized } from './format';
import { reasonsText } from './previewReasons';

const english = localized(nullTranslator.load('test'), 'en');
const reasons = server.previewReasons as unknown as PreviewReason[];

describe('reasonsText', () => {
  it.each(reasons.map(each => [each.text, each]))('has a text of its own: %s', (_, reason) => {
    const marking = localized(
      {
        ...english,
        gettext: (text: string, ...args: unknown[]) => `«${english.gettext(text, ...args)}»`
      } as TranslationBundle,
      'de'
    );
    const words = reasonsText([reason as PreviewReason], marking);
    expect(words).toMatch(/^«.*\.»$/);
    expect(words).not.toMatch(/%\d|undefined/);
    for (const value of Object.values((reason as PreviewReason).parameters)) {
      expect(words).toContain(value.toLocaleString('de'));
    }
  });

  it('joins reasons that belong together', () => {
    const [large, library] = ['large-image-file', 'no-image-library'].map(code =>
      reasons.find(each => each.code === code)!
    );
    expect(reasonsText([{ ...large, parameters: { mib: 4 } }, library], english)).toBe(
      'The image is larger than 4 MiB. To show this image, install Pillow and NumPy where Jupyter runs ' +
        "(pip install 'jupyter-openbis-server[preview]'), and restart Jupyter."
    );
  });

  it('shows the text of the server for a code of a later version', () => {
    const later = { code: 'later', text: 'A new reason', parameters: {} } as unknown as PreviewReason;
    expect(reasonsText([later], english)).toBe('A new reason.');
  });
});
