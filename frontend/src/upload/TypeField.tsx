import React from 'react';

import { typeOptions } from '../common/fields/typeOptions';
import { useServices } from '../app/services';
import { Combobox } from '../common/fields/Combobox';
import { Field } from '../common/fields/Field';
import { Icon, REFRESH } from '../common/Icon';
import { Problem } from '../common/Problem';
import { DataSetTypes } from './useDataSetTypes';

interface Props {
  types: DataSetTypes;
  /** Code of the chosen type. */
  value: string;
  onChange: (code: string) => void;
  errors: string[];
}

/** The data set type, found by words of its code and description. */
export function TypeField({ types, value, onChange, errors }: Props): JSX.Element {
  const { trans, connections, recentChoices } = useServices();
  const options = typeOptions(
    types.all ?? [],
    recentChoices.types(connections.current?.name ?? '', 'dataSet'),
    trans
  );
  return (
    <>
      <Field
        label={trans.__('Data set type')}
        description={types.find(value)?.description}
        mandatory
        errors={errors}
      >
        {links => (
          <div className="jp-openbis-with-button">
            <Combobox
              {...{ options, value, onChange, links }}
              placeholder={trans.__('Choose a type')}
              isLoading={!types.all && types.isBusy}
            />
            <button
              type="button"
              className="jp-openbis-icon-button"
              aria-label={trans.__('Reload types')}
              title={trans.__('Reload types')}
              disabled={types.isBusy}
              onClick={types.refresh}
            >
              <Icon path={REFRESH} />
            </button>
          </div>
        )}
      </Field>
      <Problem error={types.error} retry={types.refresh} />
    </>
  );
}
