import { localPath } from './notebooks';

/** Type of files that are dragged from JupyterLab's file browser; their data is a list of paths. */
const DRAGGED_FILES = 'application/x-jupyter-icontents';

/** The used part of Lumino's drag events. */
type LuminoDragEvent = DragEvent & {
  mimeData?: { hasData(type: string): boolean; getData(type: string): unknown };
  proposedAction: string;
  dropAction: string;
};

/** Lumino's events of a drag over an element. */
export const DRAG_EVENTS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'];

/** Accept files of JupyterLab's file browser; returns their paths, or null if something else is dragged. */
export function acceptFiles(event: Event): string[] | null {
  const drag = event as LuminoDragEvent;
  if (!drag.mimeData?.hasData(DRAGGED_FILES)) {
    return null;
  }
  drag.preventDefault();
  drag.stopPropagation();
  drag.dropAction = drag.proposedAction;
  const found = drag.mimeData.getData(DRAGGED_FILES);
  const paths: unknown[] = Array.isArray(found) ? found : [];
  return paths.filter((path): path is string => typeof path === 'string').map(localPath);
}
