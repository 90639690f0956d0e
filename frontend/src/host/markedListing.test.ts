import { FileBadge } from './fileListings';
import { MarkedListing } from './markedListing';

const SAME: FileBadge = { kind: 'same', icon: 'M0 0', label: 'In openBIS' };
const NEW: FileBadge = { kind: 'new', icon: 'M1 1', label: 'New: not yet in openBIS' };

/** Rows as JupyterLab renders them. */
function listing(...names: string[]): HTMLElement {
  const node = document.createElement('div');
  node.innerHTML = `<ul class="jp-DirListing-content">${names.map(row).join('')}</ul>`;
  return node;
}

function row(name: string): string {
  return (
    '<li class="jp-DirListing-item"><span class="jp-DirListing-itemName"><span class="jp-DirListing-itemIcon"></span>' +
    `<span class="jp-DirListing-itemText"><span>${name}</span></span></span>` +
    '<span class="jp-DirListing-itemModified">now</span></li>'
  );
}

/** The labels of the badges, row by row; null: a row has none. */
function shown(node: HTMLElement): (string | null)[] {
  return [...node.querySelectorAll('.jp-DirListing-item')].map(each => {
    const badges = [...each.querySelectorAll('[role="img"]')].map(badge => badge.getAttribute('aria-label'));
    expect(badges.length).toBeLessThan(2);
    return badges[0] ?? null;
  });
}

/** Let observers see what has changed. */
const settled = () => new Promise(resolve => setTimeout(resolve));

describe('MarkedListing', () => {
  let node: HTMLElement;
  let marked: MarkedListing;

  beforeEach(() => {
    node = listing('a.csv', 'b.csv', 'c.csv');
    marked = new MarkedListing(node);
    marked.show(
      new Map([
        ['a.csv', SAME],
        ['b.csv', NEW]
      ])
    );
  });

  it('shows badges behind the names, with a tooltip', () => {
    expect(shown(node)).toEqual(['In openBIS', 'New: not yet in openBIS', null]);
    const badge = node.querySelector('.jp-DirListing-itemText')!.nextElementSibling;
    expect(badge).toHaveAttribute('title', 'In openBIS');
  });

  it('follows rows that are used for other files, as after sorting', async () => {
    const [first, second, third] = node.querySelectorAll('.jp-DirListing-itemText span');
    first.textContent = 'b.csv';
    second.textContent = 'c.csv';
    third.textContent = 'a.csv';
    await settled();
    expect(shown(node)).toEqual(['New: not yet in openBIS', null, 'In openBIS']);
  });

  it('follows names that are changed in their text node, as virtual DOMs do', async () => {
    node.querySelector('.jp-DirListing-itemText span')!.firstChild!.nodeValue = 'c.csv';
    await settled();
    expect(shown(node)[0]).toBeNull();
  });

  it('marks rows that are added, and draws again what others have removed', async () => {
    node.querySelector('ul')!.insertAdjacentHTML('beforeend', row('a.csv'));
    node.querySelector('[role="img"]')!.remove();
    await settled();
    expect(shown(node)).toEqual(['In openBIS', 'New: not yet in openBIS', null, 'In openBIS']);
  });

  it('lets a file be renamed', async () => {
    const text = node.querySelector('.jp-DirListing-itemText')!;
    const input = document.createElement('input');
    text.replaceWith(input);
    await settled();
    expect(shown(node)[0]).toBe('In openBIS');
    text.innerHTML = '<span>c.csv</span>';
    input.replaceWith(text);
    await settled();
    expect(shown(node)).toEqual([null, 'New: not yet in openBIS', null]);
  });

  it('does not touch badges that are right', async () => {
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver(all => changes.push(...all));
    observer.observe(node, { childList: true, attributes: true, subtree: true });
    marked.show(
      new Map([
        ['a.csv', SAME],
        ['b.csv', NEW]
      ])
    );
    await settled();
    expect(changes).toEqual([]);
    marked.show(new Map([['a.csv', NEW]]));
    expect(shown(node)).toEqual(['New: not yet in openBIS', null, null]);
  });

  it('removes all badges, and observes nothing without any', async () => {
    marked.dispose();
    expect(shown(node)).toEqual([null, null, null]);
    const find = jest.spyOn(node, 'querySelectorAll');
    node.querySelector('ul')!.insertAdjacentHTML('beforeend', row('a.csv'));
    await settled();
    expect(find).not.toHaveBeenCalled();
  });
});
