import React, { useId, useState } from 'react';

import { Kind, OWNER_KINDS } from '../../api';
import { useServices } from '../../app/services';
import { Field } from '../../common/fields/Field';
import { useModels } from '../../common/models/model';
import { keyOf, EntityItem, titleOf } from './entityItem';
import { EntitySearch } from './EntitySearch';
import { EntityTree, useTree } from './EntityTree';

const SHOWN: ReadonlyArray<Kind> = ['space', 'project', 'experiment', 'sample'];

interface Props {
  label: string;
  /** Name of the connection. */
  connection: string;
  /** The entered or selected identifier or permId. */
  value: string;
  /** `item`: the item that was selected in the tree; null for entered text. */
  onChange: (value: string, item: EntityItem | null) => void;
  /** The kinds that can be chosen. */
  kinds?: ReadonlyArray<Kind>;
  description?: string;
  mandatory?: boolean;
  errors?: string[];
}

/** A field for an experiment or sample: entered by identifier or permId, searched, used last, or selected in the tree. */
export function EntityPicker(props: Props): JSX.Element {
  const { kinds = OWNER_KINDS, connection, value, onChange, ...field } = props;
  const { trans, recentChoices } = useServices();
  useModels(recentChoices);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<EntityItem | null>(null);
  const region = useId();
  const isChosen = chosen !== null && chosen.identifier === value;
  const last = recentChoices.owners(connection).find(each => !each.kind || kinds.includes(each.kind as Kind));
  const choose = (item: EntityItem) => {
    const identifier = item.identifier ?? item.permId;
    recentChoices.know({ identifier, name: item.name ?? '', kind: item.kind });
    setChosen(item);
    setOpen(false);
    onChange(identifier, item);
  };
  return (
    <div className="jp-openbis-entity-picker">
      <Field {...field} description={isChosen ? titleOf(chosen) : field.description}>
        {links => (
          <div className="jp-openbis-entity-input">
            <input
              {...links}
              type="text"
              className="jp-mod-styled"
              autoComplete="off"
              spellCheck={false}
              placeholder={trans.__('/SPACE/PROJECT/CODE or permId')}
              value={value}
              title={value}
              onChange={event => onChange(event.target.value.trim(), null)}
            />
            <button
              type="button"
              className="jp-openbis-button jp-mod-styled"
              aria-expanded={isOpen}
              aria-controls={region}
              disabled={!connection}
              onClick={() => setOpen(!isOpen)}
            >
              {trans.__('Choose…')}
            </button>
          </div>
        )}
      </Field>
      {last && !value && !isOpen && (
        <small>
          {trans.__('Last used:')}{' '}
          <button
            type="button"
            className="jp-openbis-link"
            title={last.identifier}
            onClick={() => onChange(last.identifier, null)}
          >
            {last.name || last.identifier}
          </button>
        </small>
      )}
      <div id={region} className="jp-openbis-entity-tree" hidden={!isOpen}>
        {isOpen && (
          <EntitySearch {...{ connection, kinds, choose }}>
            <PickerTree {...{ kinds, connection, chosen, choose }} label={props.label} />
          </EntitySearch>
        )}
      </div>
    </div>
  );
}

interface TreeProps {
  label: string;
  connection: string;
  kinds: ReadonlyArray<Kind>;
  chosen: EntityItem | null;
  choose: (item: EntityItem) => void;
}

function PickerTree({ label, connection, kinds, chosen, choose }: TreeProps): JSX.Element {
  const tree = useTree(connection, SHOWN);
  return (
    <EntityTree
      tree={tree}
      label={label}
      canChoose={item => kinds.includes(item.kind)}
      chosen={chosen && keyOf(chosen)}
      onChoose={choose}
    />
  );
}
