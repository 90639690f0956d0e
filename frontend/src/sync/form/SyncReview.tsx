import React, { useEffect, useRef } from 'react';

import { SyncPlan } from '../../api';
import { useServices } from '../../app/services';
import { Checkbox } from '../../common/fields/Checkbox';
import { formatSize } from '../../common/messages/amounts';
import { syncProblem } from '../../common/messages/syncErrors';
import { NamedList } from '../../transfers/NamedList';
import { isDeletion, WORK_KINDS, workLabel } from '../../transfers/sync/syncLabels';
import { ActionList, Differences } from '../../transfers/sync/ActionLists';
import { SyncForm } from './useSyncForm';

interface Props {
  form: SyncForm;
  plan: SyncPlan;
}

/** What would be done, what stays different, and the buttons that do it. */
export function SyncReview({ form, plan }: Props): JSX.Element {
  const { trans } = useServices();
  const { actions, counts, differences, unusable, unusableCount, unchanged, toSend, toFetch } = plan;
  const kinds = WORK_KINDS.filter(kind => counts[kind]);
  const sizes: Partial<Record<string, number>> = { send: toSend.bytes, fetch: toFetch.bytes };
  return (
    <section aria-label={trans.__('What will be done')}>
      <p>
        {kinds.length
          ? trans.__('Between the folder and %1:', plan.owner)
          : trans.__('Nothing to do: the folder and %1 are the same, as far as they are to be.', plan.owner)}
      </p>
      {kinds.map(kind => {
        const bytes = sizes[kind];
        const label = workLabel(kind, counts[kind], trans);
        return (
          <div key={kind} className={isDeletion(kind) ? 'jp-openbis-warning' : undefined}>
            <ActionList
              title={bytes === undefined ? label : `${label}, ${formatSize(bytes, trans)}`}
              actions={actions.filter(each => each.action === kind)}
              count={counts[kind]}
            />
          </div>
        );
      })}
      {unchanged.files > 0 && (
        <p>
          {trans._n(
            '%1 file is the same on both sides.',
            '%1 files are the same on both sides.',
            unchanged.files
          )}
        </p>
      )}
      <Differences differences={differences} counts={counts} />
      {unusableCount > 0 && (
        <details className="jp-openbis-warning">
          <summary>
            {trans._n(
              '%1 entry of the folder cannot be synchronised',
              '%1 entries of the folder cannot be synchronised',
              unusableCount
            )}
          </summary>
          <NamedList
            all={unusable.map(({ path, problem }) => ({
              name: path,
              words: syncProblem(path, problem, trans)
            }))}
            total={unusableCount}
          />
        </details>
      )}
      {form.deletesMany && (
        <Checkbox
          label={trans.__('Delete more than half of all files')}
          description={trans.__(
            'Look first whether this is the right folder, and no disk or share is missing.'
          )}
          checked={form.isManyAllowed}
          onChange={form.allowMany}
        />
      )}
      <Buttons form={form} plan={plan} />
    </section>
  );
}

/** The first button gets the focus, unless something is deleted. */
function Buttons({ form, plan }: Props): JSX.Element {
  const { trans } = useServices();
  const buttons = useRef<HTMLDivElement>(null);
  const { action, draft, known } = form;
  const isDangerous = plan.actions.some(each => isDeletion(each.action));
  const isEmpty = plan.actions.length === 0;
  const canKeep = draft.prefer === 'neither';
  useEffect(() => {
    const all = buttons.current?.querySelectorAll('button') ?? [];
    all[isDangerous ? all.length - 1 : 0]?.focus();
  }, [isDangerous]);
  return (
    <>
      {canKeep ? (
        <p className="jp-openbis-description">
          {trans.__('Kept in openBIS: changes are synchronised by themselves as long as Jupyter runs.')}
        </p>
      ) : (
        <p>{trans.__('Conflicts are solved once. The folder can be kept in openBIS afterwards.')}</p>
      )}
      <div className="jp-openbis-buttons" ref={buttons}>
        {canKeep && (
          <button
            type="button"
            className="jp-openbis-button jp-mod-styled jp-mod-accept"
            disabled={action.isBusy}
            onClick={() => void form.keep()}
          >
            {known?.keeping ? trans.__('Save settings') : trans.__('Keep in openBIS')}
          </button>
        )}
        {!isEmpty && (
          <button
            type="button"
            className={`jp-openbis-button jp-mod-styled ${canKeep ? '' : 'jp-mod-accept'}`}
            disabled={action.isBusy || (form.deletesMany && !form.isManyAllowed)}
            onClick={() => void form.synchroniseOnce()}
          >
            {trans.__('Synchronise once')}
          </button>
        )}
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          disabled={action.isBusy}
          onClick={form.edit}
        >
          {trans.__('Edit')}
        </button>
      </div>
    </>
  );
}
