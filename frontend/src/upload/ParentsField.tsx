import React, { useId, useState } from 'react';

import { useServices } from '../app/services';
import { Field } from '../common/fields/Field';
import { permIdsIn } from '../common/permIds';
import { ParentsDraft } from './parents';

interface Props {
  /** permIds of the data sets that the notebook has downloaded. */
  proposed: string[];
  draft: ParentsDraft;
  /** Whether they become parents of a data set; otherwise they are only recorded. */
  isNewDataSet?: boolean;
  onChange: (changes: Partial<ParentsDraft>) => void;
  errors: string[];
}

/** The parents of what is sent: those that the notebook has downloaded, and others by permId. */
export function ParentsField({ proposed, draft, isNewDataSet = true, onChange, errors }: Props): JSX.Element {
  const { trans } = useServices();
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
        {proposed.length
          ? trans.__('Downloaded in this notebook. Untick what was not used.')
          : isNewDataSet
            ? trans.__('Data sets this one is derived from.')
            : trans.__('Data sets that the notebook has used.')}
      </small>
      {proposed.map(permId => (
        <Parent
          key={permId}
          permId={permId}
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
            isWanted
            onChange={() => onChange({ moreParents: without(moreParents, permId) })}
          />
        ))}
      <Field label={trans.__('Add parent data set')} errors={errors}>
        {links => (
          <div className="jp-openbis-with-button">
            <input
              {...links}
              type="text"
              className="jp-mod-styled"
              autoComplete="off"
              spellCheck={false}
              placeholder={trans.__('permId')}
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
  isWanted: boolean;
  onChange: (isWanted: boolean) => void;
}

function Parent({ permId, isWanted, onChange }: ParentProps): JSX.Element {
  return (
    <label className="jp-openbis-check">
      <input type="checkbox" checked={isWanted} onChange={event => onChange(event.target.checked)} />
      <span className="jp-openbis-ellipsis" title={permId}>
        {permId}
      </span>
    </label>
  );
}
