import { TranslationBundle } from '@jupyterlab/translation';

import { PreviewReason } from '../../api';

type Numbers = Readonly<Record<string, number>>;

const INSTALL = "pip install 'jupyter-openbis-server[preview]'";

/** By code; the compiler demands a text for each code of the server. */
const TEXTS: Readonly<Record<PreviewReason['code'], (trans: TranslationBundle, numbers: Numbers) => string>> =
  {
    folder: trans => trans.__('This is a folder.'),
    'empty-file': trans => trans.__('The file is empty.'),
    'not-shown': trans =>
      trans.__(
        'Texts, tables, PDF documents, HDF5 files and common images can be shown. This is another file.'
      ),
    'no-parts': (trans, { mib }) =>
      trans.__('The file is larger than %1 MiB, and this openBIS does not send parts of files.', mib),
    'large-document': (trans, { mib }) => trans.__('The document is larger than %1 MiB. Download it.', mib),
    'large-image-file': (trans, { mib }) => trans.__('The image is larger than %1 MiB.', mib),
    'large-image': (trans, { width, height }) =>
      trans.__('The image is too large to be shown: %1 × %2 pixels.', width, height),
    'no-page': (trans, { page }) => trans.__('The file has no page %1.', page),
    'no-item': trans => trans.__('The file has no such item.'),
    'deep-item': trans => trans.__('The item is too deep in the file.'),
    link: trans => trans.__('This is a link. Links are not followed.'),
    'no-image-library': trans =>
      trans.__(
        'To show this image, install Pillow and NumPy where Jupyter runs (%1), and restart Jupyter.',
        INSTALL
      ),
    'no-hdf5-library': trans =>
      trans.__('To show HDF5 files, install h5py where Jupyter runs (%1), and restart Jupyter.', INSTALL),
    damaged: trans => trans.__('The file is damaged, or of a kind that cannot be shown.'),
    unreadable: trans =>
      trans.__('The file cannot be read. It is damaged, or too large or complex to be shown.'),
    'too-much-read': trans => trans.__('Too much of the file would have to be read for a preview.'),
    'too-much-memory': trans => trans.__('Showing this part of the file takes too much memory.'),
    'too-slow': (trans, { seconds }) => trans.__('Reading the file takes longer than %1 seconds.', seconds),
    busy: trans => trans.__('Too many previews are being made. Try again later.'),
    'long-value': trans => trans.__('The value is too long to be shown.'),
    'empty-dataset': trans => trans.__('The dataset is empty.'),
    'other-files': trans => trans.__('The values are in other files, which are not opened.'),
    'large-blocks': trans => trans.__('The values are stored in blocks that are too large to be read.'),
    'large-values': trans => trans.__('Each value is too large to be shown.'),
    'unreadable-values': trans =>
      trans.__('The values cannot be read. They are damaged, or stored by a filter that is not installed.')
  };

/** Return why a file, or a part of it, is not shown, in the user's language; the server's text for codes that are unknown. */
export function reasonsText(reasons: ReadonlyArray<PreviewReason>, trans: TranslationBundle): string {
  return reasons.map(each => reasonText(each, trans)).join(' ');
}

function reasonText({ code, text, parameters }: PreviewReason, trans: TranslationBundle): string {
  const words: (typeof TEXTS)[PreviewReason['code']] | undefined = TEXTS[code]; // a later server has other codes
  return words ? words(trans, parameters) : `${text}.`;
}
