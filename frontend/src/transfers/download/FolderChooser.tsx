import React, { useState } from 'react';

import { useServices } from '../../app/services';
import { Field } from '../../common/fields/Field';
import { useHost } from '../../common/hooks/useHost';
import { folderOf, isAbsolute, nameOf } from '../../common/paths';
import { FileEntry } from '../../host/host';
import { useFolders } from './useFolders';

interface Props {
  label: string;
  /** Jupyter's path, or an absolute one of the host. */
  value: string;
  onChange: (folder: string) => void;
  errors: string[];
}

/** A field for a folder, which may not exist yet; with a list of folders. */
export function FolderChooser({ label, value, onChange, errors }: Props): JSX.Element {
  const { trans } = useServices();
  const [isOpen, setOpen] = useState(false);
  const { folders, isMissing } = useFolders(value);
  const notes = {
    outside: trans.__('A folder of the computer on which Jupyter runs, outside of Jupyter’s root folder.'),
    missing: trans.__('The folder will be created.')
  };
  const note = isAbsolute(value) ? notes.outside : isMissing ? notes.missing : null;
  return (
    <>
      <Field label={label} description={note} errors={errors}>
        {links => (
          <input
            {...links}
            type="text"
            className="jp-mod-styled"
            spellCheck={false}
            placeholder={trans.__('Jupyter’s root folder')}
            value={value}
            onChange={event => onChange(event.target.value)}
          />
        )}
      </Field>
      <details
        className="jp-openbis-folders"
        open={isOpen}
        onToggle={event => setOpen(event.currentTarget.open)}
      >
        <summary>{trans.__('Choose a folder')}</summary>
        {isOpen && <Folders value={value} folders={folders} onChange={onChange} />}
      </details>
    </>
  );
}

interface FoldersProps {
  value: string;
  folders: FileEntry[] | null;
  onChange: (folder: string) => void;
}

function Folders({ value, folders, onChange }: FoldersProps): JSX.Element {
  const { trans } = useServices();
  const place = value ? nameOf(value) : trans.__('Jupyter’s root folder');
  return (
    <>
      <Shortcuts value={value} onChange={onChange} />
      <ul aria-label={trans.__('Folders in %1', place)} className="jp-openbis-folder-list">
        {value && !isAbsolute(value) && (
          <li>
            <button type="button" onClick={() => onChange(folderOf(value))}>
              <span aria-hidden="true">↑ </span>
              {trans.__('Up')}
            </button>
          </li>
        )}
        {(folders ?? []).map(({ name, path }) => (
          <li key={path}>
            <button type="button" title={path} onClick={() => onChange(path)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
      {folders?.length === 0 && <small>{trans.__('No folders in here.')}</small>}
    </>
  );
}

/** The folders of notebook and file browser. */
function Shortcuts({ value, onChange }: Omit<FoldersProps, 'folders'>): JSX.Element {
  const { trans } = useServices();
  const host = useHost();
  const all: [string, string | null][] = [
    [trans.__('Notebook’s folder'), host.notebook && folderOf(host.notebook.path)],
    [trans.__('File browser’s folder'), host.folder]
  ];
  return (
    <div className="jp-openbis-buttons">
      {all.map(
        ([name, folder]) =>
          folder !== null &&
          folder !== value && (
            <button key={name} type="button" className="jp-openbis-link" onClick={() => onChange(folder)}>
              {name}
            </button>
          )
      )}
    </div>
  );
}
