import { ApiError, KeptFolder, Kind } from '../../api';
import { useServices } from '../../app/services';

/** Return a function that shows the sample or experiment of a kept folder. It throws `ApiError`. */
export function useOwner({ connection, permId }: KeptFolder): () => Promise<void> {
  const { api, browsing, connections, navigation } = useServices();
  const kindOf = async (): Promise<Kind> => {
    try {
      return (await api.browsing.details(connection, { kind: 'sample', permId })).kind;
    } catch (thrown) {
      const error = ApiError.from(thrown);
      if (error.code !== 'entity-not-found') {
        throw error;
      }
      return (await api.browsing.details(connection, { kind: 'experiment', permId })).kind;
    }
  };
  return async () => {
    const kind = await kindOf();
    connections.choose(connection);
    browsing.showDetailsIn(connections.current, { kind, permId });
    navigation.showTab('browse');
  };
}
