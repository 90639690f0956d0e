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
