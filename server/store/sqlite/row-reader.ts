/** Reads single invocations: the edges of windows, dimensions that rollups lack, and lists. */
import { NONE, type Dimension } from '../../../shared/dimensions.ts';
import { assert } from '../../../shared/assert.ts';
import type { Window } from '../../../shared/window.ts';
import type { Tag, TagSource } from '../../attribute/attribution.ts';
import type { RowDetail } from '../row-texts.ts';
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

/** What sums of series need of a row: a list is read in half the time of an object. */
export type RowFigures = readonly [
  timestampMs: number,
  seriesId: number,
  latencyMs: number | null,
  firstTokenMs: number | null,
  quantities: Uint8Array | null,
];

/** Where a page of the list ended: the key of its last row. */
export interface RowKey {
  readonly timestampMs: number;
  readonly requestId: Uint8Array | string;
  readonly scopeId: number;
}

/** The newest rows from startMs on that lie before a key, at most so many. */
export interface NewestRows {
  readonly startMs: number;
  readonly before: RowKey;
  readonly rowsMax: number;
}

type NewestRange = [
  startMs: number,
  timestampMs: number,
  requestId: Uint8Array | string,
  scopeId: number,
  rowsMax: number,
  seriesIds: string | null,
  seriesIdsAgain: string | null,
];

export type RowKeyRow = Pick<InvocationRow, 'timestamp_ms' | 'request_id' | 'scope_id'>;

/** Reads rows by ranges of time, the only order that they have. */
export class RowReader {
  readonly #dictionaries: Dictionaries;
  readonly #range;
  readonly #rangeWithIds;
  readonly #figures;
  readonly #newest;
  readonly #nth;
  readonly #withId;

  constructor(database: Database, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    const range = (columns: string) =>
      database.prepare<[number, number], SummedRow>(
        `SELECT ${columns} FROM invocation WHERE timestamp_ms >= ? AND timestamp_ms < ?`,
      );
    this.#range = range(SUMMED_COLUMNS);
    this.#rangeWithIds = range(`${SUMMED_COLUMNS}, request_id`);
    this.#figures = database
      .prepare<[number, number], RowFigures>(
        `SELECT timestamp_ms, series_id, latency_ms, first_token_ms, quantities
           FROM invocation WHERE timestamp_ms >= ? AND timestamp_ms < ?`,
      )
      .raw();
    // Series are told apart where rows are read, since most pages want few of many.
    this.#newest = database.prepare<NewestRange, InvocationRow>(`
      SELECT ${COLUMNS}
        FROM (SELECT ${COLUMNS} FROM invocation
               WHERE timestamp_ms >= ? AND (timestamp_ms, request_id, scope_id) < (?, ?, ?)
               ORDER BY timestamp_ms DESC, request_id DESC, scope_id DESC LIMIT ?)
       WHERE ? IS NULL OR series_id IN (SELECT value FROM json_each(?))`);
    this.#nth = database.prepare<[number, number, Uint8Array | string, number, number], RowKeyRow>(`
      SELECT timestamp_ms, request_id, scope_id FROM invocation
       WHERE timestamp_ms >= ? AND (timestamp_ms, request_id, scope_id) < (?, ?, ?)
       ORDER BY timestamp_ms DESC, request_id DESC, scope_id DESC LIMIT 1 OFFSET ?`);
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

  figures(startMs: number, endMs: number): IterableIterator<RowFigures> {
    return this.#figures.iterate(startMs, endMs);
  }

  /** Among the newest rows of a page's range those of some series, or of all; newest first. */
  newest(
    { startMs, before, rowsMax }: NewestRows,
    seriesIds: readonly number[] | null,
  ): IterableIterator<InvocationRow> {
    const { timestampMs, requestId, scopeId } = before;
    const ids = seriesIds && JSON.stringify(seriesIds);
    return this.#newest.iterate(startMs, timestampMs, requestId, scopeId, rowsMax, ids, ids);
  }

  /** The last of the newest rows of a range; null when the range has fewer. */
  lastOf({ startMs, before, rowsMax }: NewestRows): RowKeyRow | null {
    const { timestampMs, requestId, scopeId } = before;
    return this.#nth.get(startMs, timestampMs, requestId, scopeId, rowsMax - 1) ?? null;
  }

  /** The newest row of a window with this id among its newest rows; undefined for none. */
  withRequestId(
    requestId: Uint8Array | string,
    { startMs, endMs }: Window,
    rowsMax: number,
  ): InvocationRow | undefined {
    return this.#withId.get(startMs, endMs, rowsMax, requestId);
  }

  /** Account and Region of a row, as one text. */
  scopeOf({ scope_id }: RowKeyRow): string {
    return this.#dictionaries.scope.keyOf(scope_id);
  }

  /** Below all that there are for a text that stands in no row. */
  scopeIdOf(scope: string): number {
    return this.#dictionaries.scope.find(scope) ?? -1;
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
