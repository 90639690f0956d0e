import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Assignment } from '../api';
import { useServices } from '../app/services';
import { Combobox } from '../common/fields/Combobox';
import { Field, InputLinks } from '../common/fields/Field';
import { formOf, inputKind, InputKind } from './properties';
import { isFormatted, readable } from './readable';

interface Props {
  assignment: Assignment;
  value: string;
  onChange: (value: string) => void;
  errors: string[];
}

interface InputProps extends Omit<Props, 'errors'> {
  links: InputLinks;
}

/** The field of a property, with an input for its data type. */
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

/** Return the label of a property; by default, its code. */
export function labelOf({ label, code }: Assignment): string {
  return label || code;
}

/** Return the description of a property, and the format of its values. */
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
  // Numbers are text inputs: browsers hide invalid numbers from scripts, and the server reports them.
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

/** Text of several lines. Of formatted text, which the ELN writes, it is the source; what readers see is above it. */
function LinesInput({ value, onChange, links }: InputProps): JSX.Element {
  const { trans } = useServices();
  const input = (
    <textarea
      {...links}
      className="jp-mod-styled"
      rows={3}
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  );
  return isFormatted(value) ? (
    <div>
      <p className="jp-openbis-readable">{readable(value)}</p>
      <small>{trans.__('Formatted text. Here you edit its source; openBIS has an editor for it.')}</small>
      {input}
    </div>
  ) : (
    input
  );
}

/** Three states: true, false, not set. */
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
