import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';

import { PageRequest } from '../../api';
import { seriousProblems } from '../../testing/accessibility';
import { fakeServices, renderWith } from '../../testing/render';
import { Tree } from './Tree';
import { Branch, TreeModel } from './treeModel';
import { CHUNK } from './useWindow';

const MANY = 5000;

/** Reports which chunks are near the visible part, as the browser does after layout; jsdom has no layout. */
class Viewport implements IntersectionObserver {
  static current: Viewport;
  readonly root = null;
  readonly rootMargin = '';
  readonly thresholds = [];
  private readonly targets = new Set<Element>();

  constructor(private readonly callback: IntersectionObserverCallback) {
    Viewport.current = this;
  }

  observe(target: Element): void {
    this.targets.add(target);
  }

  unobserve(target: Element): void {
    this.targets.delete(target);
  }

  disconnect(): void {
    this.targets.clear();
  }

  takeRecords(): IntersectionObserverEntry[] {
    return [];
  }

  show(...chunks: number[]): void {
    const boundingClientRect = { height: 1300 } as DOMRectReadOnly;
    const entries = [...this.targets].map(target => {
      const isIntersecting = chunks.includes(Number((target as HTMLElement).dataset.chunk));
      return { target, isIntersecting, boundingClientRect } as unknown as IntersectionObserverEntry;
    });
    act(() => this.callback(entries, this));
  }
}

describe('a tree of five thousand rows', () => {
  const rendered: string[] = [];
  const tree = () => {
    const items = Array.from({ length: MANY }, (_, index) => `row ${index + 1}`);
    const read = async () => ({ items, next: MANY, total: MANY });
    return new TreeModel<string>({
      roots: [new Branch('all', null, read)],
      branchesOf: () => [],
      keyOf: item => item,
      pageSize: () => MANY
    });
  };
  const Name = ({ item }: { item: string }) => {
    rendered.push(item);
    return <span>{item}</span>;
  };
  const draw = async () => {
    renderWith(
      fakeServices(),
      <Tree
        tree={tree()}
        label="rows"
        nameOf={item => item}
        labelOf={item => item}
        Draw={Name}
        moreLabel={() => 'more'}
        emptyLabel={() => 'empty'}
      />
    );
    await screen.findByRole('treeitem', { name: 'row 1' });
  };
  const rows = () => screen.getAllByRole('treeitem');

  beforeEach(() => {
    window.IntersectionObserver = Viewport;
  });

  afterEach(() => {
    // @ts-expect-error jsdom has none
    delete window.IntersectionObserver;
  });

  it('has only the rows near the visible ones in the page, and counts all of them', async () => {
    await draw();
    Viewport.current.show(40, 41);
    expect(rows()).toHaveLength(3 * CHUNK); // with those around the focus
    expect(screen.getByRole('treeitem', { name: 'row 2001' })).toHaveAttribute('aria-posinset', '2001');
    rows().forEach(each => expect(each).toHaveAttribute('aria-setsize', String(MANY)));
  });

  it('goes to the end by one key', async () => {
    await draw();
    await userEvent.tab();
    await userEvent.keyboard('{End}');
    expect(document.activeElement).toHaveAccessibleName(`row ${MANY}`);
    Viewport.current.show(98, 99);
    expect(rows()).toHaveLength(2 * CHUNK);
  });

  it('renders again only the rows that the focus leaves or enters', async () => {
    await draw();
    await userEvent.tab();
    rendered.length = 0;
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    expect(document.activeElement).toHaveAccessibleName('row 2');
    expect(new Set(rendered)).toEqual(new Set(['row 1', 'row 2', 'row 3']));
  });
});

describe('rows with checkboxes', () => {
  const draw = async (count = 60) => {
    const items = Array.from({ length: count }, (_, index) => `row ${index + 1}`);
    const read = jest.fn(async ({ start, count: size }: PageRequest) => {
      const found = items.slice(start, start + size);
      return { items: found, next: start + found.length, total: count };
    });
    const tree = new TreeModel<string>({
      roots: [new Branch('all', null, read)],
      branchesOf: () => [],
      keyOf: item => item,
      textOf: item => item,
      pageSize: () => 10
    });
    const onMenu = jest.fn();
    const Checkable = () => {
      const [checked, setChecked] = useState<ReadonlyArray<string>>([]);
      const without = (removed: ReadonlyArray<string>) => checked.filter(each => !removed.includes(each));
      return (
        <Tree
          tree={tree}
          label="rows"
          nameOf={item => item}
          labelOf={item => item}
          Draw={Plain}
          moreLabel={() => 'more'}
          emptyLabel={() => 'empty'}
          checked={item => checked.includes(item)}
          onCheck={item => setChecked(checked.includes(item) ? without([item]) : [...checked, item])}
          onCheckAll={(items, isOn) => setChecked(isOn ? [...checked, ...items] : without(items))}
          isLocked={item => item === 'row 3'}
          menu={{ attributesOf: noAttributes, prepare: onMenu }}
          hasFilterAtTop
        />
      );
    };
    renderWith(fakeServices(), <Checkable />);
    await screen.findByRole('treeitem', { name: 'row 1' });
    return { read, onMenu, tree };
  };
  const checked = () =>
    screen
      .getAllByRole('treeitem')
      .filter(each => each.getAttribute('aria-checked') === 'true')
      .map(each => each.getAttribute('aria-label'));
  const row = (name: string) => screen.getByRole('treeitem', { name });
  const box = (name: string) => screen.getByRole('checkbox', { name: `Select ${name}` });

  it('are selected by Shift and the arrows; a range can shrink, and leaves out locked ones', async () => {
    await draw();
    act(() => row('row 1').focus());
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}');
    expect(checked()).toEqual(['row 1', 'row 2', 'row 4']);
    await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}');
    expect(checked()).toEqual(['row 1', 'row 2']);
    expect(document.activeElement).toBe(row('row 3'));
  });

  it('are selected by a click with Shift, from the last one on', async () => {
    const user = userEvent.setup();
    await draw();
    await user.click(box('row 5'));
    await user.keyboard('{Shift>}');
    await user.click(box('row 8'));
    await user.keyboard('{/Shift}');
    expect(checked()).toEqual(['row 5', 'row 6', 'row 7', 'row 8']);
    await user.keyboard('{Shift>}');
    await user.click(row('row 9'));
    await user.keyboard('{/Shift}{Control>}');
    await user.click(row('row 5'));
    await user.keyboard('{/Control}');
    expect(checked()).toEqual(['row 6', 'row 7', 'row 8', 'row 9']);
  });

  it('are all selected, then none, by Ctrl+A', async () => {
    await draw(9);
    act(() => row('row 1').focus());
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(checked()).toHaveLength(8);
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(checked()).toEqual([]);
  });

  it('are filtered by words, after all of them were loaded in large pages', async () => {
    const { read } = await draw(2500);
    const field = screen.getByRole('searchbox', { name: 'Filter by name' });
    fireEvent.change(field, { target: { value: 'ROW 2345' } });
    expect(await screen.findByRole('treeitem', { name: 'row 2345' })).toHaveAttribute('aria-setsize', '1');
    expect(read.mock.calls.map(([{ count }]) => count)).toEqual([10, 1000, 1000, 1000]);
    fireEvent.change(field, { target: { value: 'row 2345x' } });
    expect(screen.getByText('No matches')).toBeVisible();
  });

  it('are all shown again after Escape in the filter, which the key / focuses', async () => {
    await draw(25);
    act(() => row('row 1').focus());
    await userEvent.keyboard('/');
    const field = screen.getByRole('searchbox', { name: 'Filter by name' });
    expect(field).toHaveFocus();
    await userEvent.keyboard('5');
    expect((await screen.findByRole('treeitem', { name: 'row 25' })).getAttribute('aria-setsize')).toBe('3');
    await userEvent.keyboard('{Escape}');
    expect(field).toHaveValue('');
    expect(screen.getAllByRole('treeitem')).toHaveLength(25);
    expect(document.activeElement).toHaveAttribute('role', 'treeitem');
  });

  it('are loaded in growing pages', async () => {
    const { read } = await draw(1000);
    for (let page = 0; page < 4; page++) {
      await userEvent.click(screen.getByText('more'));
    }
    expect(read.mock.calls.map(([{ count }]) => count)).toEqual([10, 10, 20, 40, 80]);
  });

  it('have a menu, by keys and by a button', async () => {
    const { onMenu } = await draw();
    const opened = jest.fn();
    document.addEventListener('contextmenu', opened);
    act(() => row('row 2').focus());
    await userEvent.keyboard('{Shift>}{F10}{/Shift}{ContextMenu}');
    await userEvent.click(within(row('row 4')).getByRole('button', { name: 'Actions' }));
    expect(onMenu.mock.calls).toEqual([
      ['row 2', row('row 2')],
      ['row 2', row('row 2')],
      ['row 4', row('row 4')]
    ]);
    expect(opened).toHaveBeenCalledTimes(3);
    expect(document.activeElement).toBe(row('row 4'));
    expect(await seriousProblems(document.body)).toEqual([]);
  });
});

const noAttributes = () => ({});

function Plain({ item }: { item: string }): JSX.Element {
  return <span>{item}</span>;
}
