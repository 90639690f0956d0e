import React, { useEffect, useId, useRef } from 'react';

import { Assignment } from '../api';
import { useServices } from '../app/services';
import { FieldProblems } from '../common/fields/FieldProblems';
import { CROSS, Icon } from '../common/Icon';
import { errorsOfValues } from './properties';
import { descriptionOf, labelOf, ValueInput } from './PropertyInput';

interface Props {
  assignment: Assignment;
  values: string[];
  onChange: (values: string[]) => void;
  errors: string[];
}

/** A property that can have several values: one input for each, which can be added and removed. */
export function SeveralValues({ assignment, values, onChange, errors }: Props): JSX.Element {
  const { trans } = useServices();
  const id = useId();
  const list = useRef<HTMLFieldSetElement>(null);
  const focus = useFocusOfValue(list);
  const { others, of } = errorsOfValues(errors);
  const shown = values.length ? values : [''];
  const label = labelOf(assignment);
  const description = descriptionOf(assignment, trans);
  const add = () => {
    onChange([...shown, '']);
    focus(shown.length);
  };
  const remove = (index: number) => {
    onChange(shown.filter((_, place) => place !== index));
    focus(Math.max(0, index - 1));
  };
  const described = [description && `${id}-description`, others.length && `${id}-errors`];
  return (
    <fieldset
      ref={list}
      className="jp-openbis-values"
      tabIndex={-1}
      data-invalid={others.length > 0 || undefined}
      aria-describedby={described.filter(Boolean).join(' ') || undefined}
    >
      <legend>
        {label}
        {assignment.mandatory && <span title={trans.__('Required')}> *</span>}
      </legend>
      {description && (
        <small id={`${id}-description`} className="jp-openbis-description">
          {description}
        </small>
      )}
      {shown.map((value, index) => (
        <ValueRow
          key={index}
          {...{ assignment, value, index }}
          isOnly={shown.length === 1}
          errors={of(index)}
          onChange={changed => onChange(shown.map((each, place) => (place === index ? changed : each)))}
          onRemove={() => remove(index)}
        />
      ))}
      <FieldProblems id={`${id}-errors`} errors={others} />
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        aria-label={trans.__('Add a value: %1', label)}
        onClick={add}
      >
        {trans.__('Add a value')}
      </button>
    </fieldset>
  );
}

interface RowProps {
  assignment: Assignment;
  value: string;
  index: number;
  /** Whether there is no other value, so that this one cannot be removed. */
  isOnly: boolean;
  errors: string[];
  onChange: (value: string) => void;
  onRemove: () => void;
}

function ValueRow({ assignment, value, index, isOnly, errors, onChange, onRemove }: RowProps): JSX.Element {
  const { trans } = useServices();
  const id = useId();
  const name = `${labelOf(assignment)} ${index + 1}`;
  const links = {
    id,
    'aria-label': name,
    'aria-describedby': errors.length ? `${id}-errors` : undefined,
    'aria-invalid': errors.length > 0 || undefined,
    'aria-required': (assignment.mandatory && index === 0) || undefined
  };
  return (
    <div className="jp-openbis-field" data-value={index}>
      <div className="jp-openbis-with-button">
        <ValueInput {...{ assignment, value, onChange, links }} />
        {!isOnly && (
          <button
            type="button"
            className="jp-openbis-icon-button"
            aria-label={trans.__('Remove %1', name)}
            title={trans.__('Remove %1', name)}
            onClick={onRemove}
          >
            <Icon path={CROSS} />
          </button>
        )}
      </div>
      <FieldProblems id={`${id}-errors`} errors={errors} />
    </div>
  );
}

/** Move the focus to a value once it is drawn. */
function useFocusOfValue(list: React.RefObject<HTMLElement>): (index: number) => void {
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current !== null) {
      const row = list.current?.querySelector(`[data-value="${wanted.current}"]`);
      row?.querySelector<HTMLElement>('input, textarea, select')?.focus();
      wanted.current = null;
    }
  });
  return index => {
    wanted.current = index;
  };
}
