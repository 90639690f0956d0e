import React from 'react';

import { SyncAction, SyncCounts } from '../../api';
import { useServices } from '../../app/services';
import { MAX_LISTED } from '../NamedList';
import { actionRemark, DIFFERENCE_KINDS, differenceAdvice, differenceLabel } from './syncLabels';

interface ListProps {
  title: string;
  actions: ReadonlyArray<SyncAction>;
  /** How many there are; the server lists the first ones. */
  count: number;
  isOpen?: boolean;
  /** Draws buttons for a path. */
  buttons?: (action: SyncAction) => React.ReactNode;
}

/** The first paths, with what is to be said about each. */
export function ActionList({ title, actions, count, isOpen = false, buttons }: ListProps): JSX.Element {
  const { trans } = useServices();
  const shown = actions.slice(0, MAX_LISTED);
  return (
    <details open={isOpen}>
      <summary>{title}</summary>
      <ul className="jp-openbis-named">
        {shown.map(each => (
          <li key={each.path}>
            <Path action={each} /> {buttons?.(each)}
          </li>
        ))}
        {count > shown.length && <li>{trans.__('and %1 more', count - shown.length)}</li>}
      </ul>
    </details>
  );
}

function Path({ action }: { action: SyncAction }): JSX.Element {
  const { trans } = useServices();
  const remark = actionRemark(action, trans);
  return remark === null ? (
    <bdi>{action.path}</bdi>
  ) : (
    <>
      <strong>
        <bdi>{action.path}</bdi>
      </strong>
      : {remark}
    </>
  );
}

interface DifferencesProps {
  differences: ReadonlyArray<SyncAction>;
  /** Numbers of all of them by kind. */
  counts: SyncCounts;
  buttons?: ListProps['buttons'];
}

/** What stays different, why, and what the user can do about it. */
export function Differences({ differences, counts, buttons }: DifferencesProps): JSX.Element | null {
  const { trans } = useServices();
  const kinds = DIFFERENCE_KINDS.filter(kind => counts[kind]);
  return kinds.length ? (
    <div className="jp-openbis-warning" role="group" aria-label={trans.__('What stays different')}>
      <p>{trans.__('What stays different:')}</p>
      {kinds.map(kind => {
        const advice = differenceAdvice(kind, trans);
        return (
          <React.Fragment key={kind}>
            <ActionList
              title={differenceLabel(kind, counts[kind], trans)}
              actions={differences.filter(each => each.action === kind)}
              count={counts[kind]}
              isOpen={kind === 'conflict' || kind === 'blocked'}
              buttons={buttons}
            />
            {advice && <p>{advice}</p>}
          </React.Fragment>
        );
      })}
    </div>
  ) : null;
}
