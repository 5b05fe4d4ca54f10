/** How all budgets stand now, for page, API, command line and report. */
import type { BudgetsReply, BudgetStatusReply } from '../../shared/budget-contract.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import { periodAt } from '../alarm/budget-period.ts';
import { reaches, type BudgetRule } from '../alarm/budget-rule.ts';
import { budgetStatus, lineKey, type BudgetStatus } from '../alarm/evaluate-budget.ts';
import { alarmKey } from '../alarm/notices.ts';
import type { StoredAlarmState } from '../store/store.ts';
import { readBudget, type BudgetSources } from './budget-data.ts';

/**
 * The reply on budgets, the fullest first.
 *
 * @param states what was told of them; see Store.alarmStates.
 * @throws StoreError
 */
export function budgetStatuses(
  budgets: readonly BudgetRule[],
  states: readonly StoredAlarmState[],
  sources: BudgetSources,
): BudgetsReply {
  const told = new Map(
    states.flatMap(({ alarm, group, budget }) =>
      budget ? [[alarmKey(alarm, group), budget]] : [],
    ),
  );
  const { completeToMs, nowMs } = sources;
  const found = budgets.flatMap((budget) => {
    const period = periodAt(budget.calendar, Math.min(completeToMs, nowMs));
    return readBudget(budget, period, sources).map((data) => {
      const { group } = data;
      const latch = told.get(alarmKey(budget.name, group));
      const isNow = latch?.periodStartMs === period.startMs;
      const status = budgetStatus(budget, data);
      return encodeStatus(budget, { group, told: (isNow && latch?.told) || [] }, status);
    });
  });
  return { budgets: found.sort((a, b) => b.spentPercent - a.spentPercent || byName(a, b)) };
}

function byName(a: BudgetStatusReply, b: BudgetStatusReply): number {
  return alarmKey(a.name, a.group) < alarmKey(b.name, b.group) ? -1 : 1;
}

function encodeStatus(
  budget: BudgetRule,
  { group, told }: { readonly group: BudgetStatusReply['group']; readonly told: readonly string[] },
  status: BudgetStatus,
): BudgetStatusReply {
  const { period, amountAttoUsd, spentAttoUsd, forecastAttoUsd } = status;
  const { kind, timeZone } = budget.calendar;
  const { name, metric, filter, owner } = budget;
  const percentOf = (attoUsd: bigint): number => Number((attoUsd * 100n) / amountAttoUsd);
  return {
    name,
    group,
    metric,
    filter,
    period: {
      kind,
      label: period.label,
      from: isoTime(period.startMs),
      to: isoTime(period.endMs),
      timeZone,
    },
    amount: formatAttoUsd(amountAttoUsd),
    carriedOver: formatAttoUsd(status.carriedAttoUsd),
    spent: formatAttoUsd(spentAttoUsd),
    forecast: forecastAttoUsd === null ? null : formatAttoUsd(forecastAttoUsd),
    spentPercent: percentOf(spentAttoUsd),
    forecastPercent: forecastAttoUsd === null ? null : percentOf(forecastAttoUsd),
    reachedOn: status.reachedOn,
    lines: budget.lines.map((line) => {
      const attoUsd = line.kind === 'actual' ? spentAttoUsd : forecastAttoUsd;
      return {
        kind: line.kind,
        percent: line.hundredths / 100,
        reached: attoUsd !== null && reaches(attoUsd, line, amountAttoUsd),
        told: told.includes(lineKey(line)),
      };
    }),
    completeTo: isoTime(status.toMs),
    owner,
  };
}
