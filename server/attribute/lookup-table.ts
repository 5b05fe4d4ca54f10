/** A table that rules look values up in, read from CSV with the place of each mistake. */
import { err, ok, type Result } from '../../shared/result.ts';

export interface LookupTable {
  readonly columns: readonly string[];
  /** Cells in the order of the columns, by the cell of the key column. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

export interface TableProblem {
  /** 1-based, in the CSV file. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const ROWS_MAX = 100_000;
const COLUMNS_MAX = 50;
const CELL_CHARS_MAX = 1024;

/**
 * Reads CSV: a header, commas, quotes doubled within quotes.
 *
 * @param text a byte order mark and CRLF are taken as they come; empty lines are passed over.
 * @param key name of the column that is looked up by; its cells must be there and differ.
 * @returns the table, or the first thing that is wrong with it. Never throws.
 */
export function parseLookupTable(text: string, key: string): Result<LookupTable, TableProblem> {
  const lines = readCsv(text.replace(/^\uFEFF/, ''));
  if (!lines.ok) return lines;
  const [header, ...body] = lines.value;
  if (!header) return problemAt({ line: 1, column: 1 }, 'the table has no header');
  const columns = header.cells.map((cell) => cell.text);
  const problem = headerProblem(header, columns, key);
  if (problem) return err(problem);
  return keyedRows(body, columns, key);
}

function headerProblem(header: Row, columns: readonly string[], key: string): TableProblem | null {
  const twice = columns.findIndex((name, index) => columns.indexOf(name) !== index);
  if (twice >= 0) return { ...placeIn(header, twice), message: `"${columns[twice]}" stands twice` };
  const { line, column } = header;
  if (!columns.includes(key)) return { line, column, message: `there is no column "${key}"` };
  if (columns.length <= COLUMNS_MAX) return null;
  return { line, column, message: `at most ${COLUMNS_MAX} columns` };
}

function keyedRows(
  body: readonly Row[],
  columns: readonly string[],
  key: string,
): Result<LookupTable, TableProblem> {
  const keyIndex = columns.indexOf(key);
  const rows = new Map<string, readonly string[]>();
  for (const row of body) {
    const problem = rowProblem(row, columns.length, rows.size);
    if (problem !== null) return problemAt(row, problem);
    const cells = row.cells.map((cell) => cell.text);
    const value = cells[keyIndex] ?? '';
    if (value === '') return problemAt(placeIn(row, keyIndex), `the ${key} is missing`);
    if (rows.has(value)) return problemAt(placeIn(row, keyIndex), `this ${key} stands twice`);
    rows.set(value, cells);
  }
  return ok({ columns, rows });
}

interface Place {
  readonly line: number;
  readonly column: number;
}
interface Cell extends Place {
  readonly text: string;
}
interface Row extends Place {
  readonly cells: readonly Cell[];
}

function problemAt({ line, column }: Place, message: string) {
  return err({ line, column, message });
}

function placeIn(row: Row, index: number): Place {
  const { line, column } = row.cells[index] ?? row;
  return { line, column };
}

function rowProblem(row: Row, columns: number, rowCount: number): string | null {
  if (rowCount >= ROWS_MAX) return `a table has at most ${ROWS_MAX} rows`;
  const count = row.cells.length;
  if (count !== columns) return `${count} cells, but the header has ${columns}`;
  const isLong = row.cells.some((cell) => cell.text.length > CELL_CHARS_MAX);
  return isLong ? `a cell has at most ${CELL_CHARS_MAX} characters` : null;
}

const QUOTED = /"((?:[^"]|"")*)"(?=,|\r?\n|$)/y;
const PLAIN = /[^",\r\n]*(?=,|\r?\n|$)/y;

function readCsv(text: string): Result<readonly Row[], TableProblem> {
  const rows: Row[] = [];
  let place: Cursor = { index: 0, line: 1, lineStart: 0 };
  while (place.index < text.length) {
    const read = readRow(text, place);
    if (!read.ok) return read;
    const [first] = read.value.cells;
    const isEmpty = read.value.cells.length === 1 && first?.text === '';
    if (first && !isEmpty) rows.push({ ...first, cells: read.value.cells });
    place = read.value.next;
  }
  return ok(rows);
}

interface Cursor {
  readonly index: number;
  readonly line: number;
  readonly lineStart: number;
}

function readRow(
  text: string,
  start: Cursor,
): Result<{ readonly cells: readonly Cell[]; readonly next: Cursor }, TableProblem> {
  const cells: Cell[] = [];
  let place = start;
  for (;;) {
    const at = { line: place.line, column: place.index - place.lineStart + 1 };
    const pattern = text[place.index] === '"' ? QUOTED : PLAIN;
    pattern.lastIndex = place.index;
    const found = pattern.exec(text);
    if (!found) return problemAt(at, 'a quote is not closed, or stands inside a cell');
    const quoted = found[1]?.replaceAll('""', '"');
    cells.push({ ...at, text: (quoted ?? found[0]).trim() });
    place = afterCell(found[0], place);
    if (text[place.index] !== ',') break;
    place = { ...place, index: place.index + 1 };
  }
  const index = place.index + (text[place.index] === '\r' ? 2 : 1);
  return ok({ cells, next: { index, line: place.line + 1, lineStart: index } });
}

/** Cells in quotes may hold ends of lines themselves. */
function afterCell(cell: string, { index, line, lineStart }: Cursor): Cursor {
  const last = cell.lastIndexOf('\n');
  const end = index + cell.length;
  if (last < 0) return { index: end, line, lineStart };
  return { index: end, line: line + cell.split('\n').length - 1, lineStart: index + last + 1 };
}
