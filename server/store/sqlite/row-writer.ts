/** Writes rows: a call that is there already stays once, as the copy that tells most. */
import { assert } from '../../../shared/assert.ts';
import type { RollupEntry } from '../../rollup/rollup-log.ts';
import { UNKNOWN_MS, type RowBlock } from '../row-block.ts';
import type { BlockIds } from './block-ids.ts';
import type { Database } from './open-database.ts';
import { factsOf } from './copy-facts.ts';
import type { Dictionaries } from './dictionaries.ts';
import { isPreferred } from './preferred-copy.ts';
import type { InvocationRow, SummedRow } from './row-reader.ts';
import type { TenantBars } from './tenant-bars.ts';
import type { TooOld } from './too-old.ts';

/** Told what rollups have to add and to take away. */
export interface RowChanges {
  added(entry: RollupEntry): void;
  removed(entry: RollupEntry): void;
}

const COLUMNS = `timestamp_ms, request_id, scope_id, series_id, latency_ms, first_token_ms,
  quantities, detail_id, tag_set_id`;
const VALUES = '(?, ?, ?, ?, ?, ?, ?, ?, ?)';
const COLUMN_COUNT = 9;

type Value = number | string | Uint8Array | null;

/** Rows that one statement writes: a statement for each would cost three times as much. */
const ROWS_AT_ONCE = 50;

/** The statements for rows, prepared once; call them in the transaction of their batch. */
export class RowWriter {
  readonly #dictionaries: Dictionaries;
  readonly #tooOld: TooOld;
  readonly #bars: TenantBars;
  readonly #insert;
  readonly #insertMany;
  /** Of the rows that are written together; used again for the next ones. */
  readonly #values: Value[] = [];
  readonly #withKey;
  readonly #withTextId;
  readonly #delete;

  constructor(
    database: Database,
    dictionaries: Dictionaries,
    { tooOld, bars }: { readonly tooOld: TooOld; readonly bars: TenantBars },
  ) {
    this.#bars = bars;
    this.#dictionaries = dictionaries;
    this.#tooOld = tooOld;
    this.#insert = database.prepare(
      `INSERT OR IGNORE INTO invocation (${COLUMNS}) VALUES ${VALUES}`,
    );
    const many = Array.from({ length: ROWS_AT_ONCE }, () => VALUES).join(', ');
    this.#insertMany = database.prepare(`INSERT INTO invocation (${COLUMNS}) VALUES ${many}`);
    this.#withKey = database.prepare<[number, Uint8Array | string, number], InvocationRow>(`
      SELECT ${COLUMNS} FROM invocation
       WHERE timestamp_ms = ? AND request_id = ? AND scope_id = ?`);
    this.#withTextId = database.prepare<[string, number], InvocationRow>(`
      SELECT ${COLUMNS} FROM invocation
       WHERE typeof(request_id) = 'text' AND request_id = ? AND scope_id = ?`);
    this.#delete = database.prepare<[number, Uint8Array | string, number]>(`
      DELETE FROM invocation WHERE timestamp_ms = ? AND request_id = ? AND scope_id = ?`);
  }

  /** Writes all rows of a block, or leaves the copies that are there where those are preferred. */
  write(block: RowBlock, ids: BlockIds, changes: RowChanges): void {
    const bars = this.#bars.of(block);
    let rows: InvocationRow[] = [];
    for (let index = 0; index < block.count; index += 1) {
      const barMs = bars?.[block.seriesIndexes[index] ?? 0] ?? 0;
      if (this.#tooOld.refuses(block.timestampsMs[index] ?? 0, barMs)) continue;
      rows.push(rowOf(block, index, ids));
      if (rows.length < ROWS_AT_ONCE) continue;
      this.#writeRows(rows, changes);
      rows = [];
    }
    for (const row of rows) this.#writeRow(row, changes);
  }

  /** Most rows are new: they are written together, and one by one where any is not. */
  #writeRows(rows: readonly InvocationRow[], changes: RowChanges): void {
    if (rows.some(hasTextId) || !this.#tryInsertMany(rows)) {
      for (const row of rows) this.#writeRow(row, changes);
    } else {
      for (const row of rows) changes.added(entryOf(row));
    }
  }

  #writeRow(row: InvocationRow, changes: RowChanges): void {
    // The time of a UUID's call is its own; that of another id may be a delivery's.
    if (typeof row.request_id === 'string') {
      const known = this.#withTextId.get(row.request_id, row.scope_id);
      if (known) return this.#resolve(row, known, changes);
    }
    if (this.#tryInsert(row)) return changes.added(entryOf(row));
    const stored = this.#withKey.get(row.timestamp_ms, row.request_id, row.scope_id);
    assert(stored !== undefined, 'a row that is not inserted is there');
    this.#resolve(row, stored, changes);
  }

  #resolve(row: InvocationRow, stored: InvocationRow, changes: RowChanges): void {
    if (isSame(row, stored)) return;
    if (!isPreferred(factsOf(row, this.#dictionaries), factsOf(stored, this.#dictionaries))) return;
    this.#delete.run(stored.timestamp_ms, stored.request_id, stored.scope_id);
    assert(this.#tryInsert(row), 'a row takes the place of the one that was deleted');
    changes.added(entryOf(row));
    changes.removed(entryOf(stored));
  }

  #tryInsert(row: InvocationRow): boolean {
    const values: Value[] = [];
    putValues(values, 0, row);
    return this.#insert.run(...values).changes > 0;
  }

  /** @returns false, with none of them written, when any is there already. */
  #tryInsertMany(rows: readonly InvocationRow[]): boolean {
    try {
      rows.forEach((row, index) => putValues(this.#values, index * COLUMN_COUNT, row));
      this.#insertMany.run(...this.#values);
      return true;
    } catch (error) {
      if (codeOf(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY') return false;
      throw error;
    }
  }
}

function hasTextId({ request_id: requestId }: InvocationRow): boolean {
  return typeof requestId === 'string';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

/** In the order of COLUMNS. */
function putValues(values: Value[], at: number, row: InvocationRow): void {
  values[at] = row.timestamp_ms;
  values[at + 1] = row.request_id;
  values[at + 2] = row.scope_id;
  values[at + 3] = row.series_id;
  values[at + 4] = row.latency_ms;
  values[at + 5] = row.first_token_ms;
  values[at + 6] = row.quantities;
  values[at + 7] = row.detail_id;
  values[at + 8] = row.tag_set_id;
}

function rowOf(block: RowBlock, index: number, ids: BlockIds): InvocationRow {
  const latencyMs = block.latenciesMs[index] ?? UNKNOWN_MS;
  const firstTokenMs = block.firstTokensMs[index] ?? UNKNOWN_MS;
  return {
    timestamp_ms: block.timestampsMs[index] ?? 0,
    request_id: block.textIds.get(index) ?? block.requestIds.subarray(index * 16, index * 16 + 16),
    scope_id: ids.scopeId(index),
    series_id: ids.seriesId(index),
    latency_ms: latencyMs === UNKNOWN_MS ? null : latencyMs,
    first_token_ms: firstTokenMs === UNKNOWN_MS ? null : firstTokenMs,
    quantities: quantitiesOf(block, index),
    detail_id: ids.detailId(index),
    tag_set_id: ids.tagSetId(index),
  };
}

function quantitiesOf({ quantityBytes, quantityEnds }: RowBlock, index: number): Uint8Array | null {
  const start = index === 0 ? 0 : (quantityEnds[index - 1] ?? 0);
  const end = quantityEnds[index] ?? 0;
  return start === end ? null : quantityBytes.subarray(start, end);
}

function isSame(row: InvocationRow, stored: InvocationRow): boolean {
  return (
    row.timestamp_ms === stored.timestamp_ms &&
    row.series_id === stored.series_id &&
    row.latency_ms === stored.latency_ms &&
    row.first_token_ms === stored.first_token_ms &&
    row.detail_id === stored.detail_id &&
    row.tag_set_id === stored.tag_set_id &&
    Buffer.compare(row.quantities ?? NO_BYTES, stored.quantities ?? NO_BYTES) === 0
  );
}

const NO_BYTES = new Uint8Array(0);

/** What rollups count of a row. */
export function entryOf(row: SummedRow): RollupEntry {
  return {
    timestampMs: row.timestamp_ms,
    seriesId: row.series_id,
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
    quantities: row.quantities,
  };
}
