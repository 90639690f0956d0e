import { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { FileView } from '../viewer/FileView';
import { keyOfFile, nameOfFile, ViewedFile } from '../viewer/viewer';
import { openbisIcon } from './icon';
import { Services, ServicesProvider } from './services';

/** Show files large: in a tab of the main area; in a dialog where that takes no tabs, as in Notebook 7. */
export function showViewers(app: JupyterFrontEnd, services: Services): void {
  const widgets = new Set<ViewerWidget>();
  const { viewer, trans } = services;
  viewer.requested.connect((_, file) => {
    const open = [...widgets].find(each => keyOfFile(each.file) === keyOfFile(file));
    if (open) {
      app.shell.activateById(open.id);
      return;
    }
    const widget = new ViewerWidget(services, file);
    app.shell.add(widget, 'main');
    if (!widget.isAttached) {
      void showDialog(widget, trans.__('Close'));
      return;
    }
    widgets.add(widget);
    widget.isRemembered = true;
    viewer.remember(null, file);
    widget.disposed.connect(() => {
      widgets.delete(widget);
      viewer.remember(widget.file, null);
    });
    app.shell.activateById(widget.id);
  });
}

async function showDialog(widget: ViewerWidget, close: string): Promise<void> {
  const dialog = new Dialog({
    title: '',
    body: widget,
    buttons: [Dialog.cancelButton({ label: close })]
  });
  dialog.addClass('jp-openbis-viewer-dialog');
  await dialog.launch();
}

let count = 0;

/** A file that is shown large. Its title is the file's name, also of the image that is shown next. */
class ViewerWidget extends ReactWidget {
  /** Whether it is shown again after a reload of the page. */
  isRemembered = false;

  constructor(
    private readonly services: Services,
    public file: ViewedFile
  ) {
    super();
    this.id = `jupyter-openbis-viewer-${count++}`;
    this.addClass('jp-openbis-viewer-widget');
    this.title.closable = true;
    this.title.icon = openbisIcon;
    this.setTitle(file);
  }

  protected onActivateRequest(): void {
    const isInside = this.node.contains(document.activeElement);
    const target = this.node.querySelector<HTMLElement>('[tabindex="0"], button:not(:disabled)');
    if (!isInside) {
      (target ?? this.node).focus();
    }
  }

  render(): JSX.Element {
    return (
      <ServicesProvider services={this.services}>
        <FileView file={this.file} onShow={file => this.change(file)} />
      </ServicesProvider>
    );
  }

  private change(file: ViewedFile): void {
    if (this.isRemembered) {
      this.services.viewer.remember(this.file, file);
    }
    this.file = file;
    this.setTitle(file);
    this.update();
  }

  private setTitle({ place, path }: ViewedFile): void {
    this.title.label = nameOfFile(path);
    this.title.caption = `${place.name}: ${path}`;
  }
}
