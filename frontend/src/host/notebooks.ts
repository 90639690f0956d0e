import { JupyterFrontEnd } from '@jupyterlab/application';
import { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { Kernel } from '@jupyterlab/services';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { KernelProblem, Notebook } from './host';

/**
 * The parts of JupyterLab's notebook panel that are used here. They are spelled out instead of imported: the package
 * `@jupyterlab/notebook` would bring the whole editor into the build.
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

/** Seconds without an answer of the kernel after which it is given up: it may be in the middle of a long computation. */
const PATIENCE = 60;

/** Watches notebooks open, come to the front and close. */
export class Notebooks implements DocumentRegistry.IWidgetExtension<NotebookPanel, NotebookModel> {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _opened = new Signal<this, NotebookPanel>(this);
  private readonly _renamed = new Signal<this, { from: string; to: string }>(this);
  private readonly open: NotebookPanel[] = []; // the one that was in front last is the first

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

  /** Emitted when an open notebook has another path: it was renamed, moved with its folder, or saved under another name. */
  get renamed(): ISignal<this, { from: string; to: string }> {
    return this._renamed;
  }

  get current(): Notebook | null {
    return this.open.length ? new OpenNotebook(this.open[0]) : null;
  }

  /** All whose content has been loaded: what is written into others would be overwritten by it. */
  get ready(): Notebook[] {
    return this.open.filter(panel => panel.context.isReady).map(panel => new OpenNotebook(panel));
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
  constructor(private readonly panel: NotebookPanel) {}

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
  }

  async run(code: string): Promise<string> {
    const { sessionContext } = this.panel.context;
    await withPatience(sessionContext.ready); // the kernel of a notebook that was just opened is about to start
    const kernel = sessionContext.session?.kernel;
    if (!kernel) {
      throw new KernelProblem('');
    }
    return withPatience(printedBy(kernel, code, this.language !== 'r'));
  }
}

/** Run code without a trace in the notebook, and return what it has printed. R's kernel keeps that to itself when it is silent. */
async function printedBy(kernel: Kernel.IKernelConnection, code: string, silent: boolean): Promise<string> {
  const future = kernel.requestExecute({ code, silent, store_history: false, allow_stdin: false });
  let printed = '';
  let problem = '';
  future.onIOPub = ({ header, content }) => {
    const told = content as { name?: string; text?: string; ename?: string; evalue?: string };
    if (header.msg_type === 'stream' && told.name === 'stdout') {
      printed += told.text ?? '';
    } else if (header.msg_type === 'error') {
      problem = `${told.ename}: ${told.evalue}`;
    }
  };
  const reply = await future.done;
  if (reply.content.status !== 'ok') {
    throw new KernelProblem(problem || reply.content.status);
  }
  return printed;
}

function withPatience<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new KernelProblem(`> ${PATIENCE} s`)), PATIENCE * 1000);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Without the drive that a path may begin with: only Jupyter's own files have paths on the host. */
export function localPath(path: string): string {
  return path.slice(path.indexOf(':') + 1);
}
