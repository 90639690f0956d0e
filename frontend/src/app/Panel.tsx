import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { openbisIcon } from './icon';
import { PANEL } from './ids';
import { PanelContents } from './PanelContents';
import { Services, ServicesProvider } from './services';

/** The side panel. */
export class OpenbisPanel extends ReactWidget {
  constructor(private readonly services: Services) {
    super();
    const { trans } = services;
    this.id = PANEL;
    this.addClass('jp-openbis-panel');
    this.title.icon = openbisIcon;
    this.title.caption = trans.__('openBIS');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('openBIS'));
  }

  /**
   * Let keyboard users continue in the panel. The focus is set after the next rendering: a command that shows another
   * tab may be ahead of it.
   */
  protected onActivateRequest(): void {
    const active = document.activeElement;
    if (!this.node.contains(active) || active?.matches('[role="tab"], .jp-openbis-back')) {
      this.services.navigation.activate();
    }
  }

  render(): JSX.Element {
    return (
      <ServicesProvider services={this.services}>
        <PanelContents />
      </ServicesProvider>
    );
  }
}
