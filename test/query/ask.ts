/** Asks a store in the words of the URL, with a book of hand-written prices. */
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { createPriceBook, type PriceBook } from '../../server/price/price-book.ts';
import { parseQuery, type QueryText } from '../../server/query/parse-query.ts';
import type { Answer, AnswerValue, Query } from '../../server/query/query.ts';
import { runQuery } from '../../server/query/run-query.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import type { StoredMetricPoint } from '../../server/store/metric-ledger.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { T0_MS, batch, metered, requestId, type MeteredChanges } from '../support/metered.ts';

/** The price of Nova Micro's input changes here, off every hour. */
export const CHANGE_MS = T0_MS + DAY_MS + 7 * HOUR_MS + 123_456;

const MICRO = { model: 'amazon.nova-micro' } as const;
const OUT = { dimension: 'output_tokens' } as const;

/**
 * Nova Micro: input 1 USD a million, 3 USD from CHANGE_MS on, output 10 USD. Nova Half: input
 * 2 USD, output without a price. Everything else is unpriced.
 */
export const HAND_BOOK: PriceBook = createPriceBook([
  row({ usd: '1', ...MICRO, effectiveToMs: CHANGE_MS }),
  row({ usd: '3', ...MICRO, effectiveFromMs: CHANGE_MS }),
  row({ usd: '10', ...MICRO, ...OUT }),
  row({ usd: '2', model: 'amazon.nova-half' }),
]);

/** A call with a number of its own, some time after T0. */
export function call(
  number: number,
  afterMs: number,
  changes: MeteredChanges = {},
): MeteredInvocation {
  const place = { requestId: requestId(number), timestampMs: T0_MS + afterMs };
  return metered({ ...changes, invocation: { ...place, ...changes.invocation } });
}

/** A store in memory that holds these rows. */
export function storeOf(
  rows: readonly MeteredInvocation[],
  promotedTags: readonly string[] = [],
): Store {
  const store = openSqliteStore({ path: ':memory:', promotedTags });
  store.ingest(batch(rows));
  return store;
}

/** A question as text; what is left out is null, the window four days from T0. */
export type Question = Partial<QueryText> & { readonly metrics: readonly string[] };

export const QUERY_DEFAULTS = {
  nowMs: T0_MS + 4 * DAY_MS,
  timeZone: 'UTC',
  window: { startMs: T0_MS, endMs: T0_MS + 4 * DAY_MS },
};

export const NOTHING_SAID: QueryText = {
  metrics: [],
  filter: null,
  groupBy: [],
  from: null,
  to: null,
  step: null,
  timeZone: null,
};

export function queryOf(question: Question): Query {
  const query = parseQuery({ ...NOTHING_SAID, ...question }, QUERY_DEFAULTS);
  if (!query.ok) throw new Error(query.problem.message);
  return query.value;
}

export function ask(store: Store, question: Question, book: PriceBook = HAND_BOOK): Answer {
  return runQuery(queryOf(question), store, book);
}

/** The one value of a question without groups and steps; undefined when there is no row. */
export function valueOf(
  store: Store,
  metric: MetricKey,
  more: Partial<QueryText> = {},
): AnswerValue | undefined {
  return ask(store, { ...more, metrics: [metric] }).rows[0]?.values.get(metric);
}

/** Group texts joined by a bar, each with the value of the first metric. */
export function valuesByGroup(
  store: Store,
  question: Question,
): readonly (readonly [string, AnswerValue | undefined])[] {
  const first = queryOf(question).metrics[0] ?? 'cost';
  return ask(store, question).rows.map((one) => [one.group.join('|'), one.values.get(first)]);
}

/** Five minutes of one CloudWatch metric of Nova Micro, from T0 on. */
export function point(changes: Partial<StoredMetricPoint> = {}): StoredMetricPoint {
  return {
    account: '111122223333',
    region: 'us-east-1',
    namespace: 'AWS/Bedrock',
    metricName: 'Invocations',
    modelId: 'amazon.nova-micro-v1:0',
    model: 'amazon.nova-micro',
    labels: [],
    statistic: 'Sum',
    periodSeconds: 300,
    startMs: T0_MS,
    value: 10,
    ...changes,
  };
}
