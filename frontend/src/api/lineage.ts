import { query, segment, Send } from './sending/requests';
import { components, MAX_LINEAGE_NODES } from './schema';

type Schemas = components['schemas'];

export { MAX_LINEAGE_NODES };

/** Sources and results as a graph, in the wanted format also drawn. */
export type LineageGraph = Omit<Schemas['LineageResponse'], 'drawing'>;
export type LineageNode = Schemas['LineageNodeResponse'];
export type LineageFormat = 'svg' | 'mermaid';

/** What a lineage is about. The path of a notebook is relative to Jupyter's root folder. */
export type LineageSubject =
  { kind: 'sample' | 'dataSet'; permId: string } | { kind: 'notebook'; path: string };

/** Requests for lineages. `name` is that of the connection. */
export class LineageApi {
  constructor(private readonly send: Send) {}

  trace(
    name: string,
    subject: LineageSubject,
    maxNodes: number,
    signal?: AbortSignal
  ): Promise<Schemas['LineageResponse']> {
    return this.send('GET', addressOf(name, subject, { maxNodes }), undefined, signal);
  }

  /** Return the lineage, drawn in a format. */
  async draw(
    name: string,
    subject: LineageSubject,
    maxNodes: number,
    format: LineageFormat
  ): Promise<string> {
    const path = addressOf(name, subject, { maxNodes, format });
    return (await this.send<Schemas['LineageResponse']>('GET', path)).drawing ?? '';
  }
}

function addressOf(
  name: string,
  subject: LineageSubject,
  parameters: Record<string, string | number>
): string {
  return subject.kind === 'notebook'
    ? `lineage/${segment(name)}${query({ notebook: subject.path, ...parameters })}`
    : `lineage/${segment(name)}/${subject.kind}/${segment(subject.permId)}${query(parameters)}`;
}
