import React from 'react';

interface Props {
  rows: ReadonlyArray<ReadonlyArray<string>>;
  name: string;
  /** Names of the columns. */
  head: ReadonlyArray<string>;
  /** Names of the rows. */
  rowNames?: ReadonlyArray<string>;
}

/** A table of texts. */
export function CellTable({ rows, name, head, rowNames }: Props): JSX.Element {
  return (
    // It scrolls, so it must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="jp-openbis-table" tabIndex={0} role="group" aria-label={name}>
      <table>
        {head.length > 0 && (
          <thead>
            <tr>
              {rowNames && <td />}
              {head.map((cell, column) => (
                <th key={column} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {rowNames && <th scope="row">{rowNames[index]}</th>}
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
