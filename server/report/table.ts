/** A table as reports hand it on: columns with a kind, rows that may be streamed. */

/** `decimal` and `count` are plain decimal text, `time` is ISO in UTC, `json` is JSON text. */
export type ColumnKind = 'text' | 'decimal' | 'count' | 'time' | 'json';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** Exact text, null where nothing is known. */
export type Cell = string | null;

export interface Table {
  /** Short, for the tab of a workbook. */
  readonly name: string;
  readonly columns: readonly Column[];
  /** In the order of the columns; read once, so that they need not all be in memory. */
  readonly rows: Iterable<readonly Cell[]>;
}

/** Tells whether cells of a kind are numbers. Never throws. */
export function isNumeric(kind: ColumnKind): boolean {
  return kind === 'decimal' || kind === 'count';
}
