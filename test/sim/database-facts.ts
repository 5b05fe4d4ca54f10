/** All that a database knows of calls, without the ids by which one file differs from another. */
import { createHash } from 'node:crypto';
import { openDictionaries } from '../../server/store/sqlite/dictionaries.ts';
import { openDatabase } from '../../server/store/sqlite/open-database.ts';
import { decodeRequestId } from '../../server/store/sqlite/request-id.ts';
import { decodeQuantities, LEVELS, TABLE_OF } from '../../server/store/sqlite/rollup-table.ts';
import type { InvocationRow } from '../../server/store/sqlite/row-reader.ts';
import { parseSeriesKey } from '../../server/store/sqlite/series.ts';

interface Cell {
  readonly bucket_start_ms: number;
  readonly series_id: number;
  readonly invocations: number;
  readonly quantities: Uint8Array | null;
  readonly latency: Uint8Array | null;
  readonly first_token: Uint8Array | null;
}

export interface CellFact {
  readonly invocations: number;
  /** Sum of all its quantities, of whichever type. */
  readonly quantity: number;
  readonly text: string;
}

export interface DatabaseFacts {
  /** `account/Region request id`, one for each row. */
  readonly ids: readonly string[];
  readonly rows: readonly string[];
  readonly rowQuantity: number;
  /** By level. */
  readonly cells: ReadonlyMap<string, readonly CellFact[]>;
  readonly objects: ReadonlyMap<string, number>;
  /** Origins of records that could not be read; not those of objects that could not. */
  readonly quarantined: readonly string[];
  /** Origins of objects that could not be read at some time. */
  readonly unreadable: ReadonlySet<string>;
  readonly integrity: unknown;
}

/** Reads all facts, and closes the file. */
export function readFacts(path: string, database = openDatabase(path)): DatabaseFacts {
  try {
    const dictionaries = openDictionaries(database);
    const seriesText = (id: number): string => {
      const { usageSetId, ...key } = parseSeriesKey(dictionaries.series.keyOf(id));
      return JSON.stringify([key, dictionaries.usageSet.keyOf(usageSetId)]);
    };
    const rows = database.prepare<[], InvocationRow>('SELECT * FROM invocation').all();
    const idOf = (row: InvocationRow): string =>
      `${dictionaries.scope.keyOf(row.scope_id)} ${decodeRequestId(row.request_id)}`;
    const cellsOf = (table: string): readonly CellFact[] =>
      database
        .prepare<[], Cell>(`SELECT * FROM ${table}`)
        .all()
        .map((cell) => ({
          invocations: cell.invocations,
          quantity: sumOf(cell.quantities),
          text: [
            cell.bucket_start_ms,
            seriesText(cell.series_id),
            cell.invocations,
            ...[cell.quantities, cell.latency, cell.first_token].map(hex),
          ].join(' '),
        }));
    const origins = (where: string): readonly string[] =>
      database.prepare<[], string>(`SELECT origin FROM quarantine WHERE ${where}`).pluck().all();
    const objects = database
      .prepare<[], { source_id: string; key: string; etag: string; records: number }>(
        'SELECT source_id, key, etag, records FROM source_object',
      )
      .all();
    return {
      ids: rows.map(idOf).sort(),
      rows: rows
        .map((row) =>
          [
            row.timestamp_ms,
            idOf(row),
            seriesText(row.series_id),
            row.latency_ms,
            row.first_token_ms,
            hex(row.quantities),
            dictionaries.detail.keyOf(row.detail_id),
            dictionaries.tagSet.keyOf(row.tag_set_id),
          ].join(' '),
        )
        .sort(),
      rowQuantity: rows.reduce((sum, row) => sum + sumOf(row.quantities), 0),
      cells: new Map(LEVELS.map((level) => [level, cellsOf(TABLE_OF[level])])),
      objects: new Map(objects.map(({ key, etag, records }) => [`${key} ${etag}`, records])),
      quarantined: origins("code <> 'unreadable'"),
      unreadable: new Set(origins("code = 'unreadable'")),
      integrity: database.pragma('integrity_check', { simple: true }),
    };
  } finally {
    database.close();
  }
}

/** Rows and rollups as one short text: equal for equal databases. */
export function digestOf({ rows, cells }: DatabaseFacts): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(`${row}\n`);
  for (const [level, facts] of cells) {
    hash.update(`${level}\n`);
    for (const text of facts.map((fact) => fact.text).sort()) hash.update(`${text}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

function sumOf(quantities: Uint8Array | null): number {
  return decodeQuantities(quantities).reduce((sum, one) => sum + one, 0);
}

function hex(bytes: Uint8Array | null): string {
  return bytes === null ? '-' : Buffer.from(bytes).toString('hex');
}
