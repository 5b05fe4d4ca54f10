/** Where a line and a column are in a text. */

/**
 * @param line from 1; past the last one is the end of the text.
 * @param column from 1; past the end of its line is that end.
 * @returns index into the text. Never throws.
 */
export function placeIn(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const inLine = Math.min(column - 1, lines[line - 1]?.length ?? 0);
  return Math.min(before + inLine, text.length);
}
