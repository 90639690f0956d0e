import React from 'react';

import { useServices } from '../../app/services';
import { ErrorNote } from '../../common/ErrorNote';
import { useStickyHeight } from '../../common/hooks/useStickyHeight';
import { useModels } from '../../common/models/model';
import { Problem } from '../../common/Problem';
import { SyncReview } from './SyncReview';
import { SyncForm } from './useSyncForm';

interface Props {
  form: SyncForm;
  hasFieldErrors: boolean;
  /** Whether the fields of all errors were changed since. */
  isOutdated: boolean;
}

/** Errors, the plan, and the buttons of the next step; sticky. */
export function SyncFooter({ form, hasFieldErrors, isOutdated }: Props): JSX.Element {
  const { trans, syncDraft } = useServices();
  const footer = useStickyHeight<HTMLDivElement>('--jp-openbis-dock');
  const { plan, isChecking } = form;
  return (
    <div className="jp-openbis-footer" ref={footer}>
      <Failure {...{ form, hasFieldErrors, isOutdated }} />
      <p role="status">{isChecking && trans.__('Comparing both sides… (nothing has been changed)')}</p>
      {plan ? (
        <SyncReview form={form} plan={plan} />
      ) : (
        <div className="jp-openbis-buttons">
          <button
            type="submit"
            className="jp-openbis-button jp-mod-styled jp-mod-accept"
            disabled={form.action.isBusy || form.isInside}
          >
            {trans.__('Review…')}
          </button>
          {isChecking ? (
            <button type="button" className="jp-openbis-button jp-mod-styled" onClick={form.cancel}>
              {trans.__('Cancel')}
            </button>
          ) : (
            <button
              type="button"
              className="jp-openbis-button jp-mod-styled"
              onClick={() => syncDraft.discard()}
            >
              {trans.__('Clear form')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Why there is no plan, or nothing was started, with the next step. */
function Failure({ form, hasFieldErrors, isOutdated }: Props): JSX.Element {
  const { trans, connections, navigation } = useServices();
  useModels(connections);
  const { error } = form.action;
  const { connection } = form;
  if (error?.needsLogin && connection && connection !== connections.current?.name) {
    const logIn = () => {
      connections.choose(connection);
      navigation.requestLogin();
    };
    return (
      <ErrorNote error={error}>
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={logIn}>
          {trans.__('Log in to %1', connection)}
        </button>
      </ErrorNote>
    );
  }
  return <Problem error={hasFieldErrors || isOutdated ? null : error} />;
}
