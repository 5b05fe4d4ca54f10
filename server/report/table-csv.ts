/** Tables as CSV, piece by piece, for spreadsheets and for programs. */
import { csvLine, type CsvCell } from './csv.ts';
import { isNumeric, type Cell, type ColumnKind, type Table } from './table.ts';

/**
 * A header and a line for each row.
 *
 * @throws Error when a cell of a number's column is no plain decimal: a bug of ours.
 */
export function* tableCsv({ columns, rows }: Table): Generator<string> {
  yield csvLine(columns.map(({ name }) => name));
  for (const row of rows) {
    yield csvLine(columns.map(({ kind }, index) => csvCell(kind, row[index] ?? null)));
  }
}

function csvCell(kind: ColumnKind, cell: Cell): CsvCell {
  if (cell === null) return null;
  if (isNumeric(kind)) return { decimal: cell };
  return kind === 'json' ? harmlessJson(cell) : cell;
}

/**
 * The same JSON without a character that begins a formula after a quote: escaped, so that no guard
 * has to change the text and every reader gets the same value.
 */
export function harmlessJson(json: string): string {
  return json.replace(/(["'])([=+\-@\uff1d\uff0b\uff0d\uff20\u2212])/g, (_, quote, sign) => {
    return `${quote}\\u${String(sign).charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
