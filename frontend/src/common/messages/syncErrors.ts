import { TranslationBundle } from '@jupyterlab/translation';

import { STORED_NAMES } from './objectFiles';
import { ANY, Sentence, sentence, translated } from './sentences';

/** Errors of synchronisations by their code. */
export const SYNC_ERRORS: Readonly<Record<string, ReadonlyArray<Sentence>>> = {
  'sync-running': [
    sentence(/^(.*) is being synchronised by another program; .*, remove (.*)$/s, (trans, folder, lock) =>
      trans.__(
        '%1 is being synchronised by another program. Wait until it has ended. If there is none, e.g. after a crash of another computer, remove %2',
        folder,
        lock
      )
    )
  ],
  'invalid-sync-state': [
    sentence(
      /^(.*?): (?:this folder|it) is synchronised with (\S+) in (\S+?)(?: meanwhile|; choose another folder)$/s,
      (trans, folder, owner, url) =>
        trans.__('%1 belongs to %2 in %3. Choose another folder.', folder, owner, url)
    )
  ],
  'sync-folder-missing': [
    sentence(/^(.*) is missing, or is not the folder that was synchronised: .*$/s, (trans, folder) =>
      trans.__(
        '%1 is missing, or is not the folder that was synchronised. Look whether a disk or share is missing, or the folder was moved. If it is the right folder, keep it again.',
        folder
      )
    )
  ],
  'local-file-changed': [
    sentence(/^(.*) was changed here meanwhile; it was kept\. Synchronise again$/s, (trans, path) =>
      trans.__('%1 was changed here meanwhile. It was kept. Synchronise again.', path)
    )
  ],
  'too-many-deletions': [
    sentence(
      /^(\d+) of (\d+) files would be deleted (here|in openBIS)\. .*$/s,
      (trans, deleted, all, where) =>
        where === 'here'
          ? trans.__(
              '%1 of %2 files would be deleted here. Look whether this is the right folder, and whether someone has deleted too much.',
              Number(deleted),
              Number(all)
            )
          : trans.__(
              '%1 of %2 files would be deleted in openBIS. Look whether a disk or share is missing, or this is another folder.',
              Number(deleted),
              Number(all)
            )
    )
  ],
  'not-synchronised': [
    sentence(/^(.*) was never synchronised; .*$/s, (trans, folder) =>
      trans.__('%1 was never synchronised. Choose the sample or experiment for it.', folder)
    )
  ],
  'partial-sync-failure': [
    sentence(ANY, trans =>
      trans.__('Not all files could be synchronised. Both versions of these were kept. Synchronise again.')
    )
  ],
  'folder-not-kept': [
    sentence(/^(.*) is not kept in openBIS by this server; .*$/s, (trans, folder) =>
      trans.__('%1 is no longer kept in openBIS: someone has stopped that.', folder)
    )
  ],
  'folder-already-kept': [
    sentence(/^(.*?): (.*) is kept in openBIS already, in (\S+), and .*$/s, (trans, folder, kept, owner) =>
      trans.__(
        'The files of %1 would be synchronised twice: %2 is kept in openBIS already, in %3. Choose another folder, or stop that first.',
        folder,
        kept,
        owner
      )
    )
  ],
  'too-many-kept-folders': [
    sentence(/^(\d+) folders are kept in openBIS by this server, .*$/s, (trans, count) =>
      trans.__(
        '%1 folders are kept in openBIS, which is the maximum. Stop one of them first, or keep a folder that contains several of them.',
        Number(count)
      )
    )
  ],
  'kept-folders-too-long': [
    sentence(ANY, trans => trans.__('Use fewer or shorter patterns: those of all kept folders are too long.'))
  ],
  'invalid-kept-folders': []
};

/** Why a file or folder cannot be synchronised, or is different. */
const PROBLEMS: ReadonlyArray<Sentence> = [
  sentence(/^it was changed in openBIS, and is not fetched$/, trans =>
    trans.__('It was changed in openBIS, and is not fetched.')
  ),
  sentence(/^it was removed in openBIS, and is kept here$/, trans =>
    trans.__('It was removed in openBIS, and is kept here.')
  ),
  sentence(/^its file system counts in seconds, .*$/, trans =>
    trans.__('It was written just before it was synchronised. The next synchronisation compares its content.')
  ),
  sentence(/^(?:here is )?a link; links are not synchronised$/, trans =>
    trans.__('A link: links are not synchronised.')
  ),
  sentence(/^(?:here is )?something that is neither a file nor a folder$/, trans =>
    trans.__('Neither a file nor a folder.')
  ),
  sentence(/^(?:here is )?a name that is no text in UTF-8; rename it$/, trans =>
    trans.__('The name is not UTF-8 text. Rename it.')
  ),
  sentence(/^(?:here is )?a folder that cannot be read$/, trans => trans.__('The folder cannot be read.')),
  sentence(/^(?:here is )?a folder of Jupyter's own files$/, trans =>
    trans.__('A folder of Jupyter’s own files.')
  ),
  sentence(/^there is a file here where openBIS has a folder; rename one of them$/, trans =>
    trans.__('A file here has the name of a folder in openBIS. Rename one of them.')
  ),
  sentence(/^there is a folder here where openBIS has a file; rename one of them$/, trans =>
    trans.__('A folder here has the name of a file in openBIS. Rename one of them.')
  )
];

/** Return why a path cannot be synchronised; the server's text if it is unknown. */
export function syncProblem(path: string, problem: string, trans: TranslationBundle): string {
  return (
    translated(problem, PROBLEMS, trans) ?? translated(`${path}: ${problem}`, STORED_NAMES, trans) ?? problem
  );
}
