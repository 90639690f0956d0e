import React from 'react';

import { useServices } from '../../app/services';
import { Field } from '../../common/fields/Field';
import { useModels } from '../../common/models/model';
import { permIdsIn } from '../../common/permIds';
import { ConnectionPicker } from '../../connections/ConnectionPicker';

/** Select data sets by their permIds. */
export function PermIdEntry(): JSX.Element {
  const { trans, connections, selection, downloadDraft, navigation } = useServices();
  useModels(connections, downloadDraft);
  const typed = downloadDraft.permIds;
  const permIds = permIdsIn(typed);
  const choose = () => {
    const connection = connections.current?.name;
    if (connection !== undefined && permIds.length) {
      selection.download(permIds.map(permId => ({ connection, permId, name: permId, size: null })));
      downloadDraft.set({ permIds: '' });
    }
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        choose();
      }}
    >
      <ConnectionPicker />
      <Field
        label={trans.__('PermIds of data sets')}
        description={trans.__('PermIds or links, separated by spaces or commas, e.g. 20230315101500001-1001')}
      >
        {links => (
          <textarea
            {...links}
            className="jp-mod-styled"
            rows={2}
            spellCheck={false}
            value={typed}
            onChange={event => downloadDraft.set({ permIds: event.target.value })}
          />
        )}
      </Field>
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={!permIds.length || connections.current === null}
        >
          {trans.__('Next')}
        </button>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          onClick={() => navigation.showTab('browse')}
        >
          {trans.__('Search data sets')}
        </button>
      </div>
    </form>
  );
}
