import { useServices } from '../app/services';
import { useLoaded } from '../common/hooks/useLoaded';

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** Load the names of data sets by one request; those that are unknown or have none are left out. */
export function useDataSetNames(
  connection: string | undefined,
  permIds: ReadonlyArray<string>
): ReadonlyMap<string, string> {
  const { api } = useServices();
  const key = connection && permIds.length ? JSON.stringify([connection, ...permIds]) : null;
  const used = permIds.map(permId => ({ permId, path: null }));
  const { value } = useLoaded(key, async signal => {
    const trace = await api.traces.trace(connection ?? '', { near: '', used, produced: [] }, signal);
    return new Map(
      trace.used.flatMap(({ permId, dataSet }) => (dataSet?.$NAME ? [[permId, dataSet.$NAME] as const] : []))
    );
  });
  return value ?? NO_NAMES;
}
