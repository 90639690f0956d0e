import React, { useState } from 'react';

import { Assignment, EntityType, MAX_CONDITIONS } from '../../api';
import { useServices } from '../../app/services';
import { Combobox } from '../../common/fields/Combobox';
import { Field } from '../../common/fields/Field';
import { ValueInput } from '../../properties/PropertyInput';
import { conditionOf, countValues, operatorLabel, operatorsOf, propertiesOf } from './conditions';
import { SearchModel } from './search';

interface Props {
  search: SearchModel;
  types: ReadonlyArray<EntityType>;
  isLoading: boolean;
}

/** Adds conditions on properties of the chosen type, or of all types. */
export function ConditionFields({ search, types, isLoading }: Props): JSX.Element {
  const { trans } = useServices();
  const [code, setCode] = useState('');
  const properties = propertiesOf(types, search.request.type ?? '');
  const property = properties.find(each => each.code === code);
  const isFull = search.conditions.length >= MAX_CONDITIONS;
  return (
    <>
      <Field label={trans.__('Property')}>
        {links => (
          <Combobox
            options={properties.map(each => ({
              value: each.code,
              label: each.label || each.code,
              description: each.label ? each.code : null
            }))}
            value={property ? code : ''}
            onChange={setCode}
            links={links}
            placeholder={trans.__('Choose a property')}
            isLoading={isLoading}
          />
        )}
      </Field>
      {property && !isFull && (
        <Comparison
          key={code}
          property={property}
          onAdd={condition => {
            search.setConditions([...search.conditions, condition]);
            setCode('');
          }}
        />
      )}
    </>
  );
}

interface ComparisonProps {
  property: Assignment;
  onAdd: (condition: SearchModel['conditions'][number]) => void;
}

/** Comparison and value for one property. */
function Comparison({ property, onAdd }: ComparisonProps): JSX.Element {
  const { trans } = useServices();
  const operators = operatorsOf(property);
  const [operator, setOperator] = useState(operators.includes('contains') ? 'contains' : operators[0]);
  const [entered, setEntered] = useState(['', '']);
  const condition = conditionOf(property, operator, entered);
  const count = countValues(operator);
  const labels = count > 1 ? [trans.__('From'), trans.__('to')] : [trans.__('Value')];
  return (
    <div className="jp-openbis-condition">
      <Field label={trans.__('Comparison')}>
        {links => (
          <select
            {...links}
            className="jp-mod-styled"
            value={operator}
            onChange={event => setOperator(event.target.value)}
          >
            {operators.map(each => (
              <option key={each} value={each}>
                {operatorLabel(each, trans)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {entered.slice(0, count).map((value, index) => (
        <Field key={labels[index]} label={labels[index]}>
          {links => (
            <ValueInput
              assignment={{ ...property, mandatory: true }}
              value={value}
              onChange={changed => setEntered(entered.map((each, at) => (at === index ? changed : each)))}
              links={links}
            />
          )}
        </Field>
      ))}
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        disabled={condition === null}
        onClick={() => condition && onAdd(condition)}
      >
        {trans.__('Add condition')}
      </button>
    </div>
  );
}
