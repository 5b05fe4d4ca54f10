/** Gathers what each kind of usage cost on one day, over all models, from the priced lines. */
import type { Filter } from '../../shared/filter.ts';
import type { Window } from '../../shared/window.ts';
import { lineCost, pricedLines, type PricedLine } from '../query/priced-lines.ts';
import type { NightlyReportData, UsageFigures } from '../report/nightly-data.ts';
import { consumedQuantity, meterName, pricingUnit } from '../report/usage-words.ts';
import type { ReportContext } from './report-context.ts';

interface Sum {
  quantity: bigint;
  costAttoUsd: bigint | null;
  contractedCostAttoUsd: bigint | null;
  readonly type: PricedLine['type'];
}

/** Kinds of usage of a day, the dearest first, each with its cost of the day before. */
export function nightlyUsage(
  { day, previousDay }: { readonly day: Window; readonly previousDay: Window },
  context: ReportContext,
  filter: Filter,
): NightlyReportData['usage'] {
  const before = sums(previousDay, context, filter);
  const figures = [...sums(day, context, filter)].map(([name, sum]): UsageFigures => {
    const unit = pricingUnit(sum.type);
    return {
      name,
      quantity: consumedQuantity(sum.quantity, unit),
      unit: unit.consumed,
      costAttoUsd: sum.costAttoUsd,
      contractedCostAttoUsd: sum.contractedCostAttoUsd,
      previousCostAttoUsd: before.get(name)?.costAttoUsd ?? null,
    };
  });
  return figures.sort((a, b) => {
    const difference = (b.costAttoUsd ?? -1n) - (a.costAttoUsd ?? -1n);
    if (difference !== 0n) return difference > 0n ? 1 : -1;
    return a.name < b.name ? -1 : 1;
  });
}

function sums(
  window: Window,
  { store, book, timeZone }: ReportContext,
  filter: Filter,
): ReadonlyMap<string, Sum> {
  const asked = { filter, groupBy: [], window, step: 'all', timeZone } as const;
  const byName = new Map<string, Sum>();
  for (const line of pricedLines(asked, store, book)) {
    const name = meterName(line.type);
    const none = { quantity: 0n, costAttoUsd: null, contractedCostAttoUsd: null, type: line.type };
    const sum: Sum = byName.get(name) ?? none;
    sum.quantity += line.quantity;
    const cost = lineCost(line);
    if (cost) {
      sum.costAttoUsd = (sum.costAttoUsd ?? 0n) + cost.listAttoUsd;
      sum.contractedCostAttoUsd = (sum.contractedCostAttoUsd ?? 0n) + cost.contractedAttoUsd;
    }
    byName.set(name, sum);
  }
  return byName;
}
