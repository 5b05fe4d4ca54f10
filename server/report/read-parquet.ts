/** Reads rows of a Parquet file as exact text, a group of rows at a time. */
import { parquetMetadata, parquetRead, type FileMetaData, type SchemaElement } from 'hyparquet';
import { formatDecimal } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import type { Cell } from './table.ts';

export interface ParquetRows {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/**
 * Opens a whole file in memory; values become the text that CSV would have, decimals with every
 * digit, doubles as the shortest text that means the same double.
 *
 * @param columns those to read; all when left out. What the file lacks is left out.
 * @throws Error when the bytes are no Parquet, or are packed in a way that is not read here.
 */
export function readParquet(file: ArrayBuffer, columns?: readonly string[]): ParquetRows {
  const metadata = parquetMetadata(file);
  const wanted = topLevel(metadata.schema).filter(({ name }) => columns?.includes(name) ?? true);
  return {
    columns: wanted.map(({ name }) => name),
    rows: rowsOf(file, withRawDecimals(metadata), wanted),
  };
}

/** Columns as a query names them: what lies within a map or list belongs to its column. */
function topLevel(schema: readonly SchemaElement[]): readonly SchemaElement[] {
  const found: SchemaElement[] = [];
  let within = 0;
  for (const element of schema.slice(1)) {
    if (within === 0) found.push(element);
    else within -= 1;
    within += element.num_children ?? 0;
  }
  return found;
}

async function* rowsOf(
  file: ArrayBuffer,
  metadata: FileMetaData,
  wanted: readonly SchemaElement[],
): AsyncGenerator<readonly Cell[]> {
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    let rows: readonly (readonly unknown[])[] = [];
    await parquetRead({
      file,
      metadata,
      columns: wanted.map(({ name }) => name),
      rowStart,
      rowEnd,
      utf8: false, // Text that says so is text; bare bytes stay bytes.
      onComplete: (read: unknown[][]) => (rows = read),
    });
    for (const row of rows) {
      yield wanted.map((element, index) => textOf(element, row[index]));
    }
    rowStart = rowEnd;
  }
}

/** The library makes floats of decimals, which cannot hold them: so it is told they are bytes. */
function withRawDecimals(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element): SchemaElement => {
    if (element.converted_type !== 'DECIMAL') return element;
    const { converted_type: _decimal, logical_type: _type, ...bare } = element;
    return bare;
  });
  return { ...metadata, schema };
}

function textOf(element: SchemaElement, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (element.converted_type === 'DECIMAL') {
    const scaled = scaledOf(value);
    return scaled === null ? null : formatDecimal(scaled, element.scale ?? 0);
  }
  return plainText(value);
}

function scaledOf(value: unknown): bigint | null {
  if (value instanceof Uint8Array) return signedInteger(value);
  return typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : null;
}

function plainText(value: unknown): string {
  if (value instanceof Date) return isoTime(value.getTime());
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one));
}

/** Big-endian, two's complement. */
function signedInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0;
  return isNegative ? value - (1n << BigInt(8 * bytes.length)) : value;
}
