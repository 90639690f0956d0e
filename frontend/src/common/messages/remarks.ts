import { TranslationBundle } from '@jupyterlab/translation';

import { Sentence, sentence, translated } from './sentences';

/** Return a remark on a publication in the user's language; the server's text if it is unknown. */
export function remarkMessage(remark: string, trans: TranslationBundle): string {
  return translated(remark, REMARKS, trans) ?? `${remark}.`;
}

const REMARKS: Sentence[] = [
  sentence(/^Jupyter does not trust this notebook, /, trans =>
    trans.__(
      'Jupyter does not trust this notebook, since you have not run all of it here: its HTML copy has no scripts, widgets, or pictures of other web sites.'
    )
  ),
  sentence(/^(.*) is a text and has no outputs: /s, (trans, name) =>
    trans.__(
      '%1 is a text file without outputs: its HTML copy shows text and code only. To publish outputs, too, pair it with an .ipynb file (jupytext) and run it.',
      name
    )
  ),
  sentence(/^(.*) has the outputs of (.*) and is published with it; /s, (trans, notebook, text) =>
    trans.__(
      '%1 has the outputs of %2 and is published with it. The HTML copy is made from it.',
      notebook,
      text
    )
  ),
  sentence(
    /^The HTML copy does not show these pictures: (.*); they must be (.*) files of at most (\d+) MiB below .*$/s,
    (trans, names, types, limit) =>
      trans.__(
        'The HTML copy does not show these pictures: %1. They must be files of at most %2 MiB below Jupyter’s root folder (%3).',
        names,
        Number(limit),
        types.replace(' or ', ', ')
      )
  ),
  sentence(/^(.*) beside the notebook belongs to (.*) and is not published; /s, (trans, name, owner) =>
    trans.__(
      '%1 beside the notebook belongs to %2 and is not published. Save the requirements of this notebook to publish them.',
      name,
      owner
    )
  ),
  sentence(/^Data sets of type (\S+) have no (.*): that is not kept$/, (trans, type, codes) =>
    trans.__('Data sets of type %1 have no %2: these values are not saved.', type, codes)
  )
];
