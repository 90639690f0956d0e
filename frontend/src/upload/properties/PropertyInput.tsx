import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Assignment } from '../../api';
import { formOf, inputKind, InputKind } from '../../upload/properties';
import { Combobox } from '../common/Combobox';
import { Field, InputLinks } from '../common/Field';
import { useServices } from '../services';

interface Props {
  assignment: Assignment;
  value: string;
  onChange: (value: string) => void;
  errors: string[];
}

interface InputProps extends Omit<Props, 'errors'> {
  links: InputLinks;
}

/** A property, asked for as fits its data type. */
export function PropertyInput({ errors, ...props }: Props): JSX.Element {
  const { trans } = useServices();
  const { assignment } = props;
  return (
    <Field
      label={labelOf(assignment)}
      description={descriptionOf(assignment, trans)}
      mandatory={assignment.mandatory}
      errors={errors}
    >
      {links => <ValueInput {...props} links={links} />}
    </Field>
  );
}

/** The input for one value, without its label. */
export function ValueInput(props: InputProps): JSX.Element {
  const Input = INPUTS[inputKind(props.assignment)] ?? LineInput;
  return <Input {...props} />;
}

/** What users call a property. */
export function labelOf({ label, code }: Assignment): string {
  return label || code;
}

/** What a property is, and what its values look like. */
export function descriptionOf(assignment: Assignment, trans: TranslationBundle): string {
  const { description, dataType } = assignment;
  const own = description === labelOf(assignment) ? null : description;
  return [own, formOf(dataType, trans)].filter(Boolean).join(' · ');
}

const INPUTS: Partial<Record<InputKind, (props: InputProps) => JSX.Element>> = {
  lines: LinesInput,
  truth: TruthInput,
  term: TermInput
};

/** The latest year has four digits, else browsers ask for six. */
const LINES: Partial<Record<InputKind, React.InputHTMLAttributes<HTMLInputElement>>> = {
  // Browsers hide from programs what is no number, so numbers are texts: what is wrong with them is said by the server.
  integer: { inputMode: 'numeric' },
  number: { inputMode: 'decimal' },
  link: { type: 'url' },
  day: { type: 'date', max: '9999-12-31' },
  moment: { type: 'datetime-local', step: 1, max: '9999-12-31T23:59:59' }
};

function LineInput({ assignment, value, onChange, links }: InputProps): JSX.Element {
  return (
    <input
      type="text"
      {...LINES[inputKind(assignment)]}
      {...links}
      className="jp-mod-styled"
      autoComplete="off"
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  );
}

function LinesInput({ value, onChange, links }: InputProps): JSX.Element {
  return (
    <textarea
      {...links}
      className="jp-mod-styled"
      rows={3}
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  );
}

/** Three states: a property that is not set is neither true nor false. */
function TruthInput({ value, onChange, links }: InputProps): JSX.Element {
  const { trans } = useServices();
  return (
    <select
      {...links}
      className="jp-mod-styled"
      value={value}
      onChange={event => onChange(event.target.value)}
    >
      <option value="">{trans.__('(not set)')}</option>
      <option value="true">{trans.__('yes')}</option>
      <option value="false">{trans.__('no')}</option>
    </select>
  );
}

function TermInput({ assignment, value, onChange, links }: InputProps): JSX.Element {
  const { trans } = useServices();
  const terms = [...assignment.terms]
    .sort((a, b) => a.ordinal - b.ordinal)
    .map(({ code, label, description }) => ({ value: code, label: label || code, description }));
  const none = { value: '', label: trans.__('(not set)') };
  const options = assignment.mandatory ? terms : [none, ...terms];
  return <Combobox {...{ options, value, onChange, links }} placeholder={trans.__('Choose a term')} />;
}
