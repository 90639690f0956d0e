import React, { useId, useState } from 'react';

import { Kind } from '../../api';
import { keyOf, Thing, titleOf } from '../../state/things';
import { Field } from '../common/Field';
import { useServices } from '../services';
import { EntityTree, useTree } from './EntityTree';

const SHOWN: ReadonlyArray<Kind> = ['space', 'project', 'experiment', 'sample'];

interface Props {
  label: string;
  /** Name of the connection. */
  connection: string;
  /** An identifier or permId, as the user has typed or chosen it. */
  value: string;
  /** `thing`: what was chosen in the tree; null for what was typed. */
  onChange: (value: string, thing: Thing | null) => void;
  /** The kinds that can be chosen. */
  kinds?: ReadonlyArray<Kind>;
  description?: string;
  mandatory?: boolean;
  errors?: string[];
}

/** A field for an experiment or sample: its identifier or permId can be typed, or it is chosen in the tree. */
export function EntityPicker(props: Props): JSX.Element {
  const { kinds = ['experiment', 'sample'], connection, value, onChange, ...field } = props;
  const { trans } = useServices();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Thing | null>(null);
  const region = useId();
  const isChosen = chosen !== null && chosen.identifier === value;
  const choose = (thing: Thing) => {
    setChosen(thing);
    setOpen(false);
    onChange(thing.identifier ?? thing.permId, thing);
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
      <div id={region} className="jp-openbis-entity-tree" hidden={!isOpen}>
        {isOpen && <PickerTree {...{ kinds, connection, chosen, choose }} label={props.label} />}
      </div>
    </div>
  );
}

interface TreeProps {
  label: string;
  connection: string;
  kinds: ReadonlyArray<Kind>;
  chosen: Thing | null;
  choose: (thing: Thing) => void;
}

function PickerTree({ label, connection, kinds, chosen, choose }: TreeProps): JSX.Element {
  const tree = useTree(connection, SHOWN);
  return (
    <EntityTree
      tree={tree}
      label={label}
      canChoose={thing => kinds.includes(thing.kind)}
      chosen={chosen && keyOf(chosen)}
      onChoose={choose}
    />
  );
}
