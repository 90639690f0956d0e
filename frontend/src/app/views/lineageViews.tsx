import { JupyterFrontEnd } from '@jupyterlab/application';
import React from 'react';

import { renamed } from '../../common/models/renames';
import { LineageStart, movedStart } from '../../lineage/lineages';
import { LineageView } from '../../lineage/LineageView';
import { Services } from '../services';
import { MainAreaView, showInMainArea } from './mainAreaViews';

/** Show lineages. */
export function showLineages(app: JupyterFrontEnd, services: Services): void {
  const { lineages, host } = services;
  showInMainArea(app, services, lineages, start => {
    const widget = new LineageWidget(services, lineages, start);
    const follow = (_: unknown, rename: { from: string; to: string }) =>
      widget.follow(path => renamed(path, rename));
    host.renamed.connect(follow);
    widget.disposed.connect(() => host.renamed.disconnect(follow));
    return widget;
  });
}

/** The lineage of a notebook, data set or sample. */
class LineageWidget extends MainAreaView<LineageStart> {
  /** Follow a notebook that was renamed. */
  follow(current: (path: string) => string): void {
    const moved = movedStart(this.item, current);
    if (moved !== this.item) {
      this.change(moved);
    }
  }

  protected contents(): JSX.Element {
    return <LineageView start={this.item} onLeave={() => this.leave()} />;
  }

  protected setTitle({ name }: LineageStart): void {
    const { trans } = this.services;
    this.title.label = trans.__('Lineage of %1', name);
    this.title.caption = this.title.label;
  }
}
