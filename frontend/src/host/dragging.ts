import { MimeData } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';

import { Point } from './host';

/** Type of cells that are dragged; JupyterLab's notebooks insert them where they are dropped. */
const CELLS = 'application/vnd.jupyter.cells';

/** Begin to drag code with Lumino; see `Host.dragCode`. */
export function dragCode(
  code: string,
  complete: Promise<string>,
  label: string,
  { clientX, clientY }: Point
): void {
  const mimeData = new MimeData();
  setCode(mimeData, code);
  void complete.then(
    better => setCode(mimeData, better),
    () => undefined // the first version works, too
  );
  const drag = new Drag({
    mimeData,
    dragImage: imageOf(label),
    proposedAction: 'copy',
    supportedActions: 'copy'
  });
  void drag.start(clientX, clientY).then(() => drag.dispose());
}

function setCode(mimeData: MimeData, code: string): void {
  const cell = { cell_type: 'code', source: code, metadata: {}, outputs: [], execution_count: null };
  mimeData.setData(CELLS, [cell]);
  mimeData.setData('text/plain', code);
}

function imageOf(label: string): HTMLElement {
  const image = document.createElement('div');
  image.className = 'jp-openbis-drag-image';
  image.textContent = label;
  return image;
}
