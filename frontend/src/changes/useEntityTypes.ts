import { EntityType, Kind } from '../api';
import { useServices } from '../app/services';
import { Loaded, useLoaded } from '../common/hooks/useLoaded';

/** Load the types of a kind; null as kind: none. */
export function useEntityTypes(connection: string, kind: Kind | null): Loaded<EntityType[]> {
  const { api } = useServices();
  return useLoaded(kind && JSON.stringify([connection, kind]), signal =>
    api.changes.types(connection, kind!, false, signal)
  );
}
