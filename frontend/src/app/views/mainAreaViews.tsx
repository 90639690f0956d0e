import { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { OpenedViews } from '../../common/models/openedViews';
import { openbisIcon } from '../icon';
import { Services, ServicesProvider } from '../services';

/** Show items that are requested: in tabs of the main area; in dialogs where that takes no tabs, as in Notebook 7. */
export function showInMainArea<T>(
  app: JupyterFrontEnd,
  { trans }: Services,
  views: OpenedViews<T>,
  create: (item: T) => MainAreaView<T>
): void {
  const widgets = new Set<MainAreaView<T>>();
  views.requested.connect((_, item) => {
    const open = [...widgets].find(each => views.keyOf(each.item) === views.keyOf(item));
    if (open) {
      app.shell.activateById(open.id);
      return;
    }
    const widget = create(item);
    app.shell.add(widget, 'main');
    if (!widget.isAttached) {
      void showDialog(widget, trans.__('Close'));
      return;
    }
    widgets.add(widget);
    widget.isRemembered = true;
    views.remember(null, item);
    widget.disposed.connect(() => {
      widgets.delete(widget);
      views.remember(widget.item, null);
    });
    app.shell.activateById(widget.id);
  });
}

async function showDialog<T>(widget: MainAreaView<T>, close: string): Promise<void> {
  const dialog = new Dialog({
    title: '',
    body: widget,
    buttons: [Dialog.cancelButton({ label: close })]
  });
  dialog.addClass('jp-openbis-viewer-dialog');
  widget.leave = () => dialog.reject();
  await dialog.launch();
}

let count = 0;

/** An item that is shown outside the panel. */
export abstract class MainAreaView<T> extends ReactWidget {
  /** Whether it is shown again after a reload of the page. */
  isRemembered = false;
  /** Uncover the panel: close the dialog, if it is in one. */
  leave: () => void = () => undefined;

  constructor(
    protected readonly services: Services,
    private readonly views: OpenedViews<T>,
    public item: T
  ) {
    super();
    this.id = `jupyter-openbis-viewer-${count++}`;
    this.addClass('jp-openbis-viewer-widget');
    this.title.closable = true;
    this.title.icon = openbisIcon;
    this.setTitle(item);
  }

  protected onActivateRequest(): void {
    const isInside = this.node.contains(document.activeElement);
    const target = this.node.querySelector<HTMLElement>('[tabindex="0"], button:not(:disabled)');
    if (!isInside) {
      (target ?? this.node).focus();
    }
  }

  render(): JSX.Element {
    return <ServicesProvider services={this.services}>{this.contents()}</ServicesProvider>;
  }

  /** Show another item in this view. */
  protected change(item: T): void {
    if (this.isRemembered) {
      this.views.remember(this.item, item);
    }
    this.item = item;
    this.setTitle(item);
    this.update();
  }

  protected abstract contents(): JSX.Element;

  protected abstract setTitle(item: T): void;
}
