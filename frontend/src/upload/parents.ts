import { Connection } from '../api';
import { Notebook } from '../host/host';
import { downloadsOf } from '../notebook/provenance';

/** Which data sets a new one is made of. */
export interface ParentsDraft {
  /** permIds that are proposed, but not wanted. */
  unwantedParents: ReadonlyArray<string>;
  /** permIds that the user has added. */
  moreParents: ReadonlyArray<string>;
}

/** permIds of what the notebook has downloaded from this openBIS. */
export function proposedParents(notebook: Notebook | null, connection: Connection | null): string[] {
  const downloads = notebook ? downloadsOf(notebook) : [];
  return downloads
    .filter(each => typeof each.url !== 'string' || !connection || sameAddress(each.url, connection.url))
    .map(each => each.permId);
}

/** permIds of the parents that are wanted. */
export function wantedParents(proposed: string[], draft: ParentsDraft): string[] {
  const wanted = proposed.filter(each => !draft.unwantedParents.includes(each));
  return [...new Set([...wanted, ...draft.moreParents])];
}

function sameAddress(a: string, b: string): boolean {
  const bare = (url: string) => url.replace(/\/+$/, '').toLowerCase();
  return bare(a) === bare(b);
}
