import React, { useState } from 'react';

import { useServices } from '../../app/services';
import { EntityPicker } from '../../browse/entities/EntityPicker';
import { FieldErrors } from '../../common/fields/fieldErrors';
import { useChangedFields } from '../../common/fields/useChangedFields';
import { useModels } from '../../common/models/model';
import { ConnectionPicker } from '../../connections/ConnectionPicker';
import { FolderChooser } from '../../transfers/download/FolderChooser';
import { DirectionChoice } from './DirectionChoice';
import { KnownTarget } from './KnownTarget';
import { SyncFooter } from './SyncFooter';
import { SyncOptions } from './SyncOptions';
import { useSyncForm } from './useSyncForm';

/** Keeps a folder and the files of a sample or experiment the same: once, or as long as Jupyter runs. */
export function SyncForm(): JSX.Element {
  const { trans, connections } = useServices();
  useModels(connections);
  return (
    <section aria-label={trans.__('Keep a folder in openBIS')}>
      <h2 className="jp-openbis-title">{trans.__('Keep a folder in openBIS')}</h2>
      <p>
        {trans.__(
          'The folder and the files of a sample or experiment become the same. You see what will be done before anything happens.'
        )}
      </p>
      <ConnectionPicker />
      {connections.current && <Form />}
    </section>
  );
}

function Form(): JSX.Element {
  const { trans } = useServices();
  const form = useSyncForm();
  const { draft, change, known } = form;
  const [isMissing, setMissing] = useState(false);
  const changed = useChangedFields(form.action.error, { folder: draft.folder, owner: draft.owner });
  const errors = new FieldErrors(form.action.error, ['folder', 'owner'], changed);
  const hasOwner = known !== null || draft.owner !== '';
  const missing = (isThere: boolean, words: string) => (isMissing && !isThere ? [words] : []);
  const submit = () => {
    const isComplete = draft.folder.trim() !== '' && hasOwner;
    setMissing(!isComplete);
    if (isComplete && !form.isInside) {
      void form.check();
    }
  };
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <FolderChooser
        label={trans.__('Folder')}
        value={draft.folder}
        onChange={folder => change({ folder })}
        errors={[
          ...errors.of('folder'),
          ...missing(draft.folder.trim() !== '', trans.__('Choose a folder.'))
        ]}
      />
      {known ? (
        <KnownTarget form={form} known={known} />
      ) : (
        <EntityPicker
          label={trans.__('Sample or experiment')}
          connection={form.connection}
          value={draft.owner}
          onChange={owner => change({ owner })}
          mandatory
          errors={[...errors.of('owner'), ...missing(hasOwner, trans.__('Choose a sample or experiment.'))]}
        />
      )}
      <DirectionChoice direction={draft.direction} onChange={direction => change({ direction })} />
      <SyncOptions draft={draft} change={change} />
      <SyncFooter form={form} hasFieldErrors={errors.hasAny} isOutdated={errors.isOutdated} />
    </form>
  );
}
