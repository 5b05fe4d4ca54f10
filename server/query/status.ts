/** What is known and what is not: freshness, coverage of logs, gaps, unpriced models. */
import type { LogGap } from '../../shared/contract.ts';
import { EMPTY_FILTER, type Filter } from '../../shared/filter.ts';
import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS, type Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { SourceState } from '../store/store.ts';
import type { AnswerRow } from './query.ts';
import { countedCalls, loggedAsCounted } from './counted-calls.ts';
import type { QueryStore } from './query-store.ts';
import { runQuery } from './run-query.ts';

/** Below this share of CloudWatch's count an hour of one account and Region is a gap. */
const GAP_COVERAGE_MAX = 0.5;
/** Hours with fewer calls say nothing about a gap. */
const GAP_INVOCATIONS_MIN = 10;
/** The kind of the source that reads the bill. */
export const BILL_KIND = 'bill';
/** A directory has no clock; counts, tags of callers and the bill are no records. */
const UNCLOCKED_KINDS: ReadonlySet<string> = new Set([
  'directory',
  'cloudWatchMetrics',
  'principalTags',
  BILL_KIND,
]);
/** CloudWatch and logs both come late: the last hour is not judged. */
const SETTLE_MS = HOUR_MS;

/**
 * Up to where every source has been read without a hole.
 *
 * @returns epoch ms; null when there is no source with a clock or one has not finished a pass.
 */
export function completeToOf(states: readonly SourceState[]): number | null {
  return readToOf(logSources(states));
}

/** Sources that bring records of calls as time goes on. */
export function logSources(states: readonly SourceState[]): readonly SourceState[] {
  const readers = states.filter(({ kind }) => !UNCLOCKED_KINDS.has(kind));
  // Silence of what is pushed tells nothing, so it counts only where nothing else is read.
  const pullers = readers.filter((state) => state.kind !== 'firehose');
  return pullers.length > 0 ? pullers : readers;
}

/** The least that any of these sources has come to; null when one has not finished a pass. */
export function readToOf(states: readonly Pick<SourceState, 'completeToMs'>[]): number | null {
  if (states.length === 0) return null;
  const times = states.map((state) => state.completeToMs);
  return times.some((time) => time === null) ? null : Math.min(...times.map(Number));
}

/** Tells whether a source has still to read what is older: then nothing is a gap yet. */
export function isBackfilling(states: readonly SourceState[]): boolean {
  return states.some(({ kind, progress }) => kind !== BILL_KIND && progress.done < progress.total);
}

/** A source that fails for longer is stale: nothing waits for it, and nothing turns good by it. */
const STALE_MS = 30 * MINUTE_MS;

/** Tells whether a source has failed for so long that its silence says nothing. */
export function isStale(
  { error, completeToMs }: Pick<SourceState, 'error' | 'completeToMs'>,
  nowMs: number,
): boolean {
  return error !== null && completeToMs !== null && nowMs - completeToMs > STALE_MS;
}

/** Whole hours in which CloudWatch counted at least twice the calls that were logged, joined. */
export function findGaps(window: Window, store: QueryStore, book: PriceBook): readonly LogGap[] {
  const endMs = wholeHours(window.endMs - SETTLE_MS);
  if (endMs <= window.startMs) return [];
  const { rows } = runQuery(
    {
      metrics: ['acceptedInvocations', 'cloudWatchInvocations'],
      filter: EMPTY_FILTER,
      groupBy: ['account', 'region'],
      window: { startMs: window.startMs, endMs },
      step: '1h',
      timeZone: 'UTC',
    },
    store,
    book,
  );
  const gaps = rows.flatMap((row): LogGap[] => {
    const logged = Number(row.values.get('acceptedInvocations') ?? 0);
    const counted = Number(row.values.get('cloudWatchInvocations') ?? 0);
    const missing = counted - logged;
    if (counted < GAP_INVOCATIONS_MIN || logged / counted > GAP_COVERAGE_MAX) return [];
    return [gapOf(row, missing)];
  });
  return joinGaps(gaps);
}

/** CloudWatch's point of an hour counts the whole of it, so a part of an hour proves nothing. */
function wholeHours(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

function gapOf(row: AnswerRow, missingInvocations: number): LogGap {
  const [account = '', region = ''] = row.group;
  const hourMs = Math.floor(row.startMs / HOUR_MS) * HOUR_MS;
  const [from, to] = [isoTime(row.startMs), isoTime(hourMs + HOUR_MS)];
  return { account, region, from, to, missingInvocations };
}

/** Gaps of one place that touch become one; the newest first. */
function joinGaps(gaps: readonly LogGap[]): readonly LogGap[] {
  const joined: LogGap[] = [];
  const sorted = [...gaps].sort((a, b) => {
    const [left, right] = [a, b].map((gap) => `${gap.account}/${gap.region}/${gap.from}`);
    return (left ?? '') < (right ?? '') ? -1 : 1;
  });
  for (const gap of sorted) {
    const last = joined.at(-1);
    const touches =
      last?.account === gap.account && last.region === gap.region && last.to === gap.from;
    if (!last || !touches) {
      joined.push(gap);
      continue;
    }
    const missingInvocations = last.missingInvocations + gap.missingInvocations;
    joined[joined.length - 1] = { ...last, to: gap.to, missingInvocations };
  }
  return joined.sort((a, b) => (a.from < b.from ? 1 : -1));
}

/**
 * Logged over counted calls in the last seven settled days.
 *
 * @returns 0 to 1, over the accounts and Regions that CloudWatch tells of: what one place has more
 *   does not make up for what another lacks; null without metrics.
 */
export function logCoverage(nowMs: number, store: QueryStore, book: PriceBook): number | null {
  const endMs = wholeHours(nowMs - SETTLE_MS);
  const query = {
    metrics: ['acceptedInvocations', 'errors', 'cloudWatchInvocations'] as const,
    filter: EMPTY_FILTER,
    groupBy: ['account', 'region'] as const,
    window: { startMs: endMs - 7 * DAY_MS, endMs },
    step: 'all' as const,
    timeZone: 'UTC',
  };
  const meaning = countedCalls(nowMs, store, book);
  let logged = 0;
  let counted = 0;
  for (const row of runQuery(query, store, book).rows) {
    const countedHere = Number(row.values.get('cloudWatchInvocations') ?? 0);
    counted += countedHere;
    logged += Math.min(countedHere, loggedAsCounted(row, meaning));
  }
  return counted > 0 ? logged / counted : null;
}

/** Models with calls that no rate covers, the most called first. */
export function unpricedModels(
  window: Window,
  store: QueryStore,
  book: PriceBook,
  filter: Filter = EMPTY_FILTER,
): readonly { readonly model: string; readonly invocations: number }[] {
  const query = {
    metrics: ['unpricedInvocations'] as const,
    filter,
    groupBy: ['model'] as const,
    window,
    step: 'all' as const,
    timeZone: 'UTC',
  };
  return runQuery(query, store, book).rows.flatMap((row) => {
    const invocations = Number(row.values.get('unpricedInvocations') ?? 0);
    return invocations > 0 ? [{ model: row.group[0] ?? '', invocations }] : [];
  });
}
