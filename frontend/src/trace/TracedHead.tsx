import React from 'react';

import { TracedDataSet } from '../api';
import { useServices } from '../app/services';
import { EntityLink } from '../browse/entities/EntityLink';
import { kindName } from '../browse/entities/kinds';
import { notVisibleState, StateLabel } from './stateLabels';

interface Props {
  traced: TracedDataSet;
  states: StateLabel[];
  /** Whether openBIS has answered. */
  isAsked: boolean;
}

/** The name of a data set of a notebook, as a link to its details, and its states. */
export function TracedHead({ traced, states, isAsked }: Props): JSX.Element {
  const { trans } = useServices();
  const { permId, kind, dataSet, newer } = traced;
  const all = isAsked && !dataSet ? [...states, notVisibleState(trans)] : states;
  const type = kind === 'dataSet' ? (dataSet?.type ?? null) : kindName(kind, trans);
  return (
    <>
      <EntityLink entity={{ kind, permId }} title={titleOfTraced(traced)} note={type} />
      <ul className="jp-openbis-states">
        {all.map(({ text, isWarning }) => (
          <li key={text} data-warning={isWarning || undefined}>
            {text}
          </li>
        ))}
      </ul>
      {newer && (
        <EntityLink
          entity={{ kind: 'dataSet', permId: newer.permId }}
          title={newer.$NAME || newer.permId}
          note={trans.__('newer version, %1', newer.registrationDate ?? newer.permId)}
        />
      )}
    </>
  );
}

/** The name of a data set of a notebook; by default its permId, or the identifier of its owner. */
export function titleOfTraced({ permId, identifier, dataSet }: TracedDataSet): string {
  return dataSet?.$NAME || identifier || permId;
}
