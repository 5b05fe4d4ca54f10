/** The list of invocations, newest first, by pages that stay in place while new ones arrive. */
import { NONE, type Dimension } from '../../../shared/dimensions.ts';
import { filterTest, type Filter } from '../../../shared/filter.ts';
import type { Window } from '../../../shared/window.ts';
import type { InvocationPageRequest, StoredInvocation } from '../store.ts';
import { decodeRequestId, encodeRequestId } from './request-id.ts';
import type { InvocationRow, RowKey, RowKeyRow, RowReader } from './row-reader.ts';
import type { Series, SeriesIndex } from './series.ts';

/** Rows read for one page; a filter that matches less stops here and hands on a cursor. */
const ROWS_READ_MAX = 1_000_000;
/** Rows of those whose details are looked at, which costs ten times as much. */
const ROWS_SCANNED_MAX = 200_000;

/** One page of stored invocations and where the next begins. */
export function listInvocations(
  request: InvocationPageRequest,
  rows: RowReader,
  index: SeriesIndex,
): { readonly invocations: readonly StoredInvocation[]; readonly next: string | null } {
  const series = index.current();
  const passes = filterTest(request.filter);
  const range = {
    startMs: request.window.startMs,
    before: startKey(request, rows),
    rowsMax: ROWS_READ_MAX,
  };
  const found: StoredInvocation[] = [];
  let scanned = 0;
  let last: InvocationRow | null = null;
  for (const row of rows.newest(range, matchingSeries(request.filter, series))) {
    if (found.length >= request.limit || scanned >= ROWS_SCANNED_MAX) {
      return { invocations: found, next: last && formatKey(last, rows) };
    }
    scanned += 1;
    last = row;
    const one = series[row.series_id];
    if (!one) continue; // Written after the series were read; the next page's reader finds it.
    const valueOf = (dimension: Dimension): string => rows.valueOf(row, one, dimension);
    if (passes(valueOf)) found.push(storedInvocation(row, one, rows));
  }
  const end = rows.lastOf(range);
  return { invocations: found, next: end && formatKey(end, rows) };
}

/** Series that may hold what a filter lets through; null when that is all of them. */
function matchingSeries(
  filter: Filter,
  series: readonly (Series | undefined)[],
): readonly number[] | null {
  if (filter.terms.length === 0) return null;
  const tests = filter.terms.map((term) => ({
    dimension: term.dimension,
    passes: filterTest({ terms: [term] }),
  }));
  const matching = series.filter((one) =>
    tests.every(({ dimension, passes }) => {
      return one?.isFull && (!one.knows(dimension) || passes(() => one.valueOf(dimension)));
    }),
  );
  return matching.flatMap((one) => (one ? [one.id] : []));
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
    place: formatKey(row, rows),
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

function startKey(request: InvocationPageRequest, rows: RowReader): RowKey {
  const end: RowKey = { timestampMs: request.window.endMs, requestId: '', scopeId: -1 };
  const match = /^(\d+)\.([^.]*)\.(.*)$/s.exec(request.before ?? '');
  if (!match) return end;
  const [, timestampMs, scope = '', requestId = ''] = match;
  return {
    timestampMs: Number(timestampMs),
    requestId: encodeRequestId(requestId),
    scopeId: rows.scopeIdOf(scope),
  };
}

/** Account and Region by name: a number of ours would tell how many others came before. */
function formatKey(row: RowKeyRow, rows: RowReader): string {
  return `${row.timestamp_ms}.${rows.scopeOf(row)}.${decodeRequestId(row.request_id)}`;
}
