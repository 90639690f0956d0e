import React, { useEffect, useMemo, useRef, useState } from 'react';

import { BrowsingApi, Hdf5Item, Hdf5Member } from '../api';
import { useServices } from '../app/services';
import { useLoaded } from '../common/hooks/useLoaded';
import { reasonsText } from '../common/messages/previewReasons';
import { Problem } from '../common/Problem';
import { Tree } from '../common/tree/Tree';
import { Branch, TreeModel } from '../common/tree/treeModel';
import { Hdf5Values } from './Hdf5Values';
import { ViewedFile } from './viewer';

interface Item extends Hdf5Member {
  path: string;
}

/** The tree of an HDF5 file, and the item that is selected in it. */
export function Hdf5View({ file }: { file: ViewedFile }): JSX.Element {
  const { trans, api } = useServices();
  const { place, path } = file;
  const { connection, permId } = place;
  const [item, setItem] = useState('/');
  const [start, setStart] = useState<number[]>([]);
  const tree = useMemo(
    () => treeOf(api.browsing, file),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- these identify the file
    [api, connection, permId, path]
  );
  useEffect(() => () => tree.dispose(), [tree]);
  const key = [path, item, start.join(',')].join('\n');
  const shown = useLoaded(key, signal =>
    api.browsing.preview(connection, permId, path, signal, { item, start })
  );
  const before = useRef<Hdf5Item | null>(null);
  const kept = before.current?.path === item ? before.current : null; // while other values of it are loaded
  const found = shown.value ? shown.value.hdf5 : kept;
  useEffect(() => {
    before.current = found;
  });
  const choose = (next: string) => {
    setItem(next);
    setStart([]);
  };
  return (
    <div className="jp-openbis-viewer-main jp-openbis-hdf5">
      <Tree
        tree={tree}
        label={trans.__('Contents of the file')}
        nameOf={({ name }) => name}
        labelOf={describe}
        Draw={ItemDrawn}
        moreLabel={() => trans.__('Load more')}
        emptyLabel={() => trans.__('Empty')}
        canChoose={() => true}
        chosen={item}
        onChoose={each => choose(each.path)}
      />
      <section aria-label={item} aria-busy={shown.value === null && shown.error === null}>
        <h3>{item}</h3>
        <Problem error={shown.error} retry={shown.retry} />
        {shown.value && shown.value.reasons.length > 0 && <p>{reasonsText(shown.value.reasons, trans)}</p>}
        {found && <Attributes item={found} />}
        {found?.remark && <p>{reasonsText([found.remark], trans)}</p>}
        {found?.values && <Hdf5Values item={found} values={found.values} onStart={setStart} />}
      </section>
    </div>
  );
}

function Attributes({ item }: { item: Hdf5Item }): JSX.Element {
  const { trans } = useServices();
  const { shape, dtype, attributes } = item;
  return (
    <>
      {dtype && <p>{`${dtype} ${shapeText(shape)}`}</p>}
      {attributes.length > 0 && (
        <details open={attributes.length < 8}>
          <summary>{trans.__('Attributes')}</summary>
          <dl>
            {attributes.map(({ name, value, remark }) => (
              <React.Fragment key={name}>
                <dt>{name}</dt>
                <dd>{remark ? <em>{reasonsText([remark], trans)}</em> : value}</dd>
              </React.Fragment>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

function ItemDrawn({ item }: { item: Item }): JSX.Element {
  return (
    <>
      <span className="jp-openbis-ellipsis">{item.name}</span>
      <small>{facts(item)}</small>
    </>
  );
}

function describe(item: Item): string {
  return [item.name, facts(item)].filter(Boolean).join(', ');
}

function facts({ kind, dtype, shape, target }: Item): string {
  return kind === 'link' ? `→ ${target}` : kind === 'dataset' ? `${dtype} ${shapeText(shape)}` : '';
}

function shapeText(shape: ReadonlyArray<number> | null): string {
  return shape?.length ? shape.join(' × ') : '';
}

function treeOf(api: BrowsingApi, { place, path }: ViewedFile): TreeModel<Item> {
  const branch = (parent: string): Branch<Item> =>
    new Branch<Item>(`hdf5:${parent}`, null, async (_, signal) => {
      const found = await api.preview(place.connection, place.permId, path, signal, { item: parent });
      const members = found.hdf5?.members ?? [];
      const items = members.map(each => ({ ...each, path: `${parent === '/' ? '' : parent}/${each.name}` }));
      return { items, next: items.length, total: items.length };
    });
  return new TreeModel<Item>({
    roots: [branch('/')],
    branchesOf: ({ kind, path: parent }) => (kind === 'group' ? [branch(parent)] : []),
    keyOf: each => each.path,
    pageSize: () => 1000
  });
}
