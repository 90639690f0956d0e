import { useEffect, useState } from 'react';

import { ApiError, DataSetType } from '../api';
import { useServices } from '../app/services';
import { useModels } from '../common/models/model';

export interface DataSetTypes {
  /** Null until openBIS has answered. */
  all: DataSetType[] | null;
  isBusy: boolean;
  error: ApiError | null;
  /** Reload from openBIS, bypassing the server's cache. */
  refresh: () => void;
  find: (code: string) => DataSetType | undefined;
}

/** Load the data set types of the current connection, again after a login. */
export function useDataSetTypes(): DataSetTypes {
  const { api, connections } = useServices();
  useModels(connections);
  const { name, status } = connections.current ?? { name: '', status: '' };
  const [all, setAll] = useState<DataSetType[] | null>(null);
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
      .dataSetTypes(name, round > 0)
      .then(types => whenWanted(() => setAll(types)))
      .catch(thrown => whenWanted(() => setError(ApiError.from(thrown))))
      .finally(() => whenWanted(() => setBusy(false)));
    return () => {
      isWanted = false;
    };
  }, [api, name, status, round]);
  return {
    all,
    isBusy,
    error,
    refresh: () => setRound(round + 1),
    find: code => all?.find(each => each.code === code)
  };
}
