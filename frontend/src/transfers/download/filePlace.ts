import { DownloadRequest } from '../../api';

/** A place with files: a data set, or a sample or experiment with files of its own in openBIS's file server (AFS). */
export interface FilePlace {
  connection: string;
  /** Of the data set, sample or experiment. */
  permId: string;
  /** Its name; by default, its permId or code. */
  name: string;
  /** Bytes, where known. */
  size: number | null;
  /** Identifier of the sample or experiment; data sets have none. Only such files can be changed. */
  owner?: string;
}

/** Places whose names are sent with a download. */
const MAX_NAMED = 10;

/** Return the names that the user has seen, for the list of transfers. */
export function subjectsOf(places: ReadonlyArray<FilePlace>): DownloadRequest['subjects'] {
  return places.slice(0, MAX_NAMED).map(({ permId, name, owner }) => ({
    reference: permId,
    name: name === permId ? null : name,
    kind: owner === undefined ? 'dataSet' : null
  }));
}
