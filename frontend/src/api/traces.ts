import { segment, Send } from './sending/requests';
import { components } from './schema';

type Schemas = components['schemas'];

/** What the metadata of a notebook say about one openBIS. Paths are relative to Jupyter's root folder. */
export type TraceRequest = Schemas['TraceNotebookRequest'];

/** What a notebook has used and produced, with the state of each data set. */
export type NotebookTrace = Schemas['NotebookTraceResponse'];
export type TracedDataSet = Schemas['TracedDataSetResponse'];
export type TracedCopy = Schemas['TracedCopyResponse'];

/** Which copy to verify. */
export type VerifyRequest = Schemas['VerifyCopyRequest'];
export type VerifiedCopy = Schemas['VerifiedCopyResponse'];

/** Requests about what notebooks have used and produced. `name` is that of the connection. */
export class TracesApi {
  constructor(private readonly send: Send) {}

  trace(name: string, request: TraceRequest, signal?: AbortSignal): Promise<NotebookTrace> {
    return this.send('POST', `trace/${segment(name)}`, request, signal);
  }

  /** Read all files of a copy, and compare them with its manifest. Aborted, the server stops. */
  verify(name: string, permId: string, request: VerifyRequest, signal?: AbortSignal): Promise<VerifiedCopy> {
    return this.send('POST', `verification/${segment(name)}/${segment(permId)}`, request, signal);
  }
}
