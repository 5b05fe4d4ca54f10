/** Shared cost as API and command line tell it. */
import { formatFilter } from '../../shared/filter.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import type { SharedCostReply, SharedCostRule } from '../../shared/shared-cost.ts';
import { isoTime } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { QueryStore } from './run-query.ts';
import { sharedCost, type SharedCostQuestion } from './shared-cost.ts';

/** Money as exact decimal text; rows as `sharedCost` orders them. */
export function sharedCostReply(
  question: SharedCostQuestion,
  rules: readonly SharedCostRule[],
  store: QueryStore,
  book: PriceBook,
): SharedCostReply {
  const groupBy = question.groupBy.filter((dimension) => dimension !== 'tenant');
  return {
    metric: question.metric,
    groupBy,
    rules: rules.map(({ name, from, method }) => ({ name, from: formatFilter(from), method })),
    rows: sharedCost(question, rules, store, book).map((row) => ({
      start: isoTime(row.startMs),
      group: Object.fromEntries(groupBy.map((name, index) => [name, row.group[index] ?? ''])),
      tenant: row.tenant,
      direct: formatAttoUsd(row.directAttoUsd),
      allocated: formatAttoUsd(row.allocatedAttoUsd),
      allocations: row.allocations.map(({ attoUsd, ...rule }) => {
        return { ...rule, cost: formatAttoUsd(attoUsd) };
      }),
    })),
  };
}
