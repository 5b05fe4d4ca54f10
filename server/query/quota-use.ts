/** What the calls of each quota did in a window: totals, peaks, and sums of whole weeks. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { Filter } from '../../shared/filter.ts';
import type { QuotaRouting } from '../../shared/quota-kinds.ts';
import { DAY_MS, type Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { QuotaScope } from './applied-quotas.ts';
import { minutePeaks, type Peak } from './minute-peaks.ts';
import type { AnswerRow } from './query.ts';
import { runQuery, type QueryStore } from './run-query.ts';

/** What tells the calls of one quota from those of another. */
export const SCOPE_DIMENSIONS = ['account', 'region', 'model', 'routing'] as const;

export interface ScopeUse {
  readonly scope: QuotaScope;
  readonly invocations: number;
  readonly requests: number;
  readonly throttles: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly quotaTokens: number;
  /** Null where minutes are not kept any more. */
  readonly peak: { readonly requests: Peak; readonly quotaTokens: Peak } | null;
  readonly peakDay: Peak;
  readonly weeks: { readonly requests: readonly number[]; readonly quotaTokens: readonly number[] };
}

const TOTALS = [
  'invocations',
  'acceptedInvocations',
  'throttles',
  'clientErrors',
  'serverErrors',
  'inputTokens',
  'outputTokens',
  'quotaTokens',
] as const;

const DAYS_PER_WEEK = 7;
const WEEKS_MAX = 8;

export interface UseQuestion {
  readonly filter: Filter;
  readonly window: Window;
  /** Peaks are sought from here on, within the window. */
  readonly peaksFromMs: number;
  /** From when on there is data: a week that began before it is none. */
  readonly dataFromMs: number;
  /** To when logs have been read: a week that ends later is none. */
  readonly completeToMs: number;
}

/** All scopes with calls in the window. @throws TooMuchToReadError | QueryError */
export function quotaUse(
  asked: UseQuestion,
  store: QueryStore,
  book: PriceBook,
): readonly ScopeUse[] {
  const { filter, window, peaksFromMs } = asked;
  const groupBy = SCOPE_DIMENSIONS;
  const steps = [peaksFromMs, window.endMs];
  const ask = { filter, groupBy, timeZone: 'UTC' } as const;
  const totals = runQuery({ ...ask, metrics: TOTALS, window, step: 'all' }, store, book).rows;
  const days = byScope(
    runQuery({ ...ask, metrics: ['quotaTokens'], window, step: '1d' }, store, book).rows,
  );
  const peaks = new Map(
    minutePeaks({ steps, filter, groupBy }, store).map((one) => [keyOf(one.group), one]),
  );
  const weeks = weeklySums(asked, store, book);
  return totals.map((row): ScopeUse => {
    const key = keyOf(row.group);
    return {
      scope: scopeOf(row.group),
      ...figuresOf(row),
      peak: peaks.get(key) ?? null,
      peakDay: highestDay(days.get(key) ?? []),
      weeks: weeks.get(key) ?? { requests: [], quotaTokens: [] },
    };
  });
}

/** The filter with one scope in the place of all. */
export function filterOf(scope: QuotaScope): Filter {
  const terms = SCOPE_DIMENSIONS.map((dimension: Dimension & keyof QuotaScope) => {
    return { dimension, negated: false, values: [scope[dimension]] };
  });
  return { terms };
}

function figuresOf({ values }: AnswerRow) {
  const of = (key: (typeof TOTALS)[number]): number => Number(values.get(key) ?? 0);
  return {
    invocations: of('invocations'),
    requests: of('acceptedInvocations'),
    throttles: of('throttles'),
    clientErrors: of('clientErrors'),
    serverErrors: of('serverErrors'),
    inputTokens: of('inputTokens'),
    outputTokens: of('outputTokens'),
    quotaTokens: of('quotaTokens'),
  };
}

function highestDay(rows: readonly AnswerRow[]): Peak {
  const days = rows.map((row) => {
    return { value: Number(row.values.get('quotaTokens') ?? 0), atMs: row.startMs };
  });
  return days.reduce((high, day) => (day.value > high.value ? day : high), { value: 0, atMs: 0 });
}

/** Whole weeks back from the last whole day, by days of UTC, as far as there is data. */
function weeklySums(
  { filter, dataFromMs, completeToMs }: UseQuestion,
  store: QueryStore,
  book: PriceBook,
): ReadonlyMap<string, ScopeUse['weeks']> {
  const endMs = Math.floor(completeToMs / DAY_MS) * DAY_MS;
  const weekMs = DAYS_PER_WEEK * DAY_MS;
  const count = Math.min(WEEKS_MAX, Math.max(0, Math.floor((endMs - dataFromMs) / weekMs)));
  if (count === 0) return new Map();
  const window = { startMs: endMs - count * weekMs, endMs };
  const metrics = ['quotaTokens', 'acceptedInvocations'] as const;
  const groupBy = SCOPE_DIMENSIONS;
  const ask = { metrics, filter, groupBy, window, step: '1d', timeZone: 'UTC' } as const;
  const sums = new Map<string, { requests: number[]; quotaTokens: number[] }>();
  for (const row of runQuery(ask, store, book).rows) {
    const key = keyOf(row.group);
    const weeks = sums.get(key) ?? { requests: zeros(count), quotaTokens: zeros(count) };
    const week = Math.floor((row.startMs - window.startMs) / weekMs);
    weeks.requests[week] = (weeks.requests[week] ?? 0) + Number(row.values.get(metrics[1]) ?? 0);
    const tokens = Number(row.values.get(metrics[0]) ?? 0);
    weeks.quotaTokens[week] = (weeks.quotaTokens[week] ?? 0) + tokens;
    sums.set(key, weeks);
  }
  return sums;
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

function byScope(rows: readonly AnswerRow[]): ReadonlyMap<string, readonly AnswerRow[]> {
  const found = new Map<string, AnswerRow[]>();
  for (const row of rows) {
    const key = keyOf(row.group);
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

function keyOf(group: readonly string[]): string {
  return JSON.stringify(group);
}

function scopeOf(group: readonly string[]): QuotaScope {
  const [account = '', region = '', model = '', routing = ''] = group;
  return { account, region, model, routing: routing as QuotaRouting }; // The dimension's values.
}
