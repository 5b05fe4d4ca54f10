/** Who drove the value of an alarm: what a message names first, so that nobody has to look. */
import { assert } from '../../shared/assert.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import { parseFilter } from '../../shared/filter.ts';
import { METRICS } from '../../shared/metrics.ts';
import type { Window } from '../../shared/window.ts';
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import type { Contributor } from '../alarm/notices.ts';
import { formatAmount } from '../alarm/threshold.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import type { PriceBook } from '../price/price-book.ts';
import { runQuery } from '../query/run-query.ts';
import type { Store } from '../store/store.ts';

/** Told apart by these, as far as the alarm itself does not tell them apart. */
const DRIVERS: readonly Dimension[] = ['tenant', 'model'];
const DRIVERS_MAX = 5;
/** Kinds of metric whose parts add up to the whole. */
const ADDITIVE: ReadonlySet<string> = new Set([
  'invocations',
  'usage',
  'cost',
  'contractedCost',
  'unpriced',
  'unattributed',
]);

/**
 * The tenants and models with the largest parts of an alarm's metric over its window.
 *
 * @returns none for metrics that do not add up, such as percentiles, and where nothing was used.
 */
export function alarmDrivers(
  { rule, group }: { readonly rule: AlarmRule; readonly group: Readonly<Record<string, string>> },
  window: Window,
  { store, book }: { readonly store: Store; readonly book: PriceBook },
): readonly Contributor[] {
  const drivers = DRIVERS.filter((dimension) => !rule.groupBy.includes(dimension));
  if (drivers.length === 0 || !ADDITIVE.has(METRICS[rule.metric].formula.kind)) return [];
  const filter = parseFilter(rule.filter);
  assert(filter.ok, 'the filter of a rule was checked when the rule was read');
  const query = {
    metrics: [rule.metric] as const,
    filter: filter.value,
    groupBy: [...rule.groupBy, ...drivers],
    window,
    step: 'all' as const,
    timeZone: 'UTC',
  };
  // Names come from callers and may hold a `*`, so the group is compared and not filtered by.
  const own = rule.groupBy.map((dimension) => group[dimension] ?? '');
  const rows = runQuery(query, store, book).rows.filter((row) => {
    return own.every((value, index) => row.group[index] === value);
  });
  return rows.slice(0, DRIVERS_MAX).flatMap((row) => {
    const value = row.values.get(rule.metric) ?? null;
    if (value === null || Number(value) === 0) return [];
    const amount = typeof value === 'bigint' ? formatAttoUsd(value) : value;
    const name = row.group.slice(own.length).join(', ');
    return [{ group: name, value: formatAmount(rule.metric, amount) }];
  });
}
