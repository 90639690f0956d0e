import React, { useState } from 'react';

import { Hdf5Item } from '../api';
import { useServices } from '../app/services';
import { CellTable } from './CellTable';

interface Props {
  item: Hdf5Item;
  values: NonNullable<Hdf5Item['values']>;
  onStart: (start: number[]) => void;
}

/** Some values of a dataset, with the index at which they begin in each dimension. */
export function Hdf5Values({ item, values, onStart }: Props): JSX.Element {
  const { trans } = useServices();
  const shape = item.shape ?? [];
  const { start, rows, fields } = values;
  const hasColumns = shape.length > 1;
  const firstRow = start[hasColumns ? shape.length - 2 : 0] ?? 0;
  const firstColumn = hasColumns ? start[shape.length - 1] : 0;
  const columns = rows[0]?.map((_, index) => String(firstColumn + index)) ?? [];
  return (
    <>
      {shape.length > 0 && <FirstValue key={start.join()} start={start} shape={shape} onStart={onStart} />}
      <CellTable
        name={trans.__('Values')}
        rows={rows}
        head={fields.length ? fields : hasColumns ? columns : []}
        rowNames={shape.length ? rows.map((_, index) => String(firstRow + index)) : undefined}
      />
    </>
  );
}

interface FirstProps {
  start: ReadonlyArray<number>;
  shape: ReadonlyArray<number>;
  onStart: (start: number[]) => void;
}

/** A form for the index of the first value in each dimension. */
function FirstValue({ start, shape, onStart }: FirstProps): JSX.Element {
  const { trans } = useServices();
  const [indexes, setIndexes] = useState(start.map(String));
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    onStart(indexes.map((each, dimension) => clamped(Number(each), shape[dimension])));
  };
  const change = (dimension: number, text: string) =>
    setIndexes(indexes.map((each, index) => (index === dimension ? text : each)));
  return (
    <form className="jp-openbis-viewer-tools" aria-label={trans.__('First value')} onSubmit={submit}>
      {shape.map((size, dimension) => (
        <label key={dimension}>
          {trans.__('Index %1 (of %2)', String(dimension + 1), String(size))}
          <input
            type="number"
            className="jp-openbis-index"
            min={0}
            max={size - 1}
            value={indexes[dimension]}
            onChange={event => change(dimension, event.target.value)}
          />
        </label>
      ))}
      <button type="submit" className="jp-openbis-button jp-mod-styled">
        {trans.__('Show')}
      </button>
    </form>
  );
}

function clamped(index: number, size: number): number {
  return Number.isFinite(index) ? Math.min(Math.max(0, Math.trunc(index)), size - 1) : 0;
}
