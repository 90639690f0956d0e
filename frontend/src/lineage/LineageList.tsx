import { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useMemo } from 'react';

import { LineageGraph, LineageNode } from '../api';
import { useServices } from '../app/services';
import { Icon } from '../common/Icon';
import { Tree } from '../common/tree/Tree';
import { Branch, TreeModel, TreeNode } from '../common/tree/treeModel';
import { Relatives, relativesOf } from './graph';
import { fullName, iconOfNode, noteOfNode, titleOfNode } from './nodeLabels';

type Direction = keyof Relatives;

/** A row: a node, or the heading of the sources or results of the start. */
interface Item {
  /** The way to it: a node may be in several rows. */
  key: string;
  node: LineageNode | null;
  direction: Direction;
  label: string;
  note: string;
  description: string;
}

interface Props {
  graph: LineageGraph;
  onOpen: (node: LineageNode) => void;
}

/** A lineage as a tree: below each source its own sources, below each result its own results. */
export function LineageList({ graph, onOpen }: Props): JSX.Element {
  const { trans } = useServices();
  const tree = useMemo(() => treeOf(graph, trans), [graph, trans]);
  useEffect(() => {
    void tree.start().then(() => openHeadings(tree));
    return () => tree.dispose();
  }, [tree]);
  return (
    <div className="jp-openbis-viewer-main jp-openbis-lineage-list">
      <Tree
        tree={tree}
        label={trans.__('Sources and results')}
        nameOf={({ label }) => label}
        labelOf={({ description }) => description}
        Draw={ItemDrawn}
        moreLabel={() => trans.__('Load more')}
        emptyLabel={() => trans.__('None')}
        canChoose={({ node }) => node !== null}
        onChoose={({ node }) => node && onOpen(node)}
      />
    </div>
  );
}

function ItemDrawn({ item }: { item: Item }): JSX.Element {
  const { node, label, note } = item;
  return (
    <>
      {node && <Icon {...iconOfNode(node)} />}
      <span className="jp-openbis-ellipsis" title={node ? item.description : undefined}>
        <bdi>{label}</bdi>
      </span>
      <small>{note}</small>
    </>
  );
}

function treeOf(graph: LineageGraph, trans: TranslationBundle): TreeModel<Item> {
  const relatives = relativesOf(graph);
  const nodes = new Map(graph.nodes.map(each => [each.key, each]));
  const heading = (direction: Direction, label: string): Item => ({
    ...{ key: direction, node: null, direction, label, description: label },
    note: ''
  });
  const headings = [heading('sources', trans.__('Sources')), heading('results', trans.__('Results'))];
  const below = ({ key, node, direction }: Item): string[] => {
    const isOnTheWay = (other: string) => key.split('\n').includes(other); // openBIS allows no cycles
    const all = relatives[direction].get(node?.key ?? graph.start) ?? [];
    return all.filter(other => other !== graph.start && !isOnTheWay(other));
  };
  const itemOf = (parent: Item, key: string): Item => {
    const node = nodes.get(key)!;
    const { direction } = parent;
    const words = { label: titleOfNode(node), note: noteOfNode(node, trans) };
    return { key: `${parent.key}\n${key}`, node, direction, ...words, description: fullName(node, trans) };
  };
  const branch = (key: string, items: () => Item[]) =>
    new Branch<Item>(`lineage:${key}`, null, async ({ start, count }) => {
      const all = items();
      const page = all.slice(start, start + count);
      return { items: page, next: start + page.length, total: all.length };
    });
  return new TreeModel<Item>({
    roots: [branch('', () => headings)],
    branchesOf: item =>
      item.node === null || below(item).length
        ? [branch(item.key, () => below(item).map(each => itemOf(item, each)))]
        : [],
    keyOf: ({ key }) => key,
    pageSize: () => 200
  });
}

async function openHeadings(tree: TreeModel<Item>): Promise<void> {
  const headings = tree.rows().flatMap(row => (row.what === 'node' ? [row.node] : []));
  await Promise.all(headings.map((each: TreeNode<Item>) => tree.open(each)));
}
