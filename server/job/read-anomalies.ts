/** Reads spend by hour, finds what departs from its season, and the part that explains it. */
import type { AnomaliesReply, Anomaly, AnomalyCause } from '../../shared/anomaly-contract.ts';
import { formatFilter, type Filter } from '../../shared/filter.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { DAY_MS, HOUR_MS, isoTime, type Window } from '../../shared/window.ts';
import { findAnomalies, weeksBefore, type SpendAnomaly } from '../alarm/anomaly.ts';
import type { PriceBook } from '../price/price-book.ts';
import { costTree, type CostLeaf } from '../query/cost-tree.ts';
import { runQuery, type QueryStore } from '../query/run-query.ts';
import type { Store } from '../store/store.ts';

export interface AnomalyQuestion {
  readonly window: Window;
  readonly filter: Filter;
  readonly minimumAttoUsd: bigint;
  readonly timeZone: string;
}

interface AnomalyParts {
  readonly store: QueryStore & Pick<Store, 'extent'>;
  readonly book: PriceBook;
}

/** What has a smaller impact is not told where nothing else is asked. */
export const MINIMUM_USD = '5';
/** Longer windows are cut to their end: weeks back are read as well. */
const DAYS_MAX = 92;
const ANOMALIES_MAX = 50;
const CAUSES_MAX = 5;
const BACK_MS = 28 * DAY_MS + 2 * HOUR_MS;

/** Anomalies of a window, the dearest first, at most fifty. @throws StoreError */
export function readAnomalies(question: AnomalyQuestion, parts: AnomalyParts): AnomaliesReply {
  const window = hoursOf(question.window);
  const knownFromMs = parts.store.extent()?.startMs ?? window.endMs;
  const found = [...spendByTenant({ ...question, window }, parts)].flatMap(([tenant, hours]) =>
    findAnomalies({ hours, knownFromMs }, window, question).map((one) => ({ tenant, ...one })),
  );
  const dearest = found.toSorted((a, b) => (a.impactAttoUsd > b.impactAttoUsd ? -1 : 1));
  return {
    from: isoTime(window.startMs),
    to: isoTime(window.endMs),
    minimum: formatAttoUsd(question.minimumAttoUsd),
    anomalies: dearest.slice(0, ANOMALIES_MAX).map((one) => encode(one, question, parts)),
  };
}

/** Whole hours: the one that is not over has spent too little to be judged. */
function hoursOf({ startMs, endMs }: Window): Window {
  const lastMs = Math.floor(endMs / HOUR_MS) * HOUR_MS;
  const firstMs = Math.max(startMs, lastMs - DAYS_MAX * DAY_MS);
  return { startMs: Math.ceil(firstMs / HOUR_MS) * HOUR_MS, endMs: lastMs };
}

function spendByTenant(
  { window, filter }: AnomalyQuestion,
  { store, book }: AnomalyParts,
): ReadonlyMap<string, ReadonlyMap<number, bigint>> {
  const span = { startMs: window.startMs - BACK_MS, endMs: window.endMs };
  const groupBy = ['tenant'] as const;
  const asked = { filter, groupBy, window: span, step: '1h' as const, timeZone: 'UTC' };
  const tenants = new Map<string, Map<number, bigint>>();
  for (const row of runQuery({ metrics: ['cost'], ...asked }, store, book).rows) {
    const tenant = row.group[0] ?? '';
    const hours = tenants.get(tenant) ?? new Map<number, bigint>();
    hours.set(row.startMs, BigInt(row.values.get('cost') ?? 0n));
    tenants.set(tenant, hours);
  }
  return tenants;
}

function encode(
  anomaly: SpendAnomaly & { readonly tenant: string },
  { filter, window }: AnomalyQuestion,
  parts: AnomalyParts,
): Anomaly {
  const { tenant, startMs, endMs } = anomaly;
  const term = { dimension: 'tenant' as const, negated: false, values: [tenant] };
  const from = isoTime(startMs);
  const to = isoTime(endMs);
  const shown = { filter: formatFilter({ terms: [term] }), groupBy: 'model', from, to };
  return {
    tenant,
    from,
    to,
    ongoing: endMs >= Math.floor(window.endMs / HOUR_MS) * HOUR_MS,
    spent: formatAttoUsd(anomaly.spentAttoUsd),
    usual: formatAttoUsd(anomaly.usualAttoUsd),
    impact: formatAttoUsd(anomaly.impactAttoUsd),
    causes: causesOf(anomaly, filter, parts),
    link: `/?${new URLSearchParams(shown)}`,
  };
}

/** The leaves of the tenant that rose most against the mean of the weeks before. */
function causesOf(
  anomaly: SpendAnomaly & { readonly tenant: string },
  filter: Filter,
  { store, book }: AnomalyParts,
): readonly AnomalyCause[] {
  const leavesOf = (window: Window): readonly CostLeaf[] =>
    costTree({ window, filter }, store, book).filter(({ tenant }) => tenant === anomaly.tenant);
  const weeks = weeksBefore(anomaly);
  const past = new Map<string, bigint>();
  for (const leaf of weeks.flatMap(leavesOf)) {
    past.set(nameOf(leaf), (past.get(nameOf(leaf)) ?? 0n) + leaf.attoUsd);
  }
  const risen = leavesOf(anomaly).map((leaf) => {
    const beforeAttoUsd = (past.get(nameOf(leaf)) ?? 0n) / BigInt(weeks.length);
    return { ...leaf, beforeAttoUsd, riseAttoUsd: leaf.attoUsd - beforeAttoUsd };
  });
  return risen
    .filter(({ riseAttoUsd }) => riseAttoUsd > 0n)
    .sort((a, b) => (a.riseAttoUsd > b.riseAttoUsd ? -1 : 1))
    .slice(0, CAUSES_MAX)
    .map(({ model, usage, attoUsd, beforeAttoUsd }) => {
      return { model, usage, spent: formatAttoUsd(attoUsd), before: formatAttoUsd(beforeAttoUsd) };
    });
}

function nameOf({ model, usage }: CostLeaf): string {
  return JSON.stringify([model, usage]);
}
