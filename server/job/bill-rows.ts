/** Rows of one file of a bill: CSV, packed or not, and Parquet, as CUR 2.0 or FOCUS writes them. */
import { createReadStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  BILL_COLUMNS,
  billFormat,
  readBillRow,
  usageDay,
  type BillFormat,
} from '../price/read-bill.ts';
import { BillSums, type BillProblem } from '../price/bill-line.ts';
import { CsvReader } from '../report/read-csv.ts';
import { readParquet } from '../report/read-parquet.ts';
import type { Cell } from '../report/table.ts';
import type { ObjectToRead } from '../source/source.ts';

export interface BillFile {
  /** Its ending tells how it is packed. */
  readonly name: string;
  readonly content: ObjectToRead['content'];
}

/** A file that is no bill, told by its name. */
export class BillError extends Error {
  readonly hint = 'Name CUR 2.0 or FOCUS files: .csv, .csv.gz or .parquet, or a folder of them.';
}

/** What files of a bill add up to, as they are read one after another. */
export class BillReading {
  readonly sums = new BillSums();
  /** Rows that are no line of Bedrock's, by reason. */
  readonly left = new Map<BillProblem, number>();
  rows = 0;
  /** Lines of Bedrock's. */
  read = 0;
  /** The newest day of any row of usage, `2026-11-20`. */
  lastDay: string | null = null;

  /** @throws BillError for a file that is no such export. */
  async add(file: BillFile): Promise<void> {
    for await (const { read, format } of rowsOf(file)) {
      this.rows += 1;
      const day = usageDay(read, format);
      if (day !== null && (this.lastDay === null || day > this.lastDay)) this.lastDay = day;
      const line = readBillRow(read, format);
      if (!line.ok) {
        this.left.set(line.problem, (this.left.get(line.problem) ?? 0) + 1);
        continue;
      }
      this.read += 1;
      this.sums.add(line.value);
    }
  }
}

interface BillRow {
  readonly read: (column: string) => Cell;
  readonly format: BillFormat;
}

async function* rowsOf(file: BillFile): AsyncGenerator<BillRow> {
  if (file.name.toLowerCase().endsWith('.parquet')) yield* parquetRows(file);
  else yield* csvRows(file);
}

async function* parquetRows({ name, content }: BillFile): AsyncGenerator<BillRow> {
  const bytes = 'file' in content ? readFileSync(content.file) : content.bytes;
  const { columns, rows } = readParquet(new Uint8Array(bytes).buffer, BILL_COLUMNS);
  const place = placeOf(columns, name);
  for await (const row of rows) yield place(row);
}

async function* csvRows({ name, content }: BillFile): AsyncGenerator<BillRow> {
  const file =
    'file' in content
      ? createReadStream(content.file)
      : Readable.from([Buffer.from(content.bytes)]);
  const text = name.toLowerCase().endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const decoder = new TextDecoder();
  const reader = new CsvReader();
  let place: ReturnType<typeof placeOf> | null = null;
  for await (const piece of text) {
    // The guarantee: a stream without encoding gives Buffers.
    for (const row of reader.push(decoder.decode(piece as Buffer, { stream: true }))) {
      if (place) yield place(row);
      else place = placeOf(textsOf(row), name);
    }
  }
  for (const row of reader.end()) if (place) yield place(row);
}

function textsOf(row: readonly Cell[]): readonly string[] {
  return row.map((cell) => cell ?? '');
}

/** Cells of a row by the names of the header. */
function placeOf(columns: readonly string[], name: string): (row: readonly Cell[]) => BillRow {
  // AWS writes `lineItem/UsageType` in files of before CUR 2.0, which are not read.
  const format = billFormat(columns);
  if (!format) throw new BillError(`${name} has the columns of neither CUR 2.0 nor FOCUS.`);
  const places = new Map(columns.map((column, index) => [column, index]));
  return (row) => ({ format, read: (column) => row[places.get(column) ?? -1] ?? null });
}
