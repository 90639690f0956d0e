import React from 'react';

import { SyncAction, SyncCounts } from '../../api';
import { useServices } from '../../app/services';
import { MAX_LISTED, NamedList } from '../NamedList';
import { actionRemark, DIFFERENCE_KINDS, differenceAdvice, differenceLabel } from './syncLabels';

interface ListProps {
  title: string;
  actions: ReadonlyArray<SyncAction>;
  /** How many there are; the server lists the first ones. */
  count: number;
  isOpen?: boolean;
}

/** Paths, with what is to be said about each. */
export function ActionList({ title, actions, count, isOpen = false }: ListProps): JSX.Element {
  const { trans } = useServices();
  return (
    <details open={isOpen}>
      <summary>{title}</summary>
      <NamedList
        all={actions.map(each => {
          const remark = actionRemark(each, trans);
          return remark === null ? { words: each.path } : { name: each.path, words: remark };
        })}
        total={count}
      />
    </details>
  );
}

interface DifferencesProps {
  differences: ReadonlyArray<SyncAction>;
  /** Numbers of all of them by kind. */
  counts: SyncCounts;
  /** Draws buttons for a path. */
  buttons?: (action: SyncAction) => React.ReactNode;
}

/** What stays different, why, and what the user can do about it. */
export function Differences({ differences, counts, buttons }: DifferencesProps): JSX.Element | null {
  const { trans } = useServices();
  const kinds = DIFFERENCE_KINDS.filter(kind => counts[kind]);
  return kinds.length ? (
    <div className="jp-openbis-warning" role="group" aria-label={trans.__('What stays different')}>
      <p>{trans.__('What stays different:')}</p>
      {kinds.map(kind => {
        const all = differences.filter(each => each.action === kind);
        const advice = differenceAdvice(kind, trans);
        const title = differenceLabel(kind, counts[kind], trans);
        const isOpen = kind === 'conflict' || kind === 'blocked';
        return (
          <React.Fragment key={kind}>
            {buttons ? (
              <details open={isOpen}>
                <summary>{title}</summary>
                <ul className="jp-openbis-named">
                  {all.slice(0, MAX_LISTED).map(each => (
                    <li key={each.path}>
                      {each.path} {buttons(each)}
                    </li>
                  ))}
                  {counts[kind] > MAX_LISTED && <li>{trans.__('and %1 more', counts[kind] - MAX_LISTED)}</li>}
                </ul>
              </details>
            ) : (
              <ActionList title={title} actions={all} count={counts[kind]} isOpen={isOpen} />
            )}
            {advice && <p>{advice}</p>}
          </React.Fragment>
        );
      })}
    </div>
  ) : null;
}
