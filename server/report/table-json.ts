/** Tables as JSON with one object a line, piece by piece, for programs. */
import type { Cell, ColumnKind, Table } from './table.ts';

/** One JSON object a line. Counts are numbers, decimals text, so that no reader rounds money. */
export function* tableJsonLines({ columns, rows }: Table): Generator<string> {
  for (const row of rows) {
    const entries = columns.map(({ name, kind }, index): [string, unknown] => {
      return [name, jsonCell(kind, row[index] ?? null)];
    });
    yield `${JSON.stringify(Object.fromEntries(entries))}\n`;
  }
}

function jsonCell(kind: ColumnKind, cell: Cell): unknown {
  if (cell === null) return null;
  if (kind === 'json') return JSON.parse(cell);
  return kind === 'count' && Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
}
