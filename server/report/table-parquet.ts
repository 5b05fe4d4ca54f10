/** Tables as Parquet, group by group of rows: decimals keep every digit. */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { assert } from '../../shared/assert.ts';
import { parseDecimal } from '../../shared/money.ts';
import type { Cell, Column, ColumnKind, Table } from './table.ts';

/** Atto-dollars: the finest unit in which money is held. */
export const DECIMAL_SCALE = 18;
const DECIMAL_DIGITS = 38;
/** So many rows are held at once. */
const GROUP_ROWS = 10_000;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];

/**
 * The bytes of a Parquet file in order; the same table gives the same bytes.
 *
 * @param name which columns have a value in each row, which readers may rely on.
 * @throws Error when a number has more digits than the column holds: a bug of ours.
 */
export function* tableParquet(table: Table, required: ReadonlySet<string>): Generator<Uint8Array> {
  const { columns, rows } = table;
  const writer = new ByteWriter();
  const schema = schemaOf(columns, required);
  const parquet = new ParquetWriter({ writer, schema, createdBy: 'outcrop' });
  let group: (readonly Cell[])[] = [];
  for (const row of rows) {
    group.push(row);
    if (group.length < GROUP_ROWS) continue;
    writeGroup(parquet, columns, group);
    group = [];
    yield drained(writer);
  }
  writeGroup(parquet, columns, group);
  void parquet.finish(); // In memory both are done at once.
  yield drained(writer);
}

function writeGroup(
  parquet: ParquetWriter,
  columns: readonly Column[],
  group: readonly (readonly Cell[])[],
): void {
  if (group.length === 0) return;
  const columnData = columns.map(({ name, kind }, index) => ({
    name,
    data: group.map((row) => valueOf(kind, row[index] ?? null)),
  }));
  void parquet.write({ columnData, rowGroupSize: GROUP_ROWS });
}

/** Hands the written bytes on and starts the buffer anew; offsets in the file go on. */
function drained(writer: ByteWriter): Uint8Array {
  const bytes = new Uint8Array(writer.buffer.slice(0, writer.index));
  writer.index = 0;
  return bytes;
}

function valueOf(kind: ColumnKind, cell: Cell): unknown {
  if (cell === null) return null;
  switch (kind) {
    case 'decimal': {
      const scaled = parseDecimal(cell, DECIMAL_SCALE);
      assert(scaled !== null, `a decimal has at most ${DECIMAL_SCALE} places, not ${cell}`);
      return scaled;
    }
    case 'count':
      return BigInt(cell);
    case 'time':
      return BigInt(Date.parse(cell));
    case 'json':
    case 'text':
      return cell;
  }
}

const ELEMENT_OF: Record<ColumnKind, Omit<Schema[number], 'name'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  count: { type: 'INT64' },
  decimal: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    scale: DECIMAL_SCALE,
    precision: DECIMAL_DIGITS,
  },
};

function schemaOf(columns: readonly Column[], required: ReadonlySet<string>): Schema {
  const leaves = columns.map(({ name, kind }): Schema[number] => ({
    name,
    ...ELEMENT_OF[kind],
    repetition_type: required.has(name) ? 'REQUIRED' : 'OPTIONAL',
  }));
  return [{ name: 'root', num_children: leaves.length }, ...leaves];
}
