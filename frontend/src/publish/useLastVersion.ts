import { useEffect, useMemo } from 'react';

import { ApiError, Job, Version } from '../api';
import { useServices } from '../app/services';
import { useLoaded } from '../common/hooks/useLoaded';
import { Notebook } from '../host/host';
import { historyIdOf, PublishedFiles, publishedFilesOf } from '../notebook/provenance';
import { DraftKey } from '../upload/submission/drafts';
import { DataSetTypes } from '../upload/useDataSetTypes';
import { draftOfDataSet, draftOfDocument, lastPublishedFiles, PROVENANCE_FILE } from './lastVersion';

/** The published versions of a notebook. */
export interface PublishedVersions {
  /** Data sets, the newest first. */
  dataSets: ReadonlyArray<Version>;
  /** Number of all data sets. */
  total: number;
  /** Folders in the files of samples and experiments, as the metadata of the notebook name them. */
  folders: ReadonlyArray<PublishedFiles>;
  error: ApiError | null;
  retry: () => void;
}

/**
 * Load the versions of a notebook, and begin its form with the values of the last one.
 *
 * @param job The last publication from here: its end makes a new version.
 */
export function useLastVersion(
  notebook: Notebook,
  draftKey: DraftKey,
  types: DataSetTypes,
  proposed: ReadonlyArray<string>,
  job: Job | null
): PublishedVersions {
  const { api, publications } = useServices();
  const { connection } = draftKey;
  const end = job?.state === 'done' ? job.id : '';
  // A review sets the id of a first version: nothing is published yet that could be loaded.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `end`: then there is a new version
  const historyId = useMemo(() => historyIdOf(notebook), [notebook, end]);
  const folders = publishedFilesOf(notebook);
  const files = lastPublishedFiles(folders);
  const key = historyId && connection ? JSON.stringify([connection, historyId, end]) : null;
  const listed = useLoaded(key, signal => api.notebook.versions(connection, historyId ?? '', signal));
  const newest = listed.value?.versions[0];
  const isInFiles = files !== null && files.time > Date.parse(newest?.registered ?? '1970-01-01T00:00:00Z');
  const last = useLoaded(
    listed.value && types.all && (newest || isInFiles)
      ? JSON.stringify([key, newest?.permId, files?.folder])
      : null,
    async signal => {
      const fromFiles = isInFiles ? await readDocument(files, signal) : null;
      return fromFiles ?? (newest ? readDataSet(newest, signal) : null);
    }
  );
  const readDocument = async ({ permId, folder }: PublishedFiles, signal: AbortSignal) => {
    const path = `${folder}/${PROVENANCE_FILE}`;
    const document = await api.browsing.preview(connection, permId, path, signal).catch(() => null);
    return document && draftOfDocument(document.text ?? '', notebook.path, proposed);
  };
  const readDataSet = async ({ permId }: Version, signal: AbortSignal) =>
    draftOfDataSet(
      await api.browsing.details(connection, { kind: 'dataSet', permId }, signal),
      types,
      notebook.path,
      proposed
    );
  useEffect(() => {
    if (last.value) {
      publications.propose(last.value, draftKey);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each last version
  }, [last.value]);
  return {
    dataSets: listed.value?.versions ?? [],
    total: listed.value?.totalCount ?? 0,
    folders,
    error: listed.error,
    retry: listed.retry
  };
}
