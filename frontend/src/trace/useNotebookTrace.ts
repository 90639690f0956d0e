import { Connection, NotebookTrace } from '../api';
import { useServices } from '../app/services';
import { Loaded, useLoaded } from '../common/hooks/useLoaded';
import { useModels } from '../common/models/model';
import { isActive } from '../transfers/transfers';
import { NotebookRecords } from './notebookRecords';

/** Load the state of what a notebook has used and produced; again after a login, and after each transfer. */
export function useNotebookTrace(
  { name, url, status, username }: Connection,
  { request }: NotebookRecords
): Loaded<NotebookTrace> {
  const { api, transfers } = useServices();
  useModels(transfers);
  const ended = (transfers.jobs ?? []).filter(job => !isActive(job)).map(job => job.id);
  const key = JSON.stringify([name, url, status, username, request, ended]);
  const isEmpty = !request.used.length && !request.produced.length;
  return useLoaded(isEmpty ? null : key, signal => api.traces.trace(name, request, signal));
}
