import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

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
