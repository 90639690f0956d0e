import { JupyterFrontEnd } from '@jupyterlab/application';
import { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { Kernel } from '@jupyterlab/services';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { KERNEL_TIMEOUT } from '../api';
import { KernelProblem, Notebook } from './host';

/**
 * The used parts of JupyterLab's notebook panel. They are declared instead of imported: the package `@jupyterlab/notebook`
 * would add the whole editor to the build.
 */
type NotebookContext = DocumentRegistry.IContext<NotebookModel>;

interface NotebookModel extends DocumentRegistry.IModel {
  getMetadata(key: string): unknown;
  setMetadata(key: string, value: unknown): void;
  deleteMetadata(key: string): void;
  sharedModel: DocumentRegistry.IModel['sharedModel'] & {
    insertCell(index: number, cell: { cell_type: 'code'; source: string; metadata: object }): unknown;
  };
}

export interface NotebookPanel extends IDocumentWidget<Widget & { activeCellIndex: number }, NotebookModel> {
  toolbar: IDocumentWidget['toolbar'];
  context: NotebookContext;
}

/** Tracks notebooks that open, become current and close. */
export class Notebooks implements DocumentRegistry.IWidgetExtension<NotebookPanel, NotebookModel> {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _opened = new Signal<this, NotebookPanel>(this);
  private readonly _renamed = new Signal<this, { from: string; to: string }>(this);
  private readonly open: NotebookPanel[] = []; // the most recently used one first

  constructor(private readonly app: JupyterFrontEnd) {
    app.shell.currentChanged?.connect((_, { newValue }) => this.toFront(newValue));
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted for each notebook that opens. */
  get opened(): ISignal<this, NotebookPanel> {
    return this._opened;
  }

  /** Emitted when the path of an open notebook changes: it was renamed, moved with its folder, or saved under another name. */
  get renamed(): ISignal<this, { from: string; to: string }> {
    return this._renamed;
  }

  get current(): Notebook | null {
    return this.open.length ? this.notebookOf(this.open[0]) : null;
  }

  /** The loaded notebooks. Changes of the others would be overwritten when they are loaded. */
  get ready(): Notebook[] {
    return this.open.filter(panel => panel.context.isReady).map(panel => this.notebookOf(panel));
  }

  createNew(panel: NotebookPanel): IDisposable | void {
    this.open.push(panel);
    panel.disposed.connect(() => this.remove(panel));
    let path = localPath(panel.context.path);
    panel.context.pathChanged.connect(() => {
      const from = path;
      path = localPath(panel.context.path);
      this._renamed.emit({ from, to: path });
      this._changed.emit();
    });
    panel.context.sessionContext.kernelChanged.connect(() => this._changed.emit());
    void panel.context.ready.then(() => this._changed.emit());
    this._opened.emit(panel);
    this.toFront(this.app.shell.currentWidget);
    this._changed.emit();
  }

  private notebookOf(panel: NotebookPanel): Notebook {
    return new OpenNotebook(panel, () => this.app.shell.activateById(panel.id));
  }

  private toFront(widget: Widget | null): void {
    const at = this.open.indexOf(widget as NotebookPanel);
    if (at > 0) {
      this.open.unshift(...this.open.splice(at, 1));
      this._changed.emit();
    }
  }

  private remove(panel: NotebookPanel): void {
    this.open.splice(this.open.indexOf(panel), 1);
    this._changed.emit();
  }
}

class OpenNotebook implements Notebook {
  constructor(
    private readonly panel: NotebookPanel,
    private readonly activate: () => void
  ) {}

  get path(): string {
    return localPath(this.panel.context.path);
  }

  get hasUnsavedChanges(): boolean {
    return this.panel.context.model.dirty;
  }

  save(): Promise<void> {
    return this.panel.context.save();
  }

  getMetadata(key: string): unknown {
    return this.panel.context.model.getMetadata(key);
  }

  setMetadata(key: string, value: unknown): void {
    const { model } = this.panel.context;
    if (value === undefined) {
      model.deleteMetadata(key);
    } else {
      model.setMetadata(key, value);
    }
  }

  get language(): string | null {
    const info = this.getMetadata('language_info') as { name?: string } | undefined;
    const spec = this.getMetadata('kernelspec') as { language?: string } | undefined;
    return (info?.name ?? spec?.language ?? null)?.toLowerCase() ?? null;
  }

  insertCode(code: string): void {
    const { content, context } = this.panel;
    const at = content.activeCellIndex + 1;
    context.model.sharedModel.insertCell(at, { cell_type: 'code', source: code, metadata: {} });
    content.activeCellIndex = at;
    this.activate();
  }

  get isKernelBusy(): boolean {
    return this.panel.context.sessionContext.session?.kernel?.status === 'busy';
  }

  async run(code: string, seconds: number = KERNEL_TIMEOUT): Promise<string> {
    const { sessionContext } = this.panel.context;
    await withTimeout(sessionContext.ready, KERNEL_TIMEOUT); // the kernel of a newly opened notebook is starting
    const kernel = sessionContext.session?.kernel;
    if (!kernel) {
      throw new KernelProblem('');
    }
    return withTimeout(outputOf(kernel, code, this.language !== 'r'), seconds);
  }
}

/** Run code without changing the notebook, and return its output. R's kernel returns no output in silent mode. */
async function outputOf(kernel: Kernel.IKernelConnection, code: string, silent: boolean): Promise<string> {
  const future = kernel.requestExecute({ code, silent, store_history: false, allow_stdin: false });
  let printed = '';
  let problem = '';
  future.onIOPub = ({ header, content }) => {
    const message = content as { name?: string; text?: string; ename?: string; evalue?: string };
    if (header.msg_type === 'stream' && message.name === 'stdout') {
      printed += message.text ?? '';
    } else if (header.msg_type === 'error') {
      problem = `${message.ename}: ${message.evalue}`;
    }
  };
  const reply = await future.done;
  if (reply.content.status !== 'ok') {
    throw new KernelProblem(problem || reply.content.status);
  }
  return printed;
}

function withTimeout<T>(promise: Promise<T>, seconds: number): Promise<T> {
  if (!Number.isFinite(seconds)) {
    return promise;
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new KernelProblem(`> ${seconds} s`)), seconds * 1000);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Return a path without its drive; only Jupyter's own files have paths on the host. */
export function localPath(path: string): string {
  return path.slice(path.indexOf(':') + 1);
}
