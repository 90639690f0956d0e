import { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, Dialog, Notification } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { Contents } from '@jupyterlab/services';
import { fileIcon, folderIcon } from '@jupyterlab/ui-components';
import { ISignal, Signal } from '@lumino/signaling';
import { ComponentType } from 'react';

import { dragCode } from './dragging';
import { FileEntry, Host, IconProps, Notebook, NotificationAction, Point, Question } from './host';
import { freeName } from './freeName';
import { localPath, Notebooks } from './notebooks';

/** How long notifications are shown: they may cover buttons of the panel. JupyterLab's centre keeps them. */
const NOTIFICATION_MILLISECONDS = { success: 3_000, info: 5_000, error: 8_000 };

/** JupyterLab or Notebook 7 around us. */
export class JupyterHost implements Host {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _renamed = new Signal<this, { from: string; to: string }>(this);

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly openNotebooks: Notebooks,
    private readonly browser: IDefaultFileBrowser | null,
    private readonly panelId: string
  ) {
    app.serviceManager.contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
      if (type === 'rename' && oldValue?.path && newValue?.path) {
        this._renamed.emit({ from: localPath(oldValue.path), to: localPath(newValue.path) });
      }
    });
    openNotebooks.renamed.connect((_, rename) => this._renamed.emit(rename));
    openNotebooks.changed.connect(() => this._changed.emit());
    browser?.model.pathChanged.connect(() => this._changed.emit());
    browser?.selectionChanged?.connect(() => this._changed.emit());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get renamed(): ISignal<this, { from: string; to: string }> {
    return this._renamed;
  }

  get notebook(): Notebook | null {
    return this.openNotebooks.current;
  }

  get notebooks(): Notebook[] {
    return this.openNotebooks.ready;
  }

  get folder(): string {
    return localPath(this.browser?.model.path ?? '');
  }

  get selectedFiles(): string[] {
    return [...(this.browser?.selectedItems() ?? [])].map(item => localPath(item.path));
  }

  get selectedFolder(): string | null {
    const [first, ...others] = this.browser?.selectedItems() ?? [];
    return first?.type === 'directory' && !others.length ? localPath(first.path) : null;
  }

  async reveal(path: string, entry?: string): Promise<void> {
    const { commands } = this.app;
    if (this.browser && commands.hasCommand('filebrowser:go-to-path')) {
      await commands.execute('filebrowser:go-to-path', { path, dontShowBrowser: false });
      if (entry !== undefined) {
        await this.browser.selectItemByName(entry);
      }
    } else {
      this.open(
        `${this.app.serviceManager.serverSettings.baseUrl}tree/${path.split('/').map(encodeURIComponent).join('/')}`
      );
    }
  }

  async copy(text: string): Promise<void> {
    const { activeElement } = document;
    Clipboard.copyToSystem(text);
    // It restores the selection, which moves the focus to the notebook's cell if the selection is there.
    if (document.activeElement !== activeElement && document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
      (activeElement as HTMLElement | null)?.focus();
    }
  }

  open(url: string): void {
    window.open(url, '_blank', 'noopener');
  }

  async openFile(path: string): Promise<void> {
    await this.app.commands.execute('docmanager:open', { path });
  }

  notify(message: string, kind: 'success' | 'error' | 'info', actions: NotificationAction[] = []): void {
    const autoClose = NOTIFICATION_MILLISECONDS[kind];
    Notification[kind](message, {
      autoClose,
      actions: actions.map(({ label, run }) => ({ label, callback: run }))
    });
  }

  async ask({ title, text, cancel, choices }: Question, signal?: AbortSignal): Promise<string | null> {
    const buttons = choices.map(({ label, value, isDangerous }) =>
      (isDangerous ? Dialog.warnButton : Dialog.okButton)({ label, actions: [value] })
    );
    const dialog = new Dialog({
      title,
      body: text,
      buttons: [Dialog.cancelButton({ label: cancel }), ...buttons],
      defaultButton: 0
    });
    signal?.addEventListener('abort', () => dialog.reject());
    const { button } = await dialog.launch();
    return button.accept ? button.actions[0] : null;
  }

  async list(folder: string): Promise<FileEntry[]> {
    const model = await this.app.serviceManager.contents.get(folder, { content: true });
    const entries = (model.content as Contents.IModel[]).map(each => ({
      name: each.name,
      path: each.path,
      isFolder: each.type === 'directory',
      size: each.size ?? null
    }));
    return entries.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name));
  }

  async saveNew(folder: string, name: string, text: string): Promise<string> {
    const entries = await this.list(folder);
    const free = freeName(name, new Set(entries.map(each => each.name)));
    const path = folder ? `${folder}/${free}` : free;
    await this.app.serviceManager.contents.save(path, { type: 'file', format: 'text', content: text });
    return free;
  }

  fileIcon(name: string, isFolder: boolean): ComponentType<IconProps> | null {
    const icon = isFolder
      ? folderIcon
      : (this.app.docRegistry.getFileTypesForPath(name)[0]?.icon ?? fileIcon);
    return icon.react as ComponentType<IconProps>;
  }

  showPanel(): void {
    this.app.shell.activateById(this.panelId);
  }

  dragCode(code: string, complete: Promise<string>, label: string, at: Point): void {
    dragCode(code, complete, label, at);
  }
}
