/** Cost, calls, tokens and latency of this month, by tenant and model, for Prometheus. */
import { assert } from '../../shared/assert.ts';
import { OTHER } from '../../shared/dimensions.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { BANDS_MS } from '../../shared/latency-metrics.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { dayWindow, localDate } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { AnswerRow } from '../query/query.ts';
import { runQuery, type QueryStore } from '../query/run-query.ts';
import { counter, gauge, type Family, type Labels, type Sample } from './metric-family.ts';

export interface UsageQuestion {
  readonly nowMs: number;
  readonly timeZone: string;
  /** Pairs of tenant and model with lines of their own; the others are added up. */
  readonly pairsMax?: number;
}

/** Prometheus keeps a series for each line; tenants are many. */
const PAIRS_MAX = 300;

const BANDS: readonly (readonly [le: string, metric: MetricKey])[] = [
  ...BANDS_MS.map((ms) => [String(ms / 1000), `within${ms}Ms` as const] as const),
  ['+Inf', 'timedInvocations'],
];
const OUTCOMES = {
  throttled: 'throttles',
  client_error: 'clientErrors',
  server_error: 'serverErrors',
  guardrail_blocked: 'guardrailBlocks',
} as const satisfies Record<string, MetricKey>;
const TOKENS = {
  input: ['inputTokens', 'cacheReadTokens', 'cacheWriteTokens'],
  output: ['outputTokens'],
} as const satisfies Record<string, readonly MetricKey[]>;

const METRICS: readonly MetricKey[] = [
  'cost',
  'invocations',
  'unpricedInvocations',
  'latencySeconds',
  ...Object.values(OUTCOMES),
  ...Object.values(TOKENS).flat(),
  ...BANDS.map(([, metric]) => metric),
];

/**
 * What the month has had so far, in the reporting zone.
 *
 * Counters that begin anew with the month, which Prometheus takes for a restart. Names of
 * OpenTelemetry's conventions for generative AI are used where they name the same thing.
 */
export function usageFamilies(
  { nowMs, timeZone, pairsMax = PAIRS_MAX }: UsageQuestion,
  store: QueryStore,
  book: PriceBook,
): readonly Family[] {
  const window = { startMs: monthStartMs(nowMs, timeZone), endMs: nowMs };
  const groupBy = ['tenant', 'model'] as const;
  const asked = { metrics: METRICS, filter: EMPTY_FILTER, groupBy, window, timeZone } as const;
  const { rows } = runQuery({ ...asked, step: 'all' }, store, book);
  const pairs = rows.slice(0, pairsMax).map(pairOf); // The dearest come first.
  const rest = rows.slice(pairsMax);
  if (rest.length > 0) pairs.push(addedUp(rest));
  return [
    ...moneyFamilies(pairs),
    ...callFamilies(pairs),
    gauge(
      'outcrop_usage_pairs_folded',
      'Pairs of tenant and model that stand under (other), as there are too many.',
      [[{}, rest.length]],
    ),
  ];
}

interface Pair {
  readonly labels: Labels;
  readonly costAttoUsd: bigint;
  /** Sums by metric; 0 where nothing is known. */
  readonly of: (metric: MetricKey) => number;
}

function pairOf({ group, values }: AnswerRow): Pair {
  const [tenant = '', model = ''] = group;
  const cost = values.get('cost');
  return {
    labels: labelsOf(tenant, model),
    costAttoUsd: typeof cost === 'bigint' ? cost : 0n,
    of: (metric) => Number(values.get(metric) ?? 0),
  };
}

function addedUp(rows: readonly AnswerRow[]): Pair {
  const pairs = rows.map(pairOf);
  return {
    labels: labelsOf(OTHER, OTHER),
    costAttoUsd: pairs.reduce((sum, one) => sum + one.costAttoUsd, 0n),
    of: (metric) => pairs.reduce((sum, one) => sum + one.of(metric), 0),
  };
}

function labelsOf(tenant: string, model: string): Labels {
  return { tenant, gen_ai_provider_name: 'aws.bedrock', gen_ai_request_model: model };
}

function moneyFamilies(pairs: readonly Pair[]): readonly Family[] {
  return [
    counter(
      'outcrop_cost_usd_total',
      'Cost at list prices since the month began; unpriced usage is not in it.',
      pairs.map((one) => [one.labels, formatAttoUsd(one.costAttoUsd)]),
    ),
    counter(
      'outcrop_unpriced_invocations_total',
      'Calls since the month began with usage that no rate covers.',
      pairs.map((one) => [one.labels, one.of('unpricedInvocations')]),
    ),
  ];
}

function callFamilies(pairs: readonly Pair[]): readonly Family[] {
  return [
    counter(
      'outcrop_calls_total',
      'Logged calls since the month began, by outcome.',
      pairs.flatMap((one) => outcomesOf(one)),
    ),
    {
      name: 'gen_ai_client_token_usage',
      type: 'summary',
      help: 'Tokens since the month began; input holds those read from and put into the cache.',
      samples: [],
      parts: new Map([
        ['_sum', pairs.flatMap((one) => tokensOf(one))],
        ['_count', pairs.flatMap((one) => countsOf(one))],
      ]),
    },
    {
      name: 'gen_ai_client_operation_duration_seconds',
      type: 'histogram',
      help: 'Time to the last byte of calls since the month began, as Bedrock logs it.',
      samples: [],
      parts: new Map([
        ['_bucket', pairs.flatMap((one) => bandsOf(one))],
        ['_sum', pairs.map((one): Sample => [one.labels, one.of('latencySeconds')])],
        ['_count', pairs.map((one): Sample => [one.labels, one.of('timedInvocations')])],
      ]),
    },
  ];
}

function outcomesOf({ labels, of }: Pair): readonly Sample[] {
  const failed = Object.entries(OUTCOMES).map(([outcome, metric]): Sample => {
    return [{ ...labels, outcome }, of(metric)];
  });
  const rest = Object.values(OUTCOMES).reduce((sum, metric) => sum + of(metric), 0);
  return [[{ ...labels, outcome: 'success' }, of('invocations') - rest], ...failed];
}

function tokensOf({ labels, of }: Pair): readonly Sample[] {
  return Object.entries(TOKENS).map(([type, metrics]): Sample => {
    const sum = metrics.reduce((total, metric) => total + of(metric), 0);
    return [{ ...labels, gen_ai_token_type: type }, sum];
  });
}

function countsOf({ labels, of }: Pair): readonly Sample[] {
  return Object.keys(TOKENS).map((type): Sample => {
    return [{ ...labels, gen_ai_token_type: type }, of('invocations')];
  });
}

function bandsOf({ labels, of }: Pair): readonly Sample[] {
  return BANDS.map(([le, metric]): Sample => [{ ...labels, le }, of(metric)]);
}

function monthStartMs(nowMs: number, timeZone: string): number {
  const first = dayWindow(`${localDate(nowMs, timeZone).slice(0, 8)}01`, timeZone);
  assert(first.ok, 'every month has a first day');
  return first.value.startMs;
}
