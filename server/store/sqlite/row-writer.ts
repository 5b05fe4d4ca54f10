/** Writes rows: a call that is there already stays once, as the copy that tells most. */
import type { RollupEntry } from '../../rollup/rollup.ts';
import type { MeteredInvocation } from '../../meter/metered.ts';
import { assert } from '../../../shared/assert.ts';
import type { DetailKey, Dictionaries } from './dictionaries.ts';
import type { Database } from './open-database.ts';
import { isPreferred, type CopyFacts } from './preferred-copy.ts';
import { encodeRequestId } from './request-id.ts';
import { decodeQuantities, encodeQuantities } from './rollup-table.ts';
import type { InvocationRow } from './row-reader.ts';
import { indexInKey, parseSeriesKey, seriesKey, usageSetKey } from './series.ts';

/** What rollups have to add and to take away for one record. */
export interface RowChange {
  readonly added: RollupEntry | null;
  readonly removed: RollupEntry | null;
}

const NO_CHANGE: RowChange = { added: null, removed: null };

const COLUMNS = `timestamp_ms, request_id, scope_id, series_id, latency_ms, first_token_ms,
  quantities, detail_id, tag_set_id`;

/** The statements for rows, prepared once; call them in the transaction of their batch. */
export class RowWriter {
  readonly #dictionaries: Dictionaries;
  readonly #promotedTags: readonly string[];
  readonly #insert;
  readonly #withKey;
  readonly #withTextId;
  readonly #delete;

  constructor(database: Database, dictionaries: Dictionaries, promotedTags: readonly string[]) {
    this.#dictionaries = dictionaries;
    this.#promotedTags = promotedTags;
    this.#insert = database.prepare(
      `INSERT OR IGNORE INTO invocation (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#withKey = database.prepare<[number, Uint8Array | string, number], InvocationRow>(`
      SELECT ${COLUMNS} FROM invocation
       WHERE timestamp_ms = ? AND request_id = ? AND scope_id = ?`);
    this.#withTextId = database.prepare<[string, number], InvocationRow>(`
      SELECT ${COLUMNS} FROM invocation
       WHERE typeof(request_id) = 'text' AND request_id = ? AND scope_id = ?`);
    this.#delete = database.prepare<[number, Uint8Array | string, number]>(`
      DELETE FROM invocation WHERE timestamp_ms = ? AND request_id = ? AND scope_id = ?`);
  }

  /** Writes one record, or leaves the copy of it that is there when that is preferred. */
  write(metered: MeteredInvocation): RowChange {
    const row = this.#rowOf(metered);
    // The time of a UUID's call is its own; that of another id may be a delivery's.
    if (typeof row.request_id === 'string') {
      const known = this.#withTextId.get(row.request_id, row.scope_id);
      if (known) return this.#resolve(row, known);
    }
    if (this.#tryInsert(row)) return { added: entryOf(row), removed: null };
    const stored = this.#withKey.get(row.timestamp_ms, row.request_id, row.scope_id);
    assert(stored !== undefined, 'a row that is not inserted is there');
    return this.#resolve(row, stored);
  }

  #resolve(row: InvocationRow, stored: InvocationRow): RowChange {
    if (isSame(row, stored)) return NO_CHANGE;
    if (!isPreferred(this.#factsOf(row), this.#factsOf(stored))) return NO_CHANGE;
    this.#delete.run(stored.timestamp_ms, stored.request_id, stored.scope_id);
    assert(this.#tryInsert(row), 'a row takes the place of the one that was deleted');
    return { added: entryOf(row), removed: entryOf(stored) };
  }

  #tryInsert(row: InvocationRow): boolean {
    const { changes } = this.#insert.run(
      row.timestamp_ms,
      row.request_id,
      row.scope_id,
      row.series_id,
      row.latency_ms,
      row.first_token_ms,
      row.quantities,
      row.detail_id,
      row.tag_set_id,
    );
    return changes > 0;
  }

  #rowOf(metered: MeteredInvocation): InvocationRow {
    const { invocation, attribution, usage } = metered;
    const { usageSet, series, scope, detail, tagSet } = this.#dictionaries;
    const { errorCode, inferenceRegion, stopReason, principal } = invocation;
    const { session } = principal;
    const details: DetailKey = [errorCode, session, inferenceRegion, stopReason, attribution.rule];
    const tags = attribution.tags.map(({ key, value, source }) => [key, value, source]);
    const usageSetId = usageSet.idOf(usageSetKey(metered));
    return {
      timestamp_ms: invocation.timestampMs,
      request_id: encodeRequestId(invocation.requestId),
      scope_id: scope.idOf(`${invocation.accountId}/${invocation.region}`),
      series_id: series.idOf(seriesKey(metered, usageSetId, this.#promotedTags)),
      latency_ms: invocation.latencyMs,
      first_token_ms: invocation.firstTokenMs,
      quantities: encodeQuantities(usage.map((line) => line.quantity)),
      detail_id: detail.idOf(JSON.stringify(details)),
      tag_set_id: tagSet.idOf(JSON.stringify(tags)),
    };
  }

  #factsOf(row: InvocationRow): CopyFacts {
    const { usageSet, series, detail, tagSet } = this.#dictionaries;
    const { values, usageSetId } = parseSeriesKey(series.keyOf(row.series_id));
    const typeKeys = usageSet.keyOf(usageSetId);
    const quantities = decodeQuantities(row.quantities);
    return {
      timestampMs: row.timestamp_ms,
      model: values[indexInKey('model')] ?? '',
      tenant: values[indexInKey('tenant')] ?? '',
      usage: quantities.map((quantity, index) => [typeKeys.split('\n')[index] ?? '', quantity]),
      latencyMs: row.latency_ms,
      firstTokenMs: row.first_token_ms,
      // The guarantee: only #rowOf writes these two dictionaries.
      details: JSON.parse(detail.keyOf(row.detail_id)) as DetailKey,
      tags: JSON.parse(tagSet.keyOf(row.tag_set_id)) as readonly unknown[],
      dimensions: values,
    };
  }
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

function entryOf(row: InvocationRow): RollupEntry {
  return {
    timestampMs: row.timestamp_ms,
    seriesId: row.series_id,
    quantities: decodeQuantities(row.quantities),
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
  };
}
