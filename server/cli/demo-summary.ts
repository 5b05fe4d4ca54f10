/** What one full run of the demo found: the figures that show the pipeline works. */
import { EMPTY_FILTER } from '../../shared/filter.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { DAY_MS, isoTime } from '../../shared/window.ts';
import { encodeAnswer } from '../api/encode-answer.ts';
import type { PriceBook } from '../price/price-book.ts';
import { runQuery } from '../query/run-query.ts';
import { findGaps, unpricedModels } from '../query/status.ts';
import type { Store } from '../store/store.ts';
import type { IngestSummary } from './ingest.ts';

const METRICS = [
  'cost',
  'invocations',
  'errors',
  'throttles',
  'images',
  'latencyP99',
] as const satisfies readonly MetricKey[];

/** Counts, the whole by tenant, alarms that fired, gaps and unpriced models. */
export function demoSummary(
  counts: IngestSummary,
  store: Store,
  book: PriceBook,
  run: { readonly days: number; readonly seed: number; readonly endMs: number },
): Readonly<Record<string, unknown>> {
  const { days, seed, endMs } = run;
  const window = { startMs: endMs - days * DAY_MS, endMs };
  const base = { metrics: METRICS, filter: EMPTY_FILTER, window, timeZone: 'UTC' };
  const total = { ...base, groupBy: [], step: 'all' as const };
  const byTenant = { ...base, groupBy: ['tenant'] as const, step: 'all' as const };
  const encode = (query: typeof total | typeof byTenant) =>
    encodeAnswer(query, runQuery(query, store, book), null);
  const alarms = store.transitions(1000).filter(({ transition }) => transition.notice !== null);
  return {
    ...counts,
    days,
    seed,
    from: isoTime(window.startMs),
    to: isoTime(window.endMs),
    total: encode(total).rows[0]?.values ?? {},
    tenants: encode(byTenant).rows.map(({ group, values }) => ({ ...group, ...values })),
    alarms: alarms.map(({ alarm, group, transition }) => ({
      alarm,
      group,
      notice: transition.notice,
      at: isoTime(transition.occurredAtMs),
    })),
    gaps: findGaps(window, store, book),
    unpricedModels: unpricedModels(window, store, book),
  };
}
