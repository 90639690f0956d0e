import { TranslationBundle } from '@jupyterlab/translation';

import { Kind, LineageNode } from '../api';
import { iconPath, KIND_TONES, kindName } from '../browse/entities/kinds';
import { NOTEBOOK, Tone } from '../common/Icon';
import { Relatives } from './graph';

/** Relatives that are named for screen readers; the others are counted. */
const MAX_NAMES = 5;

/** Return the kind of a node in openBIS; null: it is a notebook. */
export function kindOf({ kind }: LineageNode): Extract<Kind, 'dataSet' | 'sample'> | null {
  return kind === 'notebook' ? null : kind === 'sample' ? 'sample' : 'dataSet';
}

export function titleOfNode({ name, key }: LineageNode): string {
  return name ?? key;
}

/** The second line of a node: its type. */
export function noteOfNode(node: LineageNode, trans: TranslationBundle): string {
  return node.type ?? kindNameOf(node, trans);
}

export function iconOfNode(node: LineageNode): { path: string; tone?: Tone } {
  const kind = kindOf(node);
  return kind ? { path: iconPath(kind, node.type), tone: KIND_TONES[kind] } : { path: NOTEBOOK };
}

/** Name, kind, type and permId of a node, for its tooltip. */
export function fullName(node: LineageNode, trans: TranslationBundle): string {
  const parts = [titleOfNode(node), kindNameOf(node, trans), node.type, node.key];
  return [...new Set(parts.filter(Boolean))].join(' · ');
}

/** What a node is, with its direct sources and results, for screen readers. */
export function describeNode(
  node: LineageNode,
  isStart: boolean,
  { sources, results }: Relatives,
  nodes: ReadonlyMap<string, LineageNode>,
  trans: TranslationBundle
): string {
  const names = (keys: ReadonlyArray<string>) => {
    const shown = keys.slice(0, MAX_NAMES).map(each => titleOfNode(nodes.get(each)!));
    const more = keys.length - shown.length;
    return [...shown, ...(more ? [trans._n('%1 more', '%1 more', more)] : [])].join(', ');
  };
  const before = sources.get(node.key) ?? [];
  const after = results.get(node.key) ?? [];
  return [
    [titleOfNode(node), kindNameOf(node, trans), node.type].filter(Boolean).join(', '),
    isStart ? trans.__('start') : '',
    before.length ? trans.__('sources: %1', names(before)) : trans.__('no sources'),
    after.length ? trans.__('results: %1', names(after)) : trans.__('no results')
  ]
    .filter(Boolean)
    .join('; ');
}

function kindNameOf(node: LineageNode, trans: TranslationBundle): string {
  const kind = kindOf(node);
  return kind ? kindName(kind, trans) : trans.__('notebook');
}
