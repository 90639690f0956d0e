import { Sentence, sentence } from './sentences';

/** Problems of the names of files that are stored with a sample or experiment; fields and other errors name them alike. */
export const STORED_NAMES: Sentence[] = [
  sentence(
    /^(.*): openBIS's file server does not accept (.*) and others in names$/s,
    (trans, path, letters) =>
      trans.__(
        'openBIS does not accept %2 and other characters in names: %1. Choose another name.',
        path,
        letters
      )
  ),
  sentence(/^(.*): openBIS's file server does not accept names with a blank .*$/s, (trans, path) =>
    trans.__(
      'openBIS does not accept names that begin or end with a blank or end with a dot: %1. Choose another name.',
      path
    )
  ),
  sentence(/^(.*): openBIS's file server does not accept (.*) in names$/s, (trans, path, letters) =>
    trans.__('openBIS does not accept %2 in names: %1. Choose another name.', path, letters)
  ),
  sentence(/^(.*): it has accents as separate characters, .*$/s, (trans, path) =>
    trans.__('%1 has accents as separate characters, as macOS stores them. Type the name again.', path)
  ),
  sentence(/^(.*): the names .* belong to openBIS's file server itself, and .*$/s, (trans, path) =>
    trans.__('The name %1 is reserved for openBIS. Choose another name.', path)
  ),
  sentence(/^(.*): a name has more than (\d+) bytes$/s, (trans, path, count) =>
    trans.__('The name %1 has more than %2 bytes. Choose a shorter one.', path, Number(count))
  ),
  sentence(/^(.*): there is a (?:file|folder) of that name in openBIS$/s, (trans, path) =>
    trans.__('In openBIS, the name %1 is in use. Choose another folder.', path)
  ),
  sentence(/^(\d+) more names are in use in openBIS$/, (trans, count) =>
    trans.__('%1 more names are in use in openBIS.', Number(count))
  ),
  sentence(
    /^(\d+) files are called (.*); an object or collection keeps one of them$/s,
    (trans, count, name) =>
      trans.__('%1 files are named %2. Only one of them can be stored.', Number(count), name)
  ),
  sentence(
    /^a file and a folder are called (.*); an object or collection keeps one of them$/s,
    (trans, name) => trans.__('A file and a folder are named %1. Only one of them can be stored.', name)
  )
];

const CHANGED = sentence(
  /^another program changed or created this in openBIS meanwhile: (.*)\. It was kept; .*$/s,
  (trans, paths) =>
    trans.__(
      'Someone else has changed or created this in openBIS: %1. It was kept. Look at it, then try again.',
      paths
    )
);

/** Errors of changes by their code. */
export const OBJECT_FILE_ERRORS: Readonly<Record<string, ReadonlyArray<Sentence>>> = {
  'no-file-server': [
    sentence(/^files cannot be stored with an object or collection itself: .*$/s, trans =>
      trans.__('Files cannot be stored with a sample or experiment itself here. Upload them as a data set.')
    )
  ],
  'files-exist': [
    sentence(
      /^in openBIS there is a file or folder of that name already: (.*); replace it, or .*$/s,
      (trans, paths) =>
        trans.__(
          'openBIS has a file or folder of that name: %1. Choose another name, or replace it by an upload.',
          paths
        )
    )
  ],
  'files-changed': [CHANGED],
  'no-such-file': [
    sentence(/^(.*) has no file or folder '(.*)'$/s, (trans, owner, path) =>
      trans.__('%1 has no file or folder %2. Someone else may have moved or deleted it.', owner, path)
    )
  ]
};

/** openBIS has not made a change. */
export const CHANGE_LOST = sentence(
  /^(.*): openBIS confirms the change, but does not make it; .*$/s,
  (trans, path) =>
    trans.__('openBIS has not made this change: %1. Try again, or ask your openBIS administrators.', path)
);
