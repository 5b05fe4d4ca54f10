/** The last periods of an alarm against its own past: values, what was usual, and the bar. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import { barFor } from '../alarm/bar-for.ts';
import type { Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';
import { readJudged } from './alarm-series.ts';

/** One group of an alarm by period; null where nothing is known. */
export interface BarSeries {
  readonly group: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
  readonly usual: readonly (number | null)[];
  readonly bars: readonly (number | null)[];
}

/** More groups than a table of alarms shows at once. */
const GROUPS_MAX = 100;

/**
 * Reads what the periods of a window are held against, as an evaluation would.
 *
 * @param window whole periods. @returns one series for each group, at most 100. @throws StoreError
 */
export function alarmBars(
  rule: AlarmRule,
  window: Window,
  parts: { readonly store: Store; readonly book: PriceBook },
): readonly BarSeries[] {
  const series = [...readJudged(rule, window, parts)].slice(0, GROUPS_MAX);
  const startsMs: number[] = [];
  for (let atMs = window.startMs; atMs < window.endMs; atMs += rule.periodMs) startsMs.push(atMs);
  return series.map(([key, points]) => {
    const names = JSON.parse(key) as string[]; // Written by readJudged.
    const found = startsMs.map((startMs) => points.get(startMs));
    return {
      group: Object.fromEntries(rule.groupBy.map((name, at) => [name, names[at] ?? ''])),
      values: found.map((point) => numberOf(point?.value)),
      usual: found.map((point) => point?.usual?.median ?? null),
      bars: found.map((point) => numberOf(point && barFor(rule, point)?.text)),
    };
  });
}

function numberOf(value: string | number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
