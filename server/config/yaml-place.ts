/** Finds where in a YAML file a key stands, so that a mistake can be pointed at. */
import type { Document, LineCounter } from 'yaml';

/** Keys and indexes from the top of the file down. */
export type Path = readonly (string | number)[];

/**
 * Where a path stands in the file; its nearest parent where it is missing.
 *
 * @returns 1-based; 0 when not even a parent stands there. Never throws.
 */
export function placeOf(
  document: Document,
  lines: LineCounter,
  path: Path,
): { readonly line: number; readonly column: number } {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node !== 'object' || node === null || !('range' in node)) continue;
    const { line, col } = lines.linePos((node.range as readonly number[])[0] ?? 0); // A yaml Range.
    return { line, column: col };
  }
  return { line: 0, column: 0 };
}
