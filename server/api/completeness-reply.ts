/** The part of the status that says what the figures cannot see. */
import type { Completeness } from '../../shared/completeness.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { billingMonthOf, USD_PER_METRIC } from '../../shared/metric-price.ts';
import { DAY_MS, isoTime } from '../../shared/window.ts';
import {
  coverageWindow,
  failedDeliveries,
  mantleTraffic,
  modelCoverage,
} from '../query/completeness.ts';
import { countedCalls } from '../query/counted-calls.ts';
import type { ApiParts } from './api-parts.ts';

const BODIES_DAYS = 7;

/** Coverage by model and hour, lost records, calls without logs, and what asking has cost. */
export function completenessReply(parts: ApiParts): Completeness {
  const { store, book, facts } = parts;
  const nowMs = parts.nowMs();
  const judged = coverageWindow(nowMs);
  return {
    from: isoTime(judged.startMs),
    to: isoTime(judged.endMs),
    models: modelCoverage(nowMs, store, book),
    countedCalls: countedCalls(nowMs, store, book),
    failedDeliveries: failedDeliveries(nowMs, store, book),
    mantle: mantleTraffic(nowMs, store, book).map((one) => ({
      ...one,
      cost: typeof one.cost === 'bigint' ? formatAttoUsd(one.cost) : null,
    })),
    metricPolling: store.metrics.spend(billingMonthOf(nowMs)).map((one) => ({
      ...one,
      usd: Math.round(one.metrics * USD_PER_METRIC * 100) / 100,
      usdMax: facts?.metricsUsdPerMonth(one.account) ?? null,
    })),
    bodies: bodiesReply(parts),
    lost: store.notes.lostSpans().map(({ sourceId, startMs, endMs }) => {
      return { source: sourceId, from: isoTime(startMs), to: isoTime(endMs) };
    }),
    revisedPoints: store.metrics.revisions(nowMs - DAY_MS).length,
    clockSkewSeconds: Math.round((facts?.clockSkewMs() ?? 0) / 1000),
  };
}

function bodiesReply({ store, nowMs }: ApiParts): Completeness['bodies'] {
  return store.notes
    .bodyReads(nowMs() - BODIES_DAYS * DAY_MS)
    .flatMap(({ sourceId, outcome, records }) => {
      return outcome === 'off' ? [] : [{ source: sourceId, outcome, records }];
    });
}
