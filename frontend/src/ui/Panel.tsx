import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { PANEL } from '../ids';
import { openbisIcon } from './icon';
import { PanelContents } from './PanelContents';
import { Services, ServicesContext } from './services';

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

  /** Who asks for the panel goes on in it, by keyboard too. */
  protected onActivateRequest(): void {
    const active = document.activeElement;
    if (!this.node.contains(active) || active?.matches('[role="tab"]')) {
      this.node.querySelector<HTMLElement>('[role="tab"][aria-selected="true"], .jp-openbis-back')?.focus();
    }
  }

  render(): JSX.Element {
    return (
      <ServicesContext.Provider value={this.services}>
        <PanelContents />
      </ServicesContext.Provider>
    );
  }
}
