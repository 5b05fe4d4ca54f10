/** Reads the Bedrock lines of a bill out of CUR 2.0 and FOCUS files, packed or not. */
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CsvReader } from '../report/read-csv.ts';
import { readParquet } from '../report/read-parquet.ts';
import type { BillLine, BillProblem } from '../report/reconcile/bill-line.ts';
import {
  BILL_COLUMNS,
  billFormat,
  readBillRow,
  type BillFormat,
} from '../report/reconcile/read-bill.ts';
import type { Cell } from '../report/table.ts';

export interface Bill {
  readonly lines: readonly BillLine[];
  readonly files: number;
  readonly rows: number;
  /** Rows that are no line of Bedrock's, by reason. */
  readonly left: ReadonlyMap<BillProblem, number>;
}

/** A file that is no bill, told by its path. */
export class BillError extends Error {
  readonly hint = 'Name CUR 2.0 or FOCUS files: .csv, .csv.gz or .parquet, or a folder of them.';
}

/**
 * Reads files, and all files of folders.
 *
 * @param onFile told before each file, with its number and how many there are.
 * @throws BillError for a path that is not there, and a file that is no such export.
 */
export async function readBillFiles(
  paths: readonly string[],
  onFile: (done: number, total: number) => void,
): Promise<Bill> {
  const files = paths.flatMap(filesOf);
  if (files.length === 0) throw new BillError(`There is no bill in ${paths.join(', ')}.`);
  const lines: BillLine[] = [];
  const left = new Map<BillProblem, number>();
  let rows = 0;
  for (const [index, file] of files.entries()) {
    onFile(index, files.length);
    for await (const { read, format } of rowsOf(file)) {
      rows += 1;
      const line = readBillRow(read, format);
      if (line.ok) lines.push(line.value);
      else left.set(line.problem, (left.get(line.problem) ?? 0) + 1);
    }
  }
  onFile(files.length, files.length);
  return { lines, files: files.length, rows, left };
}

const BILL_FILE = /\.(csv|csv\.gz|parquet)$/;

/** Bills lie in folders by month: all of them, in the order of their names. */
function filesOf(path: string): readonly string[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch {
    throw new BillError(`There is no file or folder ${path}.`);
  }
  if (!isFolder) return [path];
  const names = readdirSync(path, { recursive: true }).map((name) => String(name));
  return names
    .filter((name) => BILL_FILE.test(name))
    .sort()
    .map((name) => join(path, name));
}

interface BillRow {
  readonly read: (column: string) => Cell;
  readonly format: BillFormat;
}

async function* rowsOf(path: string): AsyncGenerator<BillRow> {
  if (path.endsWith('.parquet')) yield* parquetRows(path);
  else yield* csvRows(path);
}

async function* parquetRows(path: string): AsyncGenerator<BillRow> {
  const { columns, rows } = readParquet(new Uint8Array(readFileSync(path)).buffer, BILL_COLUMNS);
  const place = placeOf(columns, path);
  for await (const row of rows) yield place(row);
}

async function* csvRows(path: string): AsyncGenerator<BillRow> {
  const file = createReadStream(path);
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  text.setEncoding('utf8');
  const reader = new CsvReader();
  let place: ReturnType<typeof placeOf> | null = null;
  for await (const piece of text) {
    for (const row of reader.push(String(piece))) {
      if (place) yield place(row);
      else
        place = placeOf(
          row.map((cell) => cell ?? ''),
          path,
        );
    }
  }
  for (const row of reader.end()) if (place) yield place(row);
}

/** Cells of a row by the names of the header. */
function placeOf(columns: readonly string[], path: string): (row: readonly Cell[]) => BillRow {
  // AWS writes `lineItem/UsageType` in files of before CUR 2.0, which are not read.
  const format = billFormat(columns);
  if (!format) throw new BillError(`${path} has the columns of neither CUR 2.0 nor FOCUS.`);
  const places = new Map(columns.map((name, index) => [name, index]));
  return (row) => ({ format, read: (column) => row[places.get(column) ?? -1] ?? null });
}
