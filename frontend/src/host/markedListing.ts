import { FileBadge } from './fileListings';

const BADGE = 'jp-openbis-file-badge';
const NO_BADGES: ReadonlyMap<string, FileBadge> = new Map();

/**
 * Draws badges into one list of files. JupyterLab has no way to add something to a row: rows are changed where they are, and
 * again whenever JupyterLab renders them. Rows are used again for other files, so that the shown name decides. Nothing is
 * observed while there are no badges.
 */
export class MarkedListing {
  private badges = NO_BADGES;
  private readonly observer = new MutationObserver(() => this.draw());
  private isObserving = false;

  /** @param node The element of the file browser. */
  constructor(private readonly node: HTMLElement) {}

  /** Show badges by the name of the entry. */
  show(badges: ReadonlyMap<string, FileBadge> = NO_BADGES): void {
    this.badges = badges;
    if (badges.size && !this.isObserving) {
      this.observer.observe(this.node, { childList: true, characterData: true, subtree: true });
      this.isObserving = true;
    }
    this.draw();
    if (!badges.size && this.isObserving) {
      this.observer.disconnect();
      this.isObserving = false;
    }
  }

  dispose(): void {
    this.show();
  }

  private draw(): void {
    if (!this.isObserving) {
      return;
    }
    this.node.querySelectorAll('.jp-DirListing-item').forEach(row => {
      // While an entry is renamed, a field is in the place of its name.
      const name = row.querySelector('.jp-DirListing-itemText');
      if (name) {
        drawBadge(row, name, this.badges.get(name.textContent ?? ''));
      }
    });
    this.observer.takeRecords(); // the changes that were just made
  }
}

/** Let a row have one badge, or none; an element that is right already is not touched. */
function drawBadge(row: Element, name: Element, badge: FileBadge | undefined): void {
  const [shown, ...others] = row.querySelectorAll<HTMLElement>(`.${BADGE}`);
  others.forEach(each => each.remove());
  if (!badge) {
    shown?.remove();
  } else if (!shown) {
    name.after(filled(document.createElement('span'), badge));
  } else if (shown.dataset.kind !== badge.kind || shown.title !== badge.label) {
    filled(shown, badge);
  }
}

function filled(element: HTMLElement, { kind, icon, label }: FileBadge): HTMLElement {
  element.className = BADGE;
  element.dataset.kind = kind;
  element.title = label;
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', icon);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  element.replaceChildren(svg);
  return element;
}
