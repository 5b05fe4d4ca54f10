/** How complete the logs are: per model and hour, what was lost, and what no log tells of. */
import { EMPTY_FILTER } from '../../shared/filter.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { DAY_MS, HOUR_MS, type Step, type Window } from '../../shared/window.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { AnswerRow, AnswerValue } from './query.ts';
import { countedCalls, loggedAsCounted } from './counted-calls.ts';
import { runQuery, type QueryStore } from './run-query.ts';

/** Logs and counts both come late: younger hours are not judged. */
const SETTLE_MS = HOUR_MS;
const HOURS = 24;
const REACH_MS = 7 * DAY_MS;
const ROWS_MAX = 50;

/** What was logged of what CloudWatch counted, of one model in one account and Region. */
export interface ModelCoverage {
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly logged: number;
  readonly counted: number;
  /** By hour; null where CloudWatch counted nothing. */
  readonly hours: readonly (HourCoverage | null)[];
}

export interface HourCoverage {
  readonly logged: number;
  readonly counted: number;
}

/** Records that Bedrock could not deliver: the calls happened, and no log will tell. */
export interface FailedDeliveries {
  readonly account: string;
  readonly region: string;
  readonly destination: 'cloudWatchLogs' | 's3' | 'largeData';
  readonly records: number;
}

/** Calls of the endpoint that writes no logs. */
export interface MantleTraffic {
  readonly account: string;
  readonly region: string;
  readonly inferences: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: AnswerValue;
  readonly unpricedTokens: number;
}

/** The last whole and settled hours. */
export function coverageWindow(nowMs: number): Window {
  const endMs = Math.floor((nowMs - SETTLE_MS) / HOUR_MS) * HOUR_MS;
  return { startMs: endMs - HOURS * HOUR_MS, endMs };
}

/**
 * Coverage of logs in the last 24 settled hours.
 *
 * @returns at most 50 rows, those with most calls missing first; empty without metrics.
 */
export function modelCoverage(
  nowMs: number,
  store: QueryStore,
  book: PriceBook,
): readonly ModelCoverage[] {
  const window = coverageWindow(nowMs);
  const metrics = ['acceptedInvocations', 'errors', 'cloudWatchInvocations'] as const;
  const groupBy = ['account', 'region', 'model'] as const;
  const meaning = countedCalls(nowMs, store, book);
  const found = new Map<string, (HourCoverage | null)[]>();
  for (const row of ask({ metrics, groupBy, window, step: '1h' }, store, book)) {
    const counted = row.values.get('cloudWatchInvocations') ?? null;
    if (counted === null) continue;
    const key = JSON.stringify(row.group);
    const hours = found.get(key) ?? Array.from({ length: HOURS }, () => null);
    found.set(key, hours);
    const logged = loggedAsCounted(row, meaning);
    hours[Math.floor((row.startMs - window.startMs) / HOUR_MS)] = {
      logged,
      counted: Number(counted),
    };
  }
  const rows = [...found].map(([key, hours]) => rowOf(key, hours));
  rows.sort((a, b) => b.counted - b.logged - (a.counted - a.logged) || b.counted - a.counted);
  return rows.slice(0, ROWS_MAX);
}

function rowOf(key: string, hours: readonly (HourCoverage | null)[]): ModelCoverage {
  const [account = '', region = '', model = ''] = JSON.parse(key) as string[]; // Ours, above.
  let logged = 0;
  let counted = 0;
  for (const hour of hours) {
    // What one hour has more does not make up for what another lacks.
    logged += hour ? Math.min(hour.logged, hour.counted) : 0;
    counted += hour?.counted ?? 0;
  }
  return { account, region, model, logged, counted, hours };
}

const DESTINATION_OF = {
  logDeliveryFailures: 'cloudWatchLogs',
  s3DeliveryFailures: 's3',
  largeDataDeliveryFailures: 'largeData',
} as const;
const FAILURES = [
  'logDeliveryFailures',
  's3DeliveryFailures',
  'largeDataDeliveryFailures',
] as const;

/** Failed deliveries of the last seven days, by place and destination; empty when there is none. */
export function failedDeliveries(
  nowMs: number,
  store: QueryStore,
  book: PriceBook,
): readonly FailedDeliveries[] {
  return weekOf(FAILURES, nowMs, store, book).flatMap((row) => {
    const [account = '', region = ''] = row.group;
    return FAILURES.flatMap((key) => {
      const records = numberIn(row, key);
      return records > 0 ? [{ account, region, destination: DESTINATION_OF[key], records }] : [];
    });
  });
}

/** Traffic of bedrock-mantle in the last seven days; empty where there is none. */
export function mantleTraffic(
  nowMs: number,
  store: QueryStore,
  book: PriceBook,
): readonly MantleTraffic[] {
  const metrics = [
    'mantleInferences',
    'mantleInputTokens',
    'mantleOutputTokens',
    'mantleCost',
    'mantleUnpricedTokens',
  ] as const;
  return weekOf(metrics, nowMs, store, book).flatMap((row) => {
    const [account = '', region = ''] = row.group;
    const inferences = numberIn(row, 'mantleInferences');
    const inputTokens = numberIn(row, 'mantleInputTokens');
    const outputTokens = numberIn(row, 'mantleOutputTokens');
    if (inferences + inputTokens + outputTokens === 0) return [];
    const unpricedTokens = numberIn(row, 'mantleUnpricedTokens');
    const cost = row.values.get('mantleCost') ?? null;
    return [{ account, region, inferences, inputTokens, outputTokens, cost, unpricedTokens }];
  });
}

function weekOf(
  metrics: readonly MetricKey[],
  nowMs: number,
  store: QueryStore,
  book: PriceBook,
): readonly AnswerRow[] {
  const window = { startMs: nowMs - REACH_MS, endMs: nowMs };
  return ask({ metrics, groupBy: ['account', 'region'], window, step: 'all' }, store, book);
}

function ask(
  asked: {
    readonly metrics: readonly MetricKey[];
    readonly groupBy: readonly Dimension[];
    readonly window: Window;
    readonly step: Step;
  },
  store: QueryStore,
  book: PriceBook,
): readonly AnswerRow[] {
  return runQuery({ ...asked, filter: EMPTY_FILTER, timeZone: 'UTC' }, store, book).rows;
}

function numberIn(row: AnswerRow, key: MetricKey): number {
  return Number(row.values.get(key) ?? 0);
}

/** Below this share, a span of the past is read again as long as records may still come. */
const COMPLETE_MIN = 0.99;

/** Tells whether CloudWatch counted calls in a span of whole hours that no log tells of. */
export function isIncompleteSpan(
  span: { readonly account: string; readonly region: string; readonly window: Window },
  store: QueryStore,
  book: PriceBook,
): boolean {
  const { account, region, window } = span;
  const startMs = Math.floor(window.startMs / HOUR_MS) * HOUR_MS;
  const endMs = Math.ceil(window.endMs / HOUR_MS) * HOUR_MS;
  const metrics = ['acceptedInvocations', 'cloudWatchInvocations'] as const;
  const groupBy = ['account', 'region'] as const;
  const asked = { metrics, groupBy, window: { startMs, endMs }, step: 'all' as const };
  const own = ask(asked, store, book).find(({ group }) => {
    return group[0] === account && group[1] === region;
  });
  if (!own) return false;
  const counted = numberIn(own, 'cloudWatchInvocations');
  return counted > 0 && numberIn(own, 'acceptedInvocations') / counted < COMPLETE_MIN;
}
