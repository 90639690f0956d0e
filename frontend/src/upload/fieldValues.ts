import { PropertyValue } from '../api';
import { ParentsDraft } from './parents';

/** Return the values of fields that uploads and publications have in common, by the server's field names. */
export function valuesOf(
  draft: ParentsDraft & { type: string; owner: string; props: Readonly<Record<string, PropertyValue>> }
): Record<string, unknown> {
  const props = Object.entries(draft.props).map(([code, value]) => [`prop.${code}`, value]);
  return {
    type: draft.type,
    entityIdentifier: draft.owner,
    parent: [draft.unwantedParents, draft.moreParents],
    ...Object.fromEntries(props)
  };
}
