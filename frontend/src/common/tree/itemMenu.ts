/** The menu of a tree's items, which JupyterLab opens at the event `contextmenu`. */
export interface ItemMenu<T> {
  /** Attributes of an item's row, for the selectors of menu entries; always the same function. */
  attributesOf: (item: T) => Record<string, string | undefined>;
  /** Called before the menu opens. The row gets the focus back when it closes. */
  prepare: (item: T, row: HTMLElement) => void;
}

/** Open the menu of an element, below another one: as a click with the right button does, but without a pointer. */
export function requestMenu(element: HTMLElement, below: HTMLElement = element): void {
  const { left, bottom, width, height } = below.getBoundingClientRect();
  const at = { clientX: left + Math.min(width / 2, 24), clientY: bottom - Math.min(height / 2, 4) };
  element.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
}

/** Whether a key opens the menu of the focused element. */
export function isMenuKey({ key, shiftKey }: { key: string; shiftKey: boolean }): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey);
}
