import { RowTarget } from './rowTarget';

/** The row whose menu is open, or was opened last. JupyterLab shows the menu; its entries are commands, which read this. */
export class RowMenu {
  target: RowTarget | null = null;
  private opener: HTMLElement | null = null;

  /** @param row Gets the focus back when the menu closes: itself, or what had the focus in it. */
  open(target: RowTarget, row: HTMLElement): void {
    const { activeElement } = document;
    const isInRow = activeElement instanceof HTMLElement && row.contains(activeElement);
    this.target = target;
    this.opener = isInRow ? activeElement : row;
  }

  /** Return the focus to the row, unless another element has it. Called when the menu has been removed from the page. */
  returnFocus(): void {
    const { opener } = this;
    this.opener = null;
    if (opener && (document.activeElement ?? document.body) === document.body) {
      currentElement(opener)?.focus({ preventScroll: true });
    }
  }
}

/** Return an element, or the one that has replaced it. */
function currentElement(element: HTMLElement): HTMLElement | null {
  const { key } = element.dataset;
  return element.isConnected || key === undefined
    ? element
    : document.querySelector<HTMLElement>(`.jp-openbis-panel [data-key="${CSS.escape(key)}"]`);
}
