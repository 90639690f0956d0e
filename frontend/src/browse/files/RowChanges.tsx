import React, { RefObject, useState } from 'react';

import { FileRow } from '../../api';
import { useServices } from '../../app/services';
import { Problem } from '../../common/Problem';
import { ItemKeys } from '../../common/tree/useTreeKeys';
import { useReadOnly } from '../../connections/useReadOnly';
import { FilePlace } from '../../transfers/download/filePlace';
import { RenameForm } from './RenameForm';
import { focusFile } from './useRowFocus';
import { useDeletion } from './useDeletion';

/** State of the changes that keys on the rows of files make. */
interface RowChanges {
  /** Path of the file that is being renamed; null: none. */
  renamed: string | null;
  rename: (path: string | null) => void;
  deletion: ReturnType<typeof useDeletion>;
  /** Undefined where files cannot be changed. */
  keys: ItemKeys<FileRow> | undefined;
}

/** The keys of JupyterLab's file browser: F2 renames a file or folder; Delete deletes it, or all selected ones if it is one of them. */
export function useRowChanges(place: FilePlace): RowChanges {
  const { selection } = useServices();
  const readOnly = useReadOnly();
  const [renamed, rename] = useState<string | null>(null);
  const deletion = useDeletion(place);
  const remove = (path: string) => {
    const selected = selection.filesOf(place.connection, place.permId);
    void deletion.ask(selected.includes(path) ? selected : [path]);
  };
  const keys: ItemKeys<FileRow> = { F2: ({ path }) => rename(path), Delete: ({ path }) => remove(path) };
  return {
    renamed,
    rename,
    deletion,
    keys: place.owner === undefined || readOnly !== null ? undefined : keys
  };
}

interface Props {
  place: FilePlace;
  changes: RowChanges;
  /** Gets the focus back. */
  section: RefObject<HTMLElement>;
}

/** The form for a new name, and the problem of a deletion. */
export function RowChangesShown({ place, changes, section }: Props): JSX.Element {
  const { renamed, rename, deletion } = changes;
  return (
    <>
      {renamed !== null && (
        <RenameForm
          key={renamed}
          place={place}
          path={renamed}
          onDone={() => rename(null)}
          onCancel={() => {
            rename(null);
            focusFile(section.current, renamed);
          }}
        />
      )}
      <Problem error={deletion.action.error} />
    </>
  );
}
