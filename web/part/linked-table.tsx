/** A table whose rows are of something: the first cell of each leads to it. */
import type { ComponentChildren } from 'preact';
import type { DataTable } from '../format/csv.ts';

interface LinkedTableProps {
  readonly table: DataTable;
  readonly caption: string;
  /** More would be a wall of figures; the CSV holds all. */
  readonly rowsMax?: number;
  /** The first cell of a row, as a link to what the row is of. */
  readonly nameOf: (label: string, row: number) => ComponentChildren;
  /** Any other cell, where it leads on too. */
  readonly cellOf?: (text: string, at: { row: number; column: number }) => ComponentChildren;
}

export function LinkedTable({ table, caption, rowsMax = 20, nameOf, cellOf }: LinkedTableProps) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="data">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map(({ label, isNumber }, index) => (
              <th scope="col" class={isNumber ? 'number' : ''} key={index}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, rowsMax).map(([name = '', ...cells], row) => (
            <tr key={row}>
              <th scope="row" class="name-cell" title={name}>
                {nameOf(name, row)}
              </th>
              {cells.map((text, index) => (
                <td class={table.columns[index + 1]?.isNumber ? 'number' : ''} key={index}>
                  {cellOf ? cellOf(text, { row, column: index + 1 }) : text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > rowsMax && (
        <p class="muted">The first {rowsMax} rows; the CSV holds all.</p>
      )}
    </div>
  );
}
