import { useEffect, useState } from 'react';

import { ApiError, DataSetType, StorageOptions } from '../api';
import { useServices } from '../app/services';
import { useModels } from '../common/models/model';

export interface DataSetTypes {
  /** Null until openBIS has answered. */
  all: DataSetType[] | null;
  /** Whether samples and experiments can have files of their own; null while it is unknown, or if it was not asked. */
  hasFileServer: boolean | null;
  isBusy: boolean;
  error: ApiError | null;
  /** Reload from openBIS, bypassing the server's cache. */
  refresh: () => void;
  find: (code: string) => DataSetType | undefined;
}

/**
 * Load the data set types of the current connection, again after a login.
 *
 * @param fileServer Ask in the same request whether samples and experiments can have files of their own.
 */
export function useDataSetTypes(fileServer = false): DataSetTypes {
  const { api, connections } = useServices();
  useModels(connections);
  const { name, status } = connections.current ?? { name: '', status: '' };
  const [options, setOptions] = useState<StorageOptions | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [round, setRound] = useState(0);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (!name) {
      return;
    }
    let isWanted = true;
    const whenWanted = (act: () => void) => isWanted && act();
    setBusy(true);
    setError(null);
    api.transfers
      .storageOptions(name, { refresh: round > 0, fileServer })
      .then(found => whenWanted(() => setOptions(found)))
      .catch(thrown => whenWanted(() => setError(ApiError.from(thrown))))
      .finally(() => whenWanted(() => setBusy(false)));
    return () => {
      isWanted = false;
    };
  }, [api, name, status, round, fileServer]);
  const all = options?.dataSetTypes ?? null;
  return {
    all,
    hasFileServer: options?.hasFileServer ?? null,
    isBusy,
    error,
    refresh: () => setRound(round + 1),
    find: code => all?.find(each => each.code === code)
  };
}
