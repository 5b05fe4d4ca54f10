/** The questions that have a peer: what DuckDB is asked on the raw rows. */
import { parseQuery, type QueryText } from '../../../server/query/parse-query.ts';
import { runQuery } from '../../../server/query/run-query.ts';
import type { PriceBook } from '../../../server/price/price-book.ts';
import type { Store } from '../../../server/store/store.ts';
import { parseFilter } from '../../../shared/filter.ts';
import { DAY_MS, HOUR_MS, isoTime } from '../../../shared/window.ts';
import { MONTH_END_MS } from './month.ts';

export interface Question {
  readonly name: string;
  /** Asks it, and tells how many rows the answer has. */
  readonly ask: (store: Store, book: PriceBook) => number;
  /** What the peer is asked; null where only we are. */
  readonly sql: string | null;
}

const NOTHING: Omit<QueryText, 'metrics'> = {
  filter: null,
  groupBy: [],
  from: null,
  to: null,
  step: null,
  timeZone: null,
};

interface Asked extends Partial<QueryText> {
  readonly metrics: readonly string[];
  readonly days: number;
}

function question(name: string, { days, ...text }: Asked, sql: string | null = null): Question {
  const window = { startMs: MONTH_END_MS - days * DAY_MS, endMs: MONTH_END_MS };
  const query = parseQuery(
    { ...NOTHING, ...text, from: isoTime(window.startMs), to: isoTime(window.endMs) },
    { nowMs: MONTH_END_MS, timeZone: 'UTC', window },
  );
  if (!query.ok) throw new Error(`${name}: ${query.problem.message}`);
  return { name, sql, ask: (store, book) => runQuery(query.value, store, book).rows.length };
}

const since = (days: number): string =>
  `at_ms >= ${MONTH_END_MS - days * DAY_MS} AND at_ms < ${MONTH_END_MS}`;
const bucket = (ms: number): string => `at_ms // ${ms}`;

/** The set of questions with a peer. */
export function peerQuestions(): readonly Question[] {
  return [
    question(
      'cost by day and tenant, 30 d',
      { metrics: ['cost'], groupBy: ['tenant'], step: '1d', days: 30 },
      `SELECT ${bucket(DAY_MS)}, tenant, sum(nano_usd) FROM invocation WHERE ${since(30)}
        GROUP BY ALL`,
    ),
    question(
      'p50, p90, p99 by model and hour, 7 d',
      {
        metrics: ['latencyP50', 'latencyP90', 'latencyP99'],
        groupBy: ['model'],
        step: '1h',
        days: 7,
      },
      `SELECT ${bucket(HOUR_MS)}, model, quantile_cont(latency_ms, [0.5, 0.9, 0.99])
         FROM invocation WHERE ${since(7)} GROUP BY ALL`,
    ),
    question(
      'throttle rate by 5 min, 24 h',
      { metrics: ['throttleRatio'], step: '5m', days: 1 },
      `SELECT ${bucket(5 * 60_000)}, avg((status = 'throttled')::INT) FROM invocation
        WHERE ${since(1)} GROUP BY ALL`,
    ),
    question(
      'throttle rate by 5 min and model, 24 h',
      { metrics: ['throttleRatio'], groupBy: ['model'], step: '5m', days: 1 },
      `SELECT ${bucket(5 * 60_000)}, model, avg((status = 'throttled')::INT) FROM invocation
        WHERE ${since(1)} GROUP BY ALL`,
    ),
    question(
      'cost and p99 by day of a tenant and feature, 30 d',
      {
        metrics: ['cost', 'latencyP99'],
        filter: 'tenant=tenant-07 tag.feature=feature-03',
        step: '1d',
        days: 30,
      },
      `SELECT ${bucket(DAY_MS)}, sum(nano_usd), quantile_cont(latency_ms, 0.99) FROM invocation
        WHERE ${since(30)} AND tenant = 'tenant-07' AND feature = 'feature-03' GROUP BY ALL`,
    ),
    listQuestion(),
    idQuestion(),
  ];
}

function filterOf(text: string): Parameters<Store['invocations']>[0]['filter'] {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Error(filter.problem.message);
  return filter.value;
}

function listQuestion(): Question {
  const filter = filterOf('tenant=tenant-07 status=clientError,serverError,throttled');
  const window = { startMs: MONTH_END_MS - 30 * DAY_MS, endMs: MONTH_END_MS };
  return {
    name: 'last 100 errors of a tenant',
    ask: (store) =>
      store.invocations({ window, filter, limit: 100, before: null }).invocations.length,
    sql: `SELECT * FROM invocation WHERE tenant = 'tenant-07' AND ${since(30)}
            AND status IN ('clientError', 'serverError', 'throttled')
           ORDER BY at_ms DESC LIMIT 100`,
  };
}

function idQuestion(): Question {
  const window = { startMs: MONTH_END_MS - 30 * DAY_MS, endMs: MONTH_END_MS };
  return {
    name: 'an id that is not there, in 1 h around its time',
    ask: (store) => {
      const hour = { startMs: window.endMs - 10 * HOUR_MS, endMs: window.endMs - 9 * HOUR_MS };
      return store.invocation('00000000-0000-4000-8000-000000000000', hour) === null ? 0 : 1;
    },
    sql: null,
  };
}
