import { ChangeRequest, Details, EntityType, PropertyValue, Reference } from '../api';
import { inputValue, propsOf } from '../properties/properties';
import { ParentsDraft } from '../upload/parents';
import { areTexts, KeptDrafts, KeptStores, Target } from './keptDrafts';

/** The entity that is edited. */
export interface EditTarget extends Target, Reference {}

/** The state of an entity that an edit is based on: a change that was made since is a conflict. */
export interface EditBase {
  /** Modification date (ISO 8601); empty if openBIS does not state it. */
  modified: string;
  /** Stored values by code of the property. */
  values: Record<string, PropertyValue>;
  /** PermIds of the parents. */
  parents: string[];
}

/** What was entered. */
export interface EditDraft extends ParentsDraft {
  /** Changed properties only. */
  props: Record<string, PropertyValue>;
  /** Set by the first change. */
  base: EditBase | Record<string, never>;
}

const EMPTY: EditDraft = { props: {}, unwantedParents: [], moreParents: [], base: {} };

/** Edits of entities. */
export class EditsModel extends KeptDrafts<EditTarget, EditDraft> {
  /** @param stores Keep target and edits through a reload. */
  constructor(stores: KeptStores) {
    super(stores, EMPTY, kept => areTexts(kept, 'connection', 'permId', 'kind'));
  }

  /** Change the draft; the first change is based on what the user sees. */
  edit(changes: Partial<Omit<EditDraft, 'base'>>, details: Details): void {
    this.change({ ...changes, base: baseIn(this.draft) ?? baseOf(details) });
  }

  /** Base the draft on the current state; what was entered stays. */
  rebase(details: Details): void {
    this.change({ base: baseOf(details) });
  }
}

/** Return the values of the form: the stored ones, and what was entered. */
export function valuesIn(
  { properties }: Details,
  type: EntityType,
  { props }: EditDraft
): Record<string, PropertyValue> {
  const stored = new Map(properties.map(each => [each.code, each.value]));
  const shown = type.propertyAssignments.map(each => {
    const value = stored.get(each.code);
    return [each.code, props[each.code] ?? (value === undefined ? '' : inputValue(each, value))] as const;
  });
  return Object.fromEntries(shown);
}

/** Return the values that differ from those that the form had before. */
export function changedProps(
  before: Readonly<Record<string, PropertyValue>>,
  now: Readonly<Record<string, PropertyValue>>
): Record<string, PropertyValue> {
  const isChanged = (code: string) => JSON.stringify(now[code]) !== JSON.stringify(before[code]);
  return Object.fromEntries(Object.entries(now).filter(([code]) => isChanged(code)));
}

/** Return the request for what was entered. */
export function changeRequest(
  { kind, permId }: EditTarget,
  type: EntityType,
  draft: EditDraft
): ChangeRequest {
  const base = baseIn(draft);
  const all = propsOf(type, draft.props);
  const properties = Object.fromEntries(Object.keys(draft.props).map(code => [code, all[code] ?? '']));
  const parents = new Set(base?.parents);
  return {
    kind: kind as ChangeRequest['kind'],
    permId,
    properties,
    addParents: draft.moreParents.filter(each => !parents.has(each)),
    removeParents: draft.unwantedParents.filter(each => parents.has(each)),
    unchangedSince: base?.modified || null,
    seen: base ? seenOf(base, draft) : {}
  };
}

/** Whether nothing was entered that differs from what was there. */
export function isEmptyEdit({ props, unwantedParents, moreParents }: EditDraft): boolean {
  return !Object.keys(props).length && !unwantedParents.length && !moreParents.length;
}

function seenOf(base: EditBase, draft: EditDraft): NonNullable<ChangeRequest['seen']> {
  const props = Object.keys(draft.props).map(code => [`prop.${code}`, base.values[code] ?? null]);
  const areParentsChanged = draft.unwantedParents.length > 0 || draft.moreParents.length > 0;
  return Object.fromEntries(areParentsChanged ? [...props, ['parent', base.parents]] : props);
}

function baseOf({ modificationDate, properties, parents }: Details): EditBase {
  return {
    modified: modificationDate ?? '',
    values: Object.fromEntries(properties.map(each => [each.code, each.value])),
    parents: parents.map(each => each.permId)
  };
}

function baseIn({ base }: EditDraft): EditBase | null {
  return Array.isArray(base.parents) ? (base as EditBase) : null;
}
