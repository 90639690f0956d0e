import { TranslationBundle } from '@jupyterlab/translation';

import { LOGIN } from './connectionErrors';
import { NO_OWNER, NOTEBOOKS, PATHS, SOURCES } from './files';
import { CHANGE_LOST, OBJECT_FILE_ERRORS } from './objectFiles';
import { OTHER_ANSWERS, TOO_LARGE, UNREACHED } from './network';
import { ANY, Sentence, sentence, translated } from './sentences';

/** Sentences about data sets, files and transfers by error code; none if the server's text is shown. */
export const DATA_ERRORS: Readonly<Record<string, ReadonlyArray<Sentence>>> = {
  'invalid-path': PATHS,
  'no-files-match': [
    sentence(
      /^data set (\S+) has no file that fits (.*); there is (.*); try (.*)$/s,
      (trans, permId, patterns, similar, pattern) =>
        trans.__(
          'Data set %1 has none of the chosen files: %2. There is %3. Try %4.',
          permId,
          listed(patterns, trans),
          similar,
          pattern
        )
    ),
    sentence(
      /^data set (\S+) has no file that fits (.*); there is (.*): upper and lower case count$/s,
      (trans, permId, patterns, similar) =>
        trans.__(
          'Data set %1 has none of the chosen files: %2. There is %3: upper and lower case are different.',
          permId,
          listed(patterns, trans),
          similar
        )
    ),
    sentence(
      /^data set (\S+) has no file that fits (.*); braces have no meaning here; .*$/s,
      (trans, permId, patterns) =>
        trans.__(
          'Data set %1 has none of the chosen files: %2. Braces have no meaning here. Enter several patterns instead.',
          permId,
          listed(patterns, trans)
        )
    ),
    sentence(/^data set (\S+) has no file that fits (.*)$/s, (trans, permId, patterns) =>
      trans.__('Data set %1 has none of the chosen files: %2', permId, listed(patterns, trans))
    )
  ],
  'invalid-upload': [],
  'nothing-to-download': [],
  'invalid-journal': [],
  'invalid-lineage': [],
  'invalid-crate': [],
  'environment-failed': [],
  'invalid-uploads': [],
  'missing-package': [],
  'nothing-to-verify': [],
  'not-a-notebook': NOTEBOOKS,
  'jupytext-missing': NOTEBOOKS,
  'notebook-too-large': NOTEBOOKS,
  'request-refused': [...TOO_LARGE, CHANGE_LOST],
  'not-found': [],
  'entity-not-found': [
    NO_OWNER,
    sentence(/^No such ([\w ]+): (.*)$/s, (trans, _, text) =>
      trans.__('There is no %1 in openBIS, or you may not see it.', text)
    )
  ],
  'data-set-not-found': [
    sentence(/^No such dataSet found: (.*)$/s, (trans, permId) =>
      trans.__('There is no data set %1, or you may not see it.', permId)
    )
  ],
  'file-not-in-data-set': [
    sentence(/^data set (\S+) has no file or folder '(.*)'$/s, (trans, permId, path) =>
      trans.__('Data set %1 has no file or folder %2.', permId, path)
    )
  ],
  'no-published-notebook': [
    sentence(/^There is no notebook \(\.ipynb\) in (.*); download it like any other data$/s, (trans, name) =>
      trans.__('There is no notebook (.ipynb) in %1. Download it like any other data.', name)
    )
  ],
  'unknown-job': [sentence(ANY, trans => trans.__('Jupyter no longer knows this transfer.'))],
  'data-not-available': [],
  'data-set-archived': [
    sentence(/^data set (\S+) is in the archive \(status (\S+)\): .*$/s, (trans, permId, status) =>
      trans.__(
        'Data set %1 is archived (%2). Open it in openBIS, choose “Unarchive”, and try again when it is available.',
        permId,
        status
      )
    )
  ],
  'data-set-not-physical': [
    sentence(/^data set (\S+) is of kind CONTAINER and has no files of its own; .*$/s, (trans, permId) =>
      trans.__('Data set %1 is a container without components that you may see.', permId)
    ),
    sentence(
      /^data set (\S+) is of kind (\S+) and has no files of its own; its files are outside openBIS$/,
      (trans, permId) =>
        trans.__('Data set %1 is a linked data set: its files are stored outside openBIS.', permId)
    ),
    sentence(
      /^data set (\S+) is of kind (\S+) and has no files of its own; its files are outside openBIS: (.*)$/s,
      (trans, permId, _, place) =>
        trans.__(
          'Data set %1 is a linked data set: its files are stored outside openBIS, at %2.',
          permId,
          place
        )
    )
  ],
  'data-set-in-afs': [
    sentence(/^the files of (\S+) are in openBIS's file server \(AFS\)/, (trans, permId) =>
      trans.__(
        'The files of %1 are in openBIS’s file server (AFS), which cannot be reached. Open them in openBIS.',
        permId
      )
    )
  ],
  'no-files-of-owner': [
    sentence(/^sample (\S+) has no files of its own; .*$/s, (trans, identifier) =>
      trans.__('Sample %1 has no files of its own. Choose one of its data sets.', identifier)
    ),
    sentence(/^experiment (\S+) has no files of its own; .*$/s, (trans, identifier) =>
      trans.__('Experiment %1 has no files of its own. Choose one of its data sets.', identifier)
    )
  ],
  integrity: [
    sentence(/^(.*): the checksum .*$/s, (trans, path) =>
      trans.__('%1 arrived damaged: its checksum is wrong.', path)
    ),
    sentence(
      /^(.*): (?:these files arrive with another content than .*|\d+ bytes arrived(?: instead of|, not those) .*)$/s,
      (trans, paths) => trans.__('%1 did not arrive as in openBIS. Try again.', paths)
    )
  ],
  storage: [],
  'target-not-writable': [
    sentence(/^(.*) cannot be written: (.*)$/s, (trans, path, problem) =>
      trans.__('%1 cannot be written: %2', path, problem)
    )
  ],
  'disk-full': [
    sentence(
      /^no space left for (.*): ([\d,]+) bytes are needed, ([\d,]+) are free; .*$/s,
      (trans, path, needed, free) =>
        trans.__(
          'There is not enough room for %1: %2 bytes are needed, %3 are free.',
          path,
          count(needed),
          count(free)
        )
    ),
    sentence(/^no space left for (.*); free some and try again$/s, (trans, path) =>
      trans.__('There is no room left for %1. Free some, then try again.', path)
    )
  ],
  'source-not-readable': [
    ...SOURCES,
    sentence(/^(.*): (.*)$/s, (trans, problem, path) => trans.__('%1 cannot be read: %2', path, problem))
  ],
  'folder-not-responding': [
    sentence(/^(.*) does not respond; see whether .*$/s, (trans, folder) =>
      trans.__(
        '%1 does not respond. Check whether the disk or network share that holds it can be reached, then try again.',
        folder
      )
    )
  ],
  'keyring-unavailable': [],
  'file-conflict': [
    sentence(/^these files are there already and differ from openBIS's: (.*)$/s, (trans, paths) =>
      trans.__('These files exist and differ from those in openBIS: %1', paths)
    )
  ],
  'file-of-another-notebook': [
    sentence(/^(.*) belongs to (.*)\. Replace it, or save (.*) instead$/s, (trans, path, owner, names) =>
      trans.__('%1 belongs to the notebook %2. Replace it, or save %3 instead.', path, owner, joined(names))
    ),
    sentence(
      /^(.*) is there already, and was not saved from this notebook\. Replace it, or save (.*) instead$/s,
      (trans, path, names) =>
        trans.__(
          '%1 is there already, and was not saved from this notebook. Replace it, or save %2 instead.',
          path,
          joined(names)
        )
    )
  ],
  'download-failed': [
    sentence(/^Data for DataSet (\S+) could not be downloaded: (.*)$/s, (trans, permId, cause) =>
      trans.__('Data set %1 could not be downloaded: %2', permId, anyError(cause, trans))
    )
  ],
  'partial-download-failure': [
    sentence(/^(\d+) of (\d+) data sets could not be downloaded: .*$/s, (trans, failed, all) =>
      trans.__('%1 of %2 data sets could not be downloaded.', failed, all)
    )
  ],
  ...OBJECT_FILE_ERRORS,
  'upload-failed': [
    sentence(/^The files could not be uploaded: (.*)$/s, (trans, cause) =>
      trans.__('The files could not be uploaded: %1', anyError(cause, trans))
    ),
    sentence(/^Error while saving the dataset: (.*)$/s, (trans, cause) =>
      trans.__('The data set could not be saved: %1', anyError(cause, trans))
    )
  ],
  'upload-unconfirmed': [
    sentence(
      /^Error while saving the dataset: openBIS did not confirm the registration \((.*)\)\. It may have .*$/s,
      (trans, cause) =>
        trans.__(
          'openBIS may have saved the data set or not. Look there before you send it again. %1',
          anyError(cause, trans)
        )
    ),
    sentence(/^Error while saving the dataset: (.*)$/s, (trans, cause) =>
      trans.__(
        'openBIS may have saved the data set or not. Look there before you send it again. %1',
        anyError(cause, trans)
      )
    )
  ],
  'kernel-failed': [],
  'kernel-died': [],
  'kernel-timeout': [],
  'conversion-failed': [
    sentence(/^(.*) could not be turned into HTML \((.*)\); .*$/s, (trans, path, problem) =>
      trans.__(
        '%1 could not be converted to HTML (%2). Try to export it in JupyterLab (File menu).',
        path,
        problem
      )
    )
  ],
  cancelled: [sentence(/^cancelled$/, trans => trans.__('Cancelled.'))],
  'client-left': [sentence(ANY, trans => trans.__('The program that waited for this transfer has ended.'))],
  'server-stopped': [sentence(ANY, trans => trans.__('Jupyter was stopped.'))],
  'server-busy': [
    sentence(/ a server that is about to stop are waiting; /, trans =>
      trans.__('Jupyter is about to stop and takes no new transfers.')
    ),
    sentence(ANY, trans => trans.__('Too many requests are waiting. Try again in a moment.'))
  ],
  'worker-lost': [],
  'no-workers-available': [],
  'internal-error': [
    sentence(ANY, trans =>
      trans.__('Internal error in Jupyter’s openBIS extension. See its log for details.')
    )
  ],
  'cross-site': [],
  'kernel-login-refused': [],
  forbidden: [sentence(ANY, trans => trans.__('Jupyter refuses this. Log in to Jupyter again.'))],
  'no-such-address': [],
  'no-such-method': []
};

/** Codes whose sentences match no message of other codes. */
const DISTINCT = [
  'no-files-match',
  'request-refused',
  'folder-not-responding',
  'data-set-not-found',
  'data-set-archived',
  'data-set-not-physical',
  'data-set-in-afs',
  'no-files-of-owner',
  'integrity',
  'target-not-writable',
  'disk-full',
  'file-conflict',
  ...Object.keys(OBJECT_FILE_ERRORS)
];

/** Return the message for an error whose code is not known, e.g. the cause of another one. */
export function anyError(text: string, trans: TranslationBundle): string {
  const sentences = [
    ...LOGIN,
    ...OTHER_ANSWERS,
    ...UNREACHED,
    ...DISTINCT.flatMap(code => DATA_ERRORS[code])
  ];
  return translated(text, sentences, trans) ?? text;
}

/** `1,234` as the server writes it. */
function count(text: string): number {
  return Number(text.replace(/,/g, ''));
}

/** `a, b or 3 more` as the server writes it. */
function listed(texts: string, trans: TranslationBundle): string {
  const [, shown, more] = /^(.*) or (\d+) more$/s.exec(texts) ?? [];
  return more ? trans.__('%1 and %2 more', shown, Number(more)) : texts;
}

/** `a and b` as the server writes names of files. */
function joined(names: string): string {
  return names.split(' and ').join(', ');
}
