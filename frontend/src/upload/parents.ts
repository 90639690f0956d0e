import { Connection } from '../api';
import { Notebook } from '../host/host';
import { downloadsOf } from '../notebook/provenance';

/** The parents of a new data set. */
export interface ParentsDraft {
  /** permIds that are proposed, but not wanted. */
  unwantedParents: ReadonlyArray<string>;
  /** permIds that the user has added. */
  moreParents: ReadonlyArray<string>;
}

/** Return the permIds of the data sets that the notebook has downloaded from this openBIS. */
export function proposedParents(notebook: Notebook | null, connection: Connection | null): string[] {
  const downloads = notebook ? downloadsOf(notebook) : [];
  return downloads
    .filter(each => typeof each.url !== 'string' || !connection || isSameAddress(each.url, connection.url))
    .map(each => each.permId);
}

/** Return the permIds of the selected parents. */
export function wantedParents(proposed: string[], draft: ParentsDraft): string[] {
  const wanted = proposed.filter(each => !draft.unwantedParents.includes(each));
  return [...new Set([...wanted, ...draft.moreParents])];
}

function isSameAddress(a: string, b: string): boolean {
  const bare = (url: string) => url.replace(/\/+$/, '').toLowerCase();
  return bare(a) === bare(b);
}
