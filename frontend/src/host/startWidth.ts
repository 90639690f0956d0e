import { IStateDB } from '@jupyterlab/statedb';
import { Message, MessageLoop } from '@lumino/messaging';
import { SplitPanel, Widget } from '@lumino/widgets';

/** Pixels: labels and fields of the panel are complete. */
export const START_WIDTH = 320;

/** Pixels that remain for notebooks: a small window is not changed. */
const MIN_MAIN_WIDTH = 400;

/** Where JupyterLab remembers, for each workspace, that the panel was shown; its width is remembered there as well. */
const KEY = 'jupyter-openbis:start-width';

/**
 * Widen a panel of a side area once, when it is shown for the first time; afterwards, its width is what the user has made
 * of it. JupyterLab gives side areas a share of the window, at least 250 pixels, and has no way to ask for more. A panel
 * that is open already when the page is restored keeps its width.
 *
 * @param memory JupyterLab's; null where the program does not remember widths (Notebook 7): then once for each page.
 */
export async function widenOnFirstShow(panel: Widget, memory: IStateDB | null): Promise<void> {
  if (await memory?.fetch(KEY)) {
    return;
  }
  if (panel.isVisible && memory) {
    await memory.save(KEY, true);
    return;
  }
  const onMessage = (_: unknown, { type }: Message) => {
    if (type === 'resize' && panel.isVisible && panel.node.offsetWidth > 0) {
      MessageLoop.removeMessageHook(panel, onMessage);
      requestAnimationFrame(() => widen(panel)); // after the layout that has sent the message
      void memory?.save(KEY, true);
    }
    return true;
  };
  MessageLoop.installMessageHook(panel, onMessage);
}

/** Give the area of a panel the start width, at the cost of the main area; nothing if it is wider, or the window small. */
export function widen(panel: Widget): void {
  const [area, split] = areaOf(panel);
  if (!area || !split) {
    return;
  }
  const at = split.widgets.indexOf(area);
  const widths = split.widgets.map(each => (each.isHidden ? START_WIDTH : each.node.offsetWidth));
  const main = widths.indexOf(Math.max(...widths));
  const others = widths.reduce((sum, each, index) => (index === at || index === main ? sum : sum + each), 0);
  const rest = split.node.offsetWidth - others - START_WIDTH;
  if (widths[at] < START_WIDTH && at !== main && rest >= MIN_MAIN_WIDTH) {
    widths[at] = START_WIDTH;
    widths[main] = rest;
    split.setRelativeSizes(widths);
  }
}

/** Return the side area that contains a panel, and the split panel that divides the window into areas. */
function areaOf(panel: Widget): [Widget | null, SplitPanel | null] {
  let area: Widget = panel;
  while (area.parent) {
    if (area.parent instanceof SplitPanel && area.parent.orientation === 'horizontal') {
      return [area, area.parent];
    }
    area = area.parent;
  }
  return [null, null];
}
