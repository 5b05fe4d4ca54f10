/** Gathers what the prompt cache did on one day, by the one question. */
import type { Filter } from '../../shared/filter.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import type { Window } from '../../shared/window.ts';
import type { AnswerRow } from '../query/query.ts';
import { runQuery } from '../query/run-query.ts';
import type { CacheFigures, NightlyReportData } from '../report/nightly-data.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';

interface CacheContext {
  readonly store: Store;
  readonly book: PriceBook;
  readonly timeZone: string;
}

const METRICS = [
  'cacheNetSavings',
  'cacheSavings',
  'cacheWriteExtra',
  'cacheHitRatio',
  'cacheUnpricedTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
] as const satisfies readonly MetricKey[];

/** The whole, and each model that used the cache. @throws StoreError */
export function nightlyCache(
  window: Window,
  context: CacheContext,
  filter: Filter,
): NightlyReportData['cache'] {
  const { store, book, timeZone } = context;
  const all = { metrics: METRICS, filter, window, step: 'all', timeZone } as const;
  const [total] = runQuery({ ...all, groupBy: [] }, store, book).rows;
  const models = runQuery({ ...all, groupBy: ['model'] }, store, book).rows.filter(usesCache);
  return {
    total: cacheFigures(total),
    models: models.map((row) => ({ name: row.group[0] ?? '', ...cacheFigures(row) })),
  };
}

function usesCache({ values }: AnswerRow): boolean {
  return Number(values.get('cacheReadTokens')) + Number(values.get('cacheWriteTokens')) > 0;
}

function cacheFigures(row: AnswerRow | undefined): CacheFigures {
  const money = (key: MetricKey): bigint | null => {
    const value = row?.values.get(key) ?? null;
    return value === null ? null : BigInt(value);
  };
  const ratio = row?.values.get('cacheHitRatio') ?? null;
  return {
    hitRatio: ratio === null ? null : Number(ratio),
    savedAttoUsd: money('cacheSavings'),
    writeExtraAttoUsd: money('cacheWriteExtra'),
    netAttoUsd: money('cacheNetSavings'),
    unpricedTokens: Number(row?.values.get('cacheUnpricedTokens') ?? 0),
  };
}
