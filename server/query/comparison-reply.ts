/** A comparison of costs as the API answers it and as the command line prints it. */
import type { ComparedFigures, ComparisonReply } from '../../shared/comparison-contract.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import { compareCosts, totalOf, type CostComparison, type Scenario } from './compare-costs.ts';
import type { QueryStore } from './run-query.ts';
import type { UsageQuestion } from './usage-stretches.ts';

export interface Comparison {
  readonly before: Scenario;
  readonly after: Scenario;
  /** What the comparison takes for granted, one sentence each. */
  readonly assumptions: readonly string[];
}

/** Compares over the window of a question, and writes money as exact decimals. */
export function comparisonReply(
  question: UsageQuestion,
  store: QueryStore,
  { before, after, assumptions }: Comparison,
): ComparisonReply {
  const { window, groupBy } = question;
  const groups = compareCosts(question, store, { before, after });
  return {
    from: isoTime(window.startMs),
    to: isoTime(window.endMs),
    total: encodeFigures(totalOf(groups)),
    groups: groups.map((one) => ({
      group: Object.fromEntries(groupBy.map((name, index) => [name, one.group[index] ?? ''])),
      ...encodeFigures(one),
    })),
    assumptions,
  };
}

/** Where there is usage and none of it has a rate, the cost is not known: null, and not zero. */
function encodeFigures(one: CostComparison): ComparedFigures {
  const { any, before, after, both } = one.isPriced;
  const { unpricedInvocationsBefore, unpricedInvocationsAfter } = one;
  const money = (attoUsd: bigint, isPriced: boolean): string | null => {
    return any && !isPriced ? null : formatAttoUsd(attoUsd);
  };
  return {
    before: money(one.beforeAttoUsd, before),
    after: money(one.afterAttoUsd, after),
    difference: money(one.differenceAttoUsd, both),
    newlyPriced: formatAttoUsd(one.newlyPricedAttoUsd),
    newlyUnpriced: formatAttoUsd(one.newlyUnpricedAttoUsd),
    inexactAfter: formatAttoUsd(one.inexactAfterAttoUsd),
    unpricedInvocationsBefore,
    unpricedInvocationsAfter,
  };
}
