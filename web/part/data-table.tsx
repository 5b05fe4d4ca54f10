/** Any table of texts, and its download as CSV. */
import { formatCsv, type DataTable } from '../format/csv.ts';

const ROWS_MAX = 500;

export function DataTableView({ table, caption }: { table: DataTable; caption: string }) {
  const rows = table.rows.slice(0, ROWS_MAX);
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="data">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map(({ label, isNumber }) => (
              <th scope="col" class={isNumber ? 'number' : ''} key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, index) => (
                <td class={table.columns[index]?.isNumber ? 'number' : ''} key={index}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > ROWS_MAX && (
        <p class="muted">The first {ROWS_MAX} rows; the CSV holds all.</p>
      )}
    </div>
  );
}

/** Hands a table to the browser as a file. */
export function downloadCsv(table: DataTable, name: string): void {
  const blob = new Blob(['\ufeff', formatCsv(table)], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `outcrop-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
