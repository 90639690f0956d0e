import { Details } from '../../api';

/** Identifiers of the place of a new object, and of the sample that it is derived from; empty for none. */
export interface CreationPlace {
  place: string;
  parent: string;
}

/**
 * Return where something is created from an item: in it; from a sample, beside it, as its child. Null if the item has no
 * identifier.
 */
export function creationPlace({ kind, permId, identifier, owner }: Details): CreationPlace | null {
  const isSample = kind === 'sample';
  const place = isSample ? owner?.identifier : identifier;
  return place ? { place, parent: isSample ? (identifier ?? permId) : '' } : null;
}
