/** A plain table for people: columns aligned, texts to the left and figures to the right. */

import { printable } from './printable.ts';

/**
 * @param header one name a column.
 * @param leftColumns how many columns, from the first on, are texts.
 * @returns lines without trailing spaces; the header first.
 */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  leftColumns: number,
): readonly string[] {
  const shown = rows.map((row) => row.map((cell) => printable(cell)));
  const widths = header.map((name, index) =>
    shown.reduce((width, row) => Math.max(width, (row[index] ?? '').length), name.length),
  );
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return index < leftColumns ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [lineOf(header), ...shown.map(lineOf)];
}
