import React from 'react';

import { ApiError, KeptFolder, LOGIN_ERRORS } from '../../api';
import { useServices } from '../../app/services';
import { ErrorNote, ErrorText } from '../../common/ErrorNote';
import { useAction } from '../../common/hooks/useAction';
import { isAbsolute } from '../../common/paths';
import { NamedList } from '../../transfers/NamedList';
import { FileButtons } from '../../transfers/sync/FileButtons';
import { doneLabel, WORK_KINDS } from '../../transfers/sync/syncLabels';
import { Differences } from '../../transfers/sync/ActionLists';
import { SyncDraft } from '../syncDraft';
import { directionLabel } from './keptLabels';
import { useOwner } from './useOwner';

/** Sample or experiment, errors, and what stays different, of a kept folder. */
export function KeptFolderDetails({ kept }: { kept: KeptFolder }): JSX.Element {
  const { trans } = useServices();
  const action = useAction();
  const showOwner = useOwner(kept);
  const { folder, identifier, direction, differences, differenceCounts, waiting, waitingCount } = kept;
  return (
    <>
      <div>
        <button type="button" className="jp-openbis-link" onClick={() => void action.run(showOwner)}>
          <bdi>{identifier}</bdi>
        </button>
        {` · ${directionLabel(direction, trans)}`}
      </div>
      <ErrorNote error={action.error} />
      <Done kept={kept} />
      <Failure kept={kept} />
      {waitingCount > 0 && (
        <details>
          <summary>
            {trans._n(
              '%1 file waits: it may still be written',
              '%1 files wait: they may still be written',
              waitingCount
            )}
          </summary>
          <NamedList all={waiting.map(words => ({ words }))} total={waitingCount} />
        </details>
      )}
      <Differences
        differences={differences}
        counts={differenceCounts}
        buttons={each => <FileButtons folder={isAbsolute(folder) ? null : folder} action={each} />}
      />
      {differenceCounts.conflict > 0 && (
        <FormButton kept={kept} label={trans.__('Decide for all…')} changes={{ prefer: 'here' }} />
      )}
    </>
  );
}

/** What was done since Jupyter keeps the folder. */
function Done({ kept: { counts } }: { kept: KeptFolder }): JSX.Element | null {
  const { trans } = useServices();
  const words = WORK_KINDS.filter(kind => counts[kind]).map(kind => doneLabel(kind, counts[kind], trans));
  return words.length ? <div>{words.join(', ')}</div> : null;
}

/** Why the last synchronisation was not possible, or not complete. */
function Failure({ kept }: { kept: KeptFolder }): JSX.Element | null {
  const { trans, connections, navigation } = useServices();
  const { error, state, connection } = kept;
  if (error === null && state !== 'notLoggedIn') {
    return null;
  }
  const shown = error && ApiError.fromAnswer(500, error);
  const logIn = () => {
    connections.choose(connection);
    navigation.requestLogin();
  };
  const isLogin = state === 'notLoggedIn' || (shown !== null && LOGIN_ERRORS.includes(shown.code));
  return (
    <div className="jp-openbis-error">
      {shown ? <ErrorText error={shown} /> : <p>{trans.__('Log in to %1 to go on.', connection)}</p>}
      {isLogin && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={logIn}>
          {trans.__('Log in')}
        </button>
      )}
      {error?.code === 'too-many-deletions' && <FormButton kept={kept} label={trans.__('Review…')} />}
    </div>
  );
}

interface FormProps {
  kept: KeptFolder;
  label: string;
  changes?: Partial<SyncDraft>;
}

/** Leads to the form, where the user decides: about conflicts, and about many deletions. */
function FormButton({ kept, label, changes = {} }: FormProps): JSX.Element {
  const { syncDraft, navigation } = useServices();
  const open = () => {
    syncDraft.begin(kept.folder, kept);
    syncDraft.change(changes);
    navigation.startTask('sync');
  };
  return (
    <button type="button" className="jp-openbis-button jp-mod-styled" onClick={open}>
      {label}
    </button>
  );
}
