import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { DownloadPlan } from '../../api';
import { useServices } from '../../app/services';
import { formatSize } from '../../common/messages/amounts';
import { errorMessage } from '../../common/messages/errors';
import { amountLabel, removedLabel, skippedMessage } from '../labels';
import { NamedList } from '../NamedList';

interface Props {
  plan: DownloadPlan;
  /** Return the name of a data set. */
  nameOf: (permId: string) => string;
}

/** The plan of a download. */
export function PlanSummary({ plan, nameOf, isReplacing }: Props & { isReplacing: boolean }): JSX.Element {
  const { trans } = useServices();
  const { total, toFetch, freeBytes, fits } = plan;
  const outdated = plan.dataSets.flatMap(({ files }) => files.filter(({ state }) => state === 'outdated'));
  const isAllThere = total.files > 0 && toFetch.files === 0;
  const facts: [string, string][] = [
    [trans.__('Selected'), amountLabel(total, trans)],
    [
      trans.__('To download'),
      isAllThere ? trans.__('nothing – you already have all files') : amountLabel(toFetch, trans)
    ],
    ...(outdated.length
      ? ([[trans.__('Newer in openBIS'), trans._n('%1 file', '%1 files', outdated.length)]] as [
          string,
          string
        ][])
      : []),
    ...(freeBytes === null
      ? []
      : ([[trans.__('Free space'), formatSize(freeBytes, trans)]] as [string, string][]))
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
          {trans.__('Not enough free disk space. Free some, or choose a folder on another disk.')}
        </p>
      )}
      <Problems plan={plan} nameOf={nameOf} />
      <Skipped plan={plan} nameOf={nameOf} />
      <Conflicts plan={plan} nameOf={nameOf} isReplacing={isReplacing} />
      <Removed plan={plan} />
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
          words: problemInWords(problem, trans)
        }))}
      />
    </div>
  ) : null;
}

/** Data sets without matching files. */
function Skipped({ plan, nameOf }: Props): JSX.Element | null {
  const { trans } = useServices();
  const skipped = plan.dataSets.flatMap(({ permId, skipped: reason }) =>
    reason ? [{ permId, reason }] : []
  );
  return skipped.length ? (
    <div className="jp-openbis-warning">
      <p>{trans.__('Nothing is downloaded of these:')}</p>
      <NamedList
        all={skipped.map(({ permId, reason }) => ({
          name: nameOf(permId) === permId ? undefined : nameOf(permId),
          words: skippedMessage(reason, trans)
        }))}
      />
    </div>
  ) : null;
}

function problemInWords(problem: Record<string, unknown> | null, trans: TranslationBundle): string {
  return errorMessage({ reason: String(problem?.reason ?? ''), code: String(problem?.code ?? '') }, trans);
}

/** Files that would be replaced. */
function Conflicts({ plan, nameOf, isReplacing }: Props & { isReplacing: boolean }): JSX.Element | null {
  const { trans } = useServices();
  const conflicts = conflictsOf(plan);
  return conflicts.length ? (
    <div className="jp-openbis-warning">
      <p>{isReplacing ? trans.__('These files are replaced:') : trans.__('These files exist and differ:')}</p>
      <NamedList all={conflicts.map(({ permId, path }) => ({ name: path, words: nameOf(permId) }))} />
      {!isReplacing && <p>{trans.__('Select “Replace existing files”, or choose another folder.')}</p>}
    </div>
  ) : null;
}

/** Files of an earlier download that openBIS has no more. */
function Removed({ plan }: { plan: DownloadPlan }): JSX.Element | null {
  const { trans } = useServices();
  const removed = plan.dataSets.flatMap(each => each.removed);
  return removed.length ? (
    <details className="jp-openbis-warning">
      <summary>{removedLabel(removed.length, trans)}</summary>
      <NamedList all={removed.map(words => ({ words }))} />
    </details>
  ) : null;
}

/** Return all files of a plan that would be replaced. */
export function conflictsOf(plan: DownloadPlan): { permId: string; path: string }[] {
  return plan.dataSets.flatMap(({ permId, conflicts }) => conflicts.map(path => ({ permId, path })));
}
