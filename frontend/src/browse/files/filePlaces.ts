import { DataSet, Details } from '../../api';
import { FilePlace } from '../../transfers/download/filePlace';
import { titleOfDetails } from '../entities/entityItem';

export function placeOfDataSet(connection: string, { permId, $NAME, size }: DataSet): FilePlace {
  return { connection, permId, name: $NAME || permId, size };
}

/** Return the place of the files that belong to an item itself; null if it can have none. */
export function placeOf(connection: string, details: Details): FilePlace | null {
  const { permId, identifier, hasFileServer, dataSet } = details;
  if (dataSet) {
    return placeOfDataSet(connection, dataSet);
  }
  return hasFileServer && identifier !== null
    ? { connection, permId, name: titleOfDetails(details), size: null, owner: identifier }
    : null;
}
