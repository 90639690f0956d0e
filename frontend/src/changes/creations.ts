import { CreatableKind, CreationRequest, EntityType, Kind, PropertyValue } from '../api';
import { propsOf } from '../properties/properties';
import { areTexts, KeptDrafts, KeptStores, Target } from './keptDrafts';

/** Where something is created. */
export interface CreationTarget extends Target {
  kind: Kind;
  /** Name of the entity, for the title of the form. */
  title: string;
  /** Identifier of the space, project or experiment that will contain it. */
  place: string;
  /** Identifier of the sample that it is derived from; empty for none. */
  parent: string;
}

/** What was entered. */
export interface CreationDraft {
  kind: string;
  type: string;
  /** Empty: openBIS generates it. */
  code: string;
  props: Record<string, PropertyValue>;
  /** PermIds or identifiers. */
  moreParents: string[];
  unwantedParents: string[];
}

const EMPTY: CreationDraft = {
  kind: '',
  type: '',
  code: '',
  props: {},
  moreParents: [],
  unwantedParents: []
};

/** New samples and experiments. */
export class CreationsModel extends KeptDrafts<CreationTarget, CreationDraft> {
  /** @param stores Keep target and what was entered through a reload. */
  constructor(stores: KeptStores) {
    super(stores, EMPTY, kept => areTexts(kept, 'connection', 'permId', 'kind', 'title', 'place', 'parent'));
  }
}

/** Return the request for what was entered. */
export function creationRequest(
  { place, parent }: CreationTarget,
  kind: CreatableKind,
  type: EntityType | undefined,
  { code, props, moreParents, unwantedParents, type: typeCode }: CreationDraft
): CreationRequest {
  const parents = [parent, ...moreParents].filter(each => each && !unwantedParents.includes(each));
  return {
    kind,
    type: typeCode,
    in: place,
    code: code.trim() || null,
    properties: propsOf(type, props),
    parents: kind === 'sample' ? [...new Set(parents)] : []
  };
}
