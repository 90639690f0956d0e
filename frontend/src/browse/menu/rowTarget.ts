import { DataSet, Details, FileRow, Kind } from '../../api';
import { CodeTarget } from '../../notebook/code/codeTarget';
import { FilePlace } from '../../transfers/download/filePlace';
import { EntityItem, titleOf, titleOfDetails } from '../entities/entityItem';

/** An entity or data set whose menu is opened. */
export interface EntityTarget {
  what: Kind;
  connection: string;
  permId: string;
  /** Null if it has none, or it is not known. */
  identifier: string | null;
  name: string;
  type: string | null;
  /** Bytes of a data set, where known. */
  size: number | null;
  /** Whether its details are shown already. */
  isShown?: boolean;
}

/** A file or folder whose menu is opened. */
export interface FileTarget {
  what: 'file' | 'folder';
  place: FilePlace;
  path: string;
  /** Where it can be changed. */
  rename?: () => void;
  remove?: () => void;
}

export type RowTarget = EntityTarget | FileTarget;

/** An entry of the menu of rows. */
export interface RowAction {
  /** Id of its command without the prefix. */
  id: string;
  label: (target: RowTarget | null) => string;
  isVisible: (target: RowTarget) => boolean;
  /** Why it is disabled, as a sentence; null: it is enabled. */
  disabledReason?: () => string | null;
  run: (target: RowTarget) => Promise<void> | void;
}

export function isFile(target: RowTarget): target is FileTarget {
  return target.what === 'file' || target.what === 'folder';
}

/** Return the target of a row of a tree or of results. */
export function targetOf(connection: string, item: EntityItem): EntityTarget {
  const { kind, permId, identifier, type, dataSet } = item;
  const name = titleOf(item);
  return { what: kind, connection, permId, identifier, name, type, size: sizeOf(dataSet) };
}

/** Return the target of shown details. */
export function targetOfDetails(connection: string, details: Details): EntityTarget {
  const { kind, permId, identifier, type, dataSet } = details;
  const name = titleOfDetails(details);
  return { what: kind, connection, permId, identifier, name, type, size: sizeOf(dataSet), isShown: true };
}

/** Return the target of a row of files. */
export function fileTarget(place: FilePlace, { path, isFolder }: FileRow): FileTarget {
  return { what: isFolder ? 'folder' : 'file', place, path };
}

function sizeOf(dataSet: DataSet | null): number | null {
  return dataSet?.size ?? null;
}

/** Return what code can be inserted for; null: nothing. */
export function codeTargetOf(target: RowTarget): CodeTarget | null {
  if (isFile(target)) {
    const { connection, permId } = target.place;
    return target.what === 'file' ? { connection, permId, path: target.path } : null;
  }
  const { what, connection, permId } = target;
  return what === 'dataSet' ? { connection, permId } : null;
}

/**
 * Attributes of the element of a row. Entries of JupyterLab's context menu are selected by them, those of other extensions, too:
 * `.jp-openbis-panel [data-openbis-row="sample"]`.
 */
export function rowAttributes(what: RowTarget['what'], permId?: string): Record<string, string | undefined> {
  const hasCode = what === 'dataSet' || what === 'file';
  return {
    'data-openbis-row': what,
    'data-openbis-permid': permId,
    'data-openbis-code': hasCode ? '' : undefined
  };
}
