import { BrowsingApi } from './browsing';
import { ChangesApi } from './changes';
import { ConnectionsApi } from './connections';
import { FilesApi } from './files';
import { LineageApi } from './lineage';
import { NotebookApi } from './notebook';
import { Send } from './sending/requests';
import { SyncApi } from './sync';
import { TracesApi } from './traces';
import { TransfersApi } from './transfers';

export * from './browsing';
export * from './changes';
export * from './connections';
export * from './constants';
export * from './sending/errors';
export * from './filePatterns';
export * from './files';
export * from './lineage';
export * from './notebook';
export * from './sending/reachability';
export * from './sending/requests';
export * from './sync';
export * from './traces';
export * from './transfers';

/** The server side of this extension. Every call throws `ApiError` and nothing else. */
export class OpenbisApi {
  readonly connections: ConnectionsApi;
  readonly browsing: BrowsingApi;
  readonly changes: ChangesApi;
  readonly files: FilesApi;
  readonly transfers: TransfersApi;
  readonly notebook: NotebookApi;
  readonly traces: TracesApi;
  readonly lineage: LineageApi;
  readonly sync: SyncApi;

  constructor(send: Send) {
    this.connections = new ConnectionsApi(send);
    this.browsing = new BrowsingApi(send);
    this.changes = new ChangesApi(send);
    this.files = new FilesApi(send);
    this.transfers = new TransfersApi(send);
    this.notebook = new NotebookApi(send);
    this.traces = new TracesApi(send);
    this.lineage = new LineageApi(send);
    this.sync = new SyncApi(send);
  }
}
