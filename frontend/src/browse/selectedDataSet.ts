import { DataSet } from '../api';
import { SelectedDataSet } from '../transfers/download/selection';

/** A data set as the selection holds it. */
export function selectedDataSet(connection: string, { permId, $NAME, size }: DataSet): SelectedDataSet {
  return { connection, permId, name: $NAME || permId, size };
}
