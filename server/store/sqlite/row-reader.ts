/** Reads single invocations: the edges of windows, dimensions that rollups lack, and lists. */
import { NONE, type Dimension } from '../../../shared/dimensions.ts';
import { assert } from '../../../shared/assert.ts';
import type { Window } from '../../../shared/window.ts';
import type { Tag, TagSource } from '../../attribute/attribution.ts';
import type { RowDetail } from '../row-block.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Database } from './open-database.ts';
import { decodeRequestId } from './request-id.ts';
import { decodeQuantities } from './rollup-table.ts';
import type { Series } from './series.ts';

/** A row as SQLite gives it. */
export interface InvocationRow {
  readonly timestamp_ms: number;
  readonly request_id: Uint8Array | string;
  readonly scope_id: number;
  readonly series_id: number;
  readonly latency_ms: number | null;
  readonly first_token_ms: number | null;
  readonly quantities: Uint8Array | null;
  readonly detail_id: number;
  readonly tag_set_id: number;
}

const SUMMED_COLUMNS = `timestamp_ms, series_id, latency_ms, first_token_ms, quantities,
  detail_id, tag_set_id`;
const COLUMNS = `timestamp_ms, request_id, scope_id, series_id, latency_ms, first_token_ms,
  quantities, detail_id, tag_set_id`;

/** What sums need of a row; the id only when somebody asks for it, since each costs a copy. */
export type SummedRow = Omit<InvocationRow, 'request_id' | 'scope_id'> & {
  readonly request_id?: Uint8Array | string;
};

/** Where a page of the list ended: the key of its last row. */
export interface RowKey {
  readonly timestampMs: number;
  readonly requestId: Uint8Array | string;
  readonly scopeId: number;
}

/** Reads rows by ranges of time, the only order that they have. */
export class RowReader {
  readonly #dictionaries: Dictionaries;
  readonly #range;
  readonly #rangeWithIds;
  readonly #newest;
  readonly #withId;

  constructor(database: Database, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    const range = (columns: string) =>
      database.prepare<[number, number], SummedRow>(
        `SELECT ${columns} FROM invocation WHERE timestamp_ms >= ? AND timestamp_ms < ?`,
      );
    this.#range = range(SUMMED_COLUMNS);
    this.#rangeWithIds = range(`${SUMMED_COLUMNS}, request_id`);
    this.#newest = database.prepare<[number, number, Uint8Array | string, number], InvocationRow>(`
      SELECT ${COLUMNS} FROM invocation
       WHERE timestamp_ms >= ? AND (timestamp_ms, request_id, scope_id) < (?, ?, ?)
       ORDER BY timestamp_ms DESC, request_id DESC, scope_id DESC`);
    this.#withId = database.prepare<[number, number, number, Uint8Array | string], InvocationRow>(`
      SELECT ${COLUMNS}
        FROM (SELECT ${COLUMNS} FROM invocation
               WHERE timestamp_ms >= ? AND timestamp_ms < ?
               ORDER BY timestamp_ms DESC LIMIT ?)
       WHERE request_id = ? LIMIT 1`);
  }

  between(startMs: number, endMs: number, hasIds: boolean): IterableIterator<SummedRow> {
    return (hasIds ? this.#rangeWithIds : this.#range).iterate(startMs, endMs);
  }

  /** Rows from startMs on that lie before a key, newest first. */
  before(startMs: number, key: RowKey): IterableIterator<InvocationRow> {
    return this.#newest.iterate(startMs, key.timestampMs, key.requestId, key.scopeId);
  }

  /** The newest row of a window with this id among its newest rows; undefined for none. */
  withRequestId(
    requestId: Uint8Array | string,
    { startMs, endMs }: Window,
    rowsMax: number,
  ): InvocationRow | undefined {
    return this.#withId.get(startMs, endMs, rowsMax, requestId);
  }

  /** The value of any dimension of a row. */
  valueOf(row: SummedRow, series: Series, dimension: Dimension): string {
    if (series.knows(dimension)) return series.valueOf(dimension);
    if (dimension === 'requestId') return decodeRequestId(row.request_id ?? '');
    if (dimension.startsWith('tag.')) return this.#tagOf(row, dimension.slice(4));
    const detail = this.detailOf(row);
    switch (dimension) {
      case 'errorCode':
        return detail[0] ?? NONE;
      case 'session':
        return detail[1] ?? NONE;
      case 'inferenceRegion':
        return detail[2] ?? NONE;
      case 'stopReason':
        return detail[3] ?? NONE;
      default:
        return series.valueOf(dimension);
    }
  }

  detailOf(row: Pick<InvocationRow, 'detail_id'>): RowDetail {
    // The guarantee: only ingest writes this dictionary.
    return JSON.parse(this.#dictionaries.detail.keyOf(row.detail_id)) as RowDetail;
  }

  tagsOf(row: Pick<InvocationRow, 'tag_set_id'>): readonly Tag[] {
    const key = this.#dictionaries.tagSet.keyOf(row.tag_set_id);
    // The guarantee: only ingest writes this dictionary.
    const tags = JSON.parse(key) as readonly (readonly [string, string, TagSource])[];
    return tags.map(([tagKey, value, source]) => ({ key: tagKey, value, source }));
  }

  quantitiesOf(row: InvocationRow, series: Series): readonly number[] {
    const quantities = decodeQuantities(row.quantities);
    assert(quantities.length === series.types.length, 'a row has a quantity for each usage type');
    return quantities;
  }

  #tagOf(row: SummedRow, key: string): string {
    return this.tagsOf(row).find((tag) => tag.key === key)?.value ?? NONE;
  }
}
