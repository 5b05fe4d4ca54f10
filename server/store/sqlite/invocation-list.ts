/** The list of invocations, newest first, by pages that stay in place while new ones arrive. */
import { NONE } from '../../../shared/dimensions.ts';
import { passesFilter } from '../../../shared/filter.ts';
import type { Window } from '../../../shared/window.ts';
import type { InvocationPageRequest, StoredInvocation } from '../store.ts';
import { decodeRequestId, encodeRequestId } from './request-id.ts';
import type { InvocationRow, RowKey, RowReader } from './row-reader.ts';
import type { Series, SeriesIndex } from './series.ts';

/** Rows looked at for one page; a filter that matches less stops here and hands on a cursor. */
const ROWS_SCANNED_MAX = 200_000;

/** One page of stored invocations and where the next begins. */
export function listInvocations(
  request: InvocationPageRequest,
  rows: RowReader,
  index: SeriesIndex,
): { readonly invocations: readonly StoredInvocation[]; readonly next: string | null } {
  const series = index.current();
  const found: StoredInvocation[] = [];
  let scanned = 0;
  let last: InvocationRow | null = null;
  for (const row of rows.before(request.window.startMs, startKey(request))) {
    if (found.length >= request.limit || scanned >= ROWS_SCANNED_MAX) {
      return { invocations: found, next: last && formatKey(last) };
    }
    scanned += 1;
    last = row;
    const one = series[row.series_id];
    if (!one) continue; // Written after the series were read; the next page's reader finds it.
    const valueOf = (dimension: Parameters<typeof rows.valueOf>[2]): string =>
      rows.valueOf(row, one, dimension);
    if (passesFilter(request.filter, valueOf)) found.push(storedInvocation(row, one, rows));
  }
  return { invocations: found, next: null };
}

/** Rows looked at for one id, over a second of work: past them it is as if it were not there. */
const ROWS_SEARCHED_MAX = 10_000_000;

/** The newest invocation with this id in a window, or null. */
export function findInvocation(
  requestId: string,
  window: Window,
  rows: RowReader,
  index: SeriesIndex,
): StoredInvocation | null {
  const row = rows.withRequestId(encodeRequestId(requestId), window, ROWS_SEARCHED_MAX);
  const series = row && index.current()[row.series_id];
  return series ? storedInvocation(row, series, rows) : null;
}

function storedInvocation(row: InvocationRow, series: Series, rows: RowReader): StoredInvocation {
  const quantities = rows.quantitiesOf(row, series);
  return {
    timestampMs: row.timestamp_ms,
    requestId: decodeRequestId(row.request_id),
    valueOf: (dimension) => rows.valueOf(row, series, dimension),
    rule: ruleOf(rows.valueOf(row, series, 'rule')),
    rulesVersion: rows.detailOf(row)[4],
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
    tags: rows.tagsOf(row),
    usage: series.types.map((type, index) => ({ type, quantity: quantities[index] ?? 0 })),
  };
}

function ruleOf(value: string): string | null {
  return value === NONE ? null : value;
}

function startKey(request: InvocationPageRequest): RowKey {
  const end: RowKey = { timestampMs: request.window.endMs, requestId: '', scopeId: -1 };
  const match = /^(\d+)\.(\d+)\.(.*)$/s.exec(request.before ?? '');
  if (!match) return end;
  const [, timestampMs, scopeId, requestId = ''] = match;
  return {
    timestampMs: Number(timestampMs),
    requestId: encodeRequestId(requestId),
    scopeId: Number(scopeId),
  };
}

function formatKey(row: InvocationRow): string {
  return `${row.timestamp_ms}.${row.scope_id}.${decodeRequestId(row.request_id)}`;
}
