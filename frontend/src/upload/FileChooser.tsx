import React, { useEffect, useState } from 'react';

import { ApiError } from '../api';
import { useServices } from '../app/services';
import { FileName } from '../common/FileName';
import { CARET_RIGHT, Icon, UP } from '../common/Icon';
import { formatSize } from '../common/messages/amounts';
import { folderOf, nameOf } from '../common/paths';
import { Problem } from '../common/Problem';
import { FileEntry } from '../host/host';

interface Props {
  files: ReadonlyArray<string>;
  onChange: (files: string[]) => void;
}

/** Selects files and folders, starting in the notebook's folder. */
export function FileChooser({ files, onChange }: Props): JSX.Element {
  const { trans, host } = useServices();
  const [folder, setFolder] = useState(host.notebook ? folderOf(host.notebook.path) : host.folder);
  const { entries, error, retry } = useEntries(folder);
  const toggle = (path: string) =>
    onChange(files.includes(path) ? files.filter(each => each !== path) : [...files, path]);
  return (
    <div className="jp-openbis-chooser" role="group" aria-label={trans.__('Files to choose from')}>
      <div className="jp-openbis-chooser-folder">
        <button
          type="button"
          className="jp-openbis-icon-button"
          aria-label={trans.__('Parent folder')}
          title={trans.__('Parent folder')}
          disabled={!folder}
          onClick={() => setFolder(folderOf(folder))}
        >
          <Icon path={UP} />
        </button>
        <span className="jp-openbis-ellipsis" title={folder || '/'} role="status">
          {nameOf(folder) || trans.__('Jupyter’s root folder')}
        </span>
      </div>
      <Problem error={error} retry={retry} />
      <ul>
        {entries?.map(entry => (
          <Entry
            key={entry.path}
            entry={entry}
            isChosen={files.includes(entry.path)}
            onToggle={() => toggle(entry.path)}
            onOpen={() => setFolder(entry.path)}
          />
        ))}
      </ul>
      {entries?.length === 0 && <p>{trans.__('This folder is empty.')}</p>}
    </div>
  );
}

interface EntryProps {
  entry: FileEntry;
  isChosen: boolean;
  onToggle: () => void;
  onOpen: () => void;
}

function Entry({ entry, isChosen, onToggle, onOpen }: EntryProps): JSX.Element {
  const { trans } = useServices();
  return (
    <li>
      <label className="jp-openbis-file-choice">
        <input type="checkbox" checked={isChosen} onChange={onToggle} /> <FileName name={entry.name} />
      </label>
      {entry.isFolder ? (
        <button
          type="button"
          className="jp-openbis-icon-button"
          aria-label={trans.__('Open the folder %1', entry.name)}
          title={trans.__('Open the folder %1', entry.name)}
          onClick={onOpen}
        >
          <Icon path={CARET_RIGHT} />
        </button>
      ) : (
        <small>{entry.size === null ? '' : formatSize(entry.size, trans)}</small>
      )}
    </li>
  );
}

function useEntries(folder: string): {
  entries: FileEntry[] | null;
  error: ApiError | null;
  retry: () => void;
} {
  const { host } = useServices();
  const [entries, setEntries] = useState<FileEntry[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isWanted = true;
    setEntries(null);
    setError(null);
    host.list(folder).then(
      found => isWanted && setEntries(found),
      thrown => isWanted && setError(ApiError.from(thrown))
    );
    return () => {
      isWanted = false;
    };
  }, [host, folder, round]);
  return { entries, error, retry: () => setRound(round + 1) };
}
