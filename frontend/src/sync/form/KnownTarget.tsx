import React from 'react';

import { Synchronised } from '../../api';
import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';
import { SyncForm } from './useSyncForm';

interface Props {
  form: SyncForm;
  known: Synchronised;
}

/** The sample or experiment to which the folder belongs: that cannot be changed. */
export function KnownTarget({ form, known }: Props): JSX.Element {
  const { trans, navigation, connections } = useServices();
  useModels(connections);
  const { folder, identifier, url, connection, keeping } = known;
  return (
    <div role="status">
      <p>
        {form.isInside
          ? trans.__('This folder is part of %1, which belongs to %2 in %3.', folder, identifier, url)
          : trans.__('This folder belongs to %1 in %2.', identifier, url)}
      </p>
      {form.isInside && (
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          onClick={() => form.change({ folder })}
        >
          {trans.__('Take the folder %1', folder)}
        </button>
      )}
      {connection !== null && connection !== connections.current?.name && (
        <p>{trans.__('The connection %1 is used.', connection)}</p>
      )}
      {connection === null && (
        <p className="jp-openbis-warning">
          {trans.__('There is no connection to %1.', url)}{' '}
          <button type="button" className="jp-openbis-link" onClick={() => navigation.showTab('connections')}>
            {trans.__('Add a connection')}
          </button>
        </p>
      )}
      {keeping && !form.isInside && (
        <p>{trans.__('It is kept in openBIS already. These settings replace the former ones.')}</p>
      )}
    </div>
  );
}
