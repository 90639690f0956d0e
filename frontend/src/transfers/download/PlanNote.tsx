import React from 'react';

import { DownloadPlan } from '../../api';
import { size } from '../common/amounts';
import { useServices } from '../services';
import { NamedList } from './NamedList';
import { amountInWords } from './words';

interface Props {
  plan: DownloadPlan;
  /** What the user calls a data set. */
  nameOf: (permId: string) => string;
}

/** What a download would do. */
export function PlanNote({ plan, nameOf, isReplacing }: Props & { isReplacing: boolean }): JSX.Element {
  const { trans } = useServices();
  const { total, toFetch, freeBytes, fits } = plan;
  const isAllThere = total.files > 0 && toFetch.files === 0;
  const facts: [string, string][] = [
    [trans.__('All'), amountInWords(total, trans)],
    [
      trans.__('To fetch'),
      isAllThere ? trans.__('nothing, all is there already') : amountInWords(toFetch, trans)
    ],
    ...(freeBytes === null ? [] : ([[trans.__('Free'), size(freeBytes)]] as [string, string][]))
  ];
  return (
    <>
      <dl className="jp-openbis-facts">
        {facts.map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
      {!fits && (
        <p className="jp-openbis-error">
          {trans.__('There is not enough room on the disk. Free some, or choose a folder on another disk.')}
        </p>
      )}
      <Problems plan={plan} nameOf={nameOf} />
      <Conflicts plan={plan} nameOf={nameOf} isReplacing={isReplacing} />
    </>
  );
}

/** Data sets that cannot be downloaded, e.g. since they are archived. */
function Problems({ plan, nameOf }: Props): JSX.Element | null {
  const { trans } = useServices();
  const problems = plan.dataSets.filter(each => each.problem);
  return problems.length ? (
    <div className="jp-openbis-error">
      <p>{trans.__('Cannot be downloaded now:')}</p>
      <NamedList
        all={problems.map(({ permId, problem }) => ({
          name: nameOf(permId),
          words: String(problem?.reason ?? '')
        }))}
      />
    </div>
  ) : null;
}

/** Files that would be replaced. */
function Conflicts({ plan, nameOf, isReplacing }: Props & { isReplacing: boolean }): JSX.Element | null {
  const { trans } = useServices();
  const conflicts = conflictsOf(plan);
  return conflicts.length ? (
    <div className="jp-openbis-warning">
      <p>
        {isReplacing
          ? trans.__('These files are replaced:')
          : trans.__('Other files with these names are there already:')}
      </p>
      <NamedList all={conflicts.map(({ permId, path }) => ({ name: path, words: nameOf(permId) }))} />
      {!isReplacing && <p>{trans.__('Tick that they shall be replaced, or choose another folder.')}</p>}
    </div>
  ) : null;
}

/** All files of a plan that would be replaced. */
export function conflictsOf(plan: DownloadPlan): { permId: string; path: string }[] {
  return plan.dataSets.flatMap(({ permId, conflicts }) => conflicts.map(path => ({ permId, path })));
}
