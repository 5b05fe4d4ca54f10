/** What was used in stretches of time within which no rate changes: the ground for comparisons. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { Filter } from '../../shared/filter.ts';
import type { Window } from '../../shared/window.ts';
import type { UsageType } from '../meter/usage.ts';
import type { Discount } from '../price/discount.ts';
import type { UsageSum } from '../store/store.ts';
import { splitByPayer } from './payer.ts';
import type { Moment } from './rates.ts';
import type { QueryStore } from './run-query.ts';

export interface UsageQuestion {
  readonly window: Window;
  readonly filter: Filter;
  readonly groupBy: readonly Dimension[];
}

/** How finely time and payers must be told apart. */
export interface Fineness {
  /** Ascending epoch ms in, the same with further cuts out. */
  readonly cut: (steps: readonly number[], types: readonly UsageType[]) => readonly number[];
  readonly discounts: readonly Discount[];
}

export interface UsageStretch {
  readonly group: readonly string[];
  readonly moment: Moment;
  readonly usage: readonly UsageSum[];
}

/** @returns usage of each group, payer and stretch, in no order; empty when there is none. */
export function usageStretches(
  { window, filter, groupBy }: UsageQuestion,
  store: QueryStore,
  { cut, discounts }: Fineness,
): readonly UsageStretch[] {
  const boundariesMs = cut([window.startMs, window.endMs], store.usageTypes());
  const split = splitByPayer(groupBy, discounts, false);
  const need = { latency: false, firstToken: false, usage: true };
  const cells = store.aggregate({ boundariesMs, filter, groupBy: split.groupBy, need });
  return cells.map((cell) => ({
    group: split.fold(cell.group),
    moment: {
      atMs: boundariesMs[cell.intervalIndex] ?? window.startMs,
      payer: split.payerOf(cell.group),
    },
    usage: cell.usage,
  }));
}
