/** Rates that changed within a window, for the marks on charts of money. */
import type { RateChange } from '../../shared/prices.ts';
import { askPriceCheck } from '../api/ask-prices.ts';
import type { Scope } from './scope.ts';
import { may } from './session.ts';
import { pollCount, question } from './store.ts';
import { useLoad } from './use-load.ts';

const NONE: readonly RateChange[] = [];

/**
 * Asks once for a range: a book seldom changes while a page is open.
 *
 * @returns none until they are known; a chart without marks is better than none.
 */
export function usePriceChanges({ window }: Scope): readonly RateChange[] {
  const { from, to } = question.value;
  const key = pollCount.value === 0 || !may('whole') ? null : `${from}\n${to}`;
  const load = useLoad(key, 0, (signal) => askPriceCheck(window, signal));
  return load.isStale ? NONE : (load.data?.changed ?? NONE);
}
