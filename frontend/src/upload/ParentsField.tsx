import React, { useId, useState } from 'react';

import { useServices } from '../app/services';
import { Field } from '../common/fields/Field';
import { permIdsIn } from '../common/permIds';
import { ParentsDraft } from './parents';

interface Props {
  /** permIds of the data sets that the notebook has downloaded. */
  proposed: string[];
  draft: ParentsDraft;
  /** What the parents are, as a sentence; by default, those of a new data set. */
  about?: string;
  /** Label of the input for another one; by default, for a data set. */
  addLabel?: string;
  placeholder?: string;
  /** Return the name of a parent; by default, its permId. */
  nameOf?: (permId: string) => string;
  /** Names that are shown above the permIds. */
  names?: ReadonlyMap<string, string>;
  onChange: (changes: Partial<ParentsDraft>) => void;
  errors: string[];
}

/** The parents of what is sent: those that the notebook has downloaded, and others by permId. */
export function ParentsField({ proposed, draft, about, onChange, errors, ...shown }: Props): JSX.Element {
  const { trans } = useServices();
  const {
    addLabel = trans.__('Add parent data set'),
    placeholder = trans.__('permId'),
    nameOf = permId => permId,
    names
  } = shown;
  const [typed, setTyped] = useState('');
  const id = useId();
  const { unwantedParents, moreParents } = draft;
  const without = (list: ReadonlyArray<string>, permId: string) => list.filter(each => each !== permId);
  const add = () => {
    const permIds = permIdsIn(typed);
    onChange({ moreParents: [...new Set([...moreParents, ...permIds])] });
    setTyped('');
  };
  return (
    <fieldset aria-describedby={`${id}-about`}>
      <legend>{trans.__('Parents')}</legend>
      <small id={`${id}-about`}>
        {about ??
          (proposed.length
            ? trans.__('Downloaded in this notebook. Untick what was not used.')
            : trans.__('Data sets this one is derived from.'))}
      </small>
      {proposed.map(permId => (
        <Parent
          key={permId}
          permId={permId}
          name={names?.get(permId) ?? nameOf(permId)}
          note={names?.has(permId) ? permId : null}
          isWanted={!unwantedParents.includes(permId)}
          onChange={isWanted =>
            onChange({
              unwantedParents: isWanted ? without(unwantedParents, permId) : [...unwantedParents, permId]
            })
          }
        />
      ))}
      {moreParents
        .filter(permId => !proposed.includes(permId))
        .map(permId => (
          <Parent
            key={permId}
            permId={permId}
            name={names?.get(permId) ?? nameOf(permId)}
            note={names?.has(permId) ? permId : null}
            isWanted
            onChange={() => onChange({ moreParents: without(moreParents, permId) })}
          />
        ))}
      <Field label={addLabel} errors={errors}>
        {links => (
          <div className="jp-openbis-with-button">
            <input
              {...links}
              type="text"
              className="jp-mod-styled"
              autoComplete="off"
              spellCheck={false}
              placeholder={placeholder}
              value={typed}
              onChange={event => setTyped(event.target.value)}
              onBlur={() => typed.trim() && add()}
              onKeyDown={event => {
                if (event.key === 'Enter' && typed.trim()) {
                  event.preventDefault(); // it adds, and does not send the form
                  add();
                }
              }}
            />
            <button
              type="button"
              className="jp-openbis-button jp-mod-styled"
              disabled={!typed.trim()}
              onClick={add}
            >
              {trans.__('Add')}
            </button>
          </div>
        )}
      </Field>
    </fieldset>
  );
}

interface ParentProps {
  permId: string;
  name: string;
  note: string | null;
  isWanted: boolean;
  onChange: (isWanted: boolean) => void;
}

function Parent({ permId, name, note, isWanted, onChange }: ParentProps): JSX.Element {
  return (
    <label className="jp-openbis-check">
      <input type="checkbox" checked={isWanted} onChange={event => onChange(event.target.checked)} />
      <span className="jp-openbis-ellipsis" title={permId}>
        {name}
        {note && <small>{note}</small>}
      </span>
    </label>
  );
}
