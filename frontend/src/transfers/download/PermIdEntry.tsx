import React, { useState } from 'react';

import { useModels } from '../../state/model';
import { Field } from '../common/Field';
import { ConnectionPicker } from '../connections/ConnectionPicker';
import { useServices } from '../services';

/** Name data sets by their permIds, for those who have them at hand. */
export function PermIdEntry(): JSX.Element {
  const { trans, connections, selection, navigation } = useServices();
  useModels(connections);
  const [typed, setTyped] = useState('');
  const permIds = [...new Set(typed.split(/[\s,;]+/).filter(Boolean))];
  const choose = () => {
    const connection = connections.current?.name;
    if (connection !== undefined && permIds.length) {
      selection.download(permIds.map(permId => ({ connection, permId, name: permId, size: null })));
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
        description={trans.__('Separated by blanks or commas, e.g. 20230315101500001-1001')}
      >
        {links => (
          <textarea
            {...links}
            className="jp-mod-styled"
            rows={2}
            spellCheck={false}
            value={typed}
            onChange={event => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="jp-openbis-buttons">
        <button
          type="submit"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={!permIds.length || connections.current === null}
        >
          {trans.__('Choose these')}
        </button>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          onClick={() => navigation.show('browse')}
        >
          {trans.__('Look for data sets')}
        </button>
      </div>
    </form>
  );
}
