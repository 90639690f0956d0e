import { TranslationBundle } from '@jupyterlab/translation';

import { STORED_NAMES } from './objectFiles';
import { Sentence, sentence } from './sentences';

/** Problems of paths. */
export const PATHS: Sentence[] = [
  ...STORED_NAMES,
  sentence(/^'(.*)': (.*)$/s, (trans, path, problem) =>
    trans.__('The folder or file %1 cannot be used: %2', path, problem)
  )
];

/** A reference to something that owns no files and data sets. */
export const NO_OWNER = sentence(
  /^(.*) is a (?:space|project); files and data sets belong to a .* in it$/s,
  (trans, text) =>
    trans.__('%1 has no files and data sets of its own. Choose a sample or experiment in it.', text)
);

export const SOURCES: Sentence[] = [
  sentence(/^File not found: (.*?); ~ has no meaning here: .*$/s, (trans, path) =>
    trans.__('There is no file %1. Enter its path below Jupyter’s root folder; ~ has no meaning here.', path)
  ),
  sentence(/^File not found: (.*)$/s, (trans, path) => trans.__('There is no file %1.', path)),
  sentence(/^Not a file: (.*)$/s, (trans, path) => trans.__('%1 is not a file.', path)),
  sentence(/^(?:File )?cannot be read: (.*)$/s, (trans, path) => trans.__('%1 cannot be read.', path)),
  sentence(/^The name is no UTF-8 text, rename it: (.*)$/s, (trans, path) =>
    trans.__('The name %1 is not UTF-8 text. Rename it.', path)
  ),
  sentence(/^has become shorter while it was sent: (.*)$/s, (trans, path) =>
    trans.__('%1 became shorter while it was sent. Send it again.', path)
  )
];

/** Problems of the folder of a download. */
export const FOLDERS: Sentence[] = [
  sentence(/^~ has no meaning here: /, trans =>
    trans.__('Give a path below Jupyter’s root folder, or one that begins with /.')
  )
];

/** Problems of a notebook that is published. */
export const NOTEBOOKS: Sentence[] = [
  sentence(/^(.*) is not a notebook: (.*)$/s, (trans, path, problem) =>
    trans.__('%1 is not a notebook: %2', path, problem)
  ),
  sentence(
    /^(.*) is a text; to publish .* \((pip install .*)\) and restart Jupyter.*$/s,
    (trans, path, command) =>
      trans.__(
        '%1 is a text file. To publish it as a notebook, install jupytext where Jupyter runs (%2) and restart Jupyter, or save the notebook as .ipynb.',
        path,
        command
      )
  ),
  sentence(/^(.*) is too large to convert \((.*)\); clear outputs, .*$/s, (trans, path, problem) =>
    trans.__(
      '%1 is too large to be converted (%2). Clear its outputs, save it, and try again.',
      path,
      excess(problem, trans)
    )
  )
];

function excess(problem: string, trans: TranslationBundle): string {
  const [, amount, unit] = /^it (?:has|takes) (?:more|longer) than (\d+) (MiB|seconds)/.exec(problem) ?? [];
  if (unit === 'MiB') {
    return problem.includes('memory')
      ? trans.__('it takes more than %1 MiB of memory', Number(amount))
      : trans.__('it has more than %1 MiB', Number(amount));
  }
  return unit ? trans.__('it takes more than %1 seconds', Number(amount)) : problem;
}
