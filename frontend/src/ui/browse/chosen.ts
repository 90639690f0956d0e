import { DataSet } from '../../api';
import { ChosenDataSet } from '../../state/selection';

/** A data set as the selection holds it. */
export function chosenOf(connection: string, { permId, $NAME, size }: DataSet): ChosenDataSet {
  return { connection, permId, name: $NAME || permId, size };
}
