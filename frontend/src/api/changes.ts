import { Kind, Reference } from './browsing';
import { CREATION_PLACES } from './constants';
import { query, segment, Send } from './sending/requests';
import { components } from './schema';

type Schemas = components['schemas'];

/** A kind whose entities can be created. */
export type CreatableKind = keyof typeof CREATION_PLACES;

/** A change of properties and parents; what is not named stays as it is. */
export type ChangeRequest = Omit<Schemas['ChangeEntityRequest'], 'dryRun'>;
export type ChangePlan = Schemas['ChangePlanResponse'];
export type ChangedEntity = Schemas['ChangedEntityResponse'];

/** A field that was changed after the user has seen it. */
export type ChangedField = Schemas['ChangedFieldResponse'];

export type CreationRequest = Omit<Schemas['CreateEntityRequest'], 'dryRun'>;
export type CreationPlan = Schemas['CreationPlanResponse'];
export type CreatedEntity = Schemas['CreatedEntityResponse'];

/** A type of data sets, samples or experiments. */
export type EntityType = Schemas['EntityTypeResponse'];

/** Changes of entities. `name` is that of the connection. */
export class ChangesApi {
  constructor(private readonly send: Send) {}

  /** Check a change, and return what it would change. */
  plan(name: string, request: ChangeRequest): Promise<ChangePlan> {
    return this.send('POST', `changes/${segment(name)}`, { ...request, dryRun: true });
  }

  apply(name: string, request: ChangeRequest): Promise<ChangedEntity> {
    return this.send('POST', `changes/${segment(name)}`, request);
  }

  planCreation(name: string, request: CreationRequest): Promise<CreationPlan> {
    return this.send('POST', `entities/${segment(name)}`, { ...request, dryRun: true });
  }

  create(name: string, request: CreationRequest): Promise<CreatedEntity> {
    return this.send('POST', `entities/${segment(name)}`, request);
  }

  /** Bring the files of a data set back from the archive; returns its status. */
  async unarchive(name: string, permId: string): Promise<string> {
    const body = { permIds: [permId] };
    const { dataSets } = await this.send<Schemas['UnarchiveResponse']>(
      'POST',
      `unarchive/${segment(name)}`,
      body
    );
    return dataSets.find(each => each.permId === permId)?.status ?? '';
  }

  /** The types of a kind; `refresh` bypasses the server's cache. */
  async types(name: string, kind: Kind, refresh = false, signal?: AbortSignal): Promise<EntityType[]> {
    const path = `types/${segment(name)}/${kind}${query({ refresh: refresh || undefined })}`;
    return (await this.send<Schemas['EntityTypesResponse']>('GET', path, undefined, signal)).types;
  }
}

/** Return the kinds of entities that can be created in, or from, an entity of a kind. */
export function creatableIn({ kind }: Pick<Reference, 'kind'>): CreatableKind[] {
  const isSample = kind === 'sample'; // what is created from a sample is its child, beside it
  return (Object.keys(CREATION_PLACES) as CreatableKind[]).filter(
    each => (isSample && each === 'sample') || (CREATION_PLACES[each] as ReadonlyArray<Kind>).includes(kind)
  );
}
