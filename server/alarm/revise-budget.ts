/** A period that is over, whose spend has changed since: by records or prices that came late. */
import { formatAttoUsd, parseAttoUsd } from '../../shared/money.ts';
import { lineText, reaches, type BudgetRule } from './budget-rule.ts';
import type { AlarmTransition } from './evaluate-alarm.ts';
import {
  lineKey,
  PERIOD_SEQUENCES,
  sequenceOf,
  type BudgetStatus,
  type BudgetStep,
} from './evaluate-budget.ts';
import { formatAmount } from './threshold.ts';

/** What changes by more than one part in so many is told. */
const REVISED_PART = 100n;

/**
 * Tells once that a closed period came to more or less than was known when it ended.
 *
 * @param status of the closed period, with all that is known of it now.
 * @returns the latch to keep and the message; null where the spend is what it was, or nearly.
 */
export function reviseBudget(
  budget: BudgetRule,
  status: BudgetStatus,
  { state, latch }: Pick<BudgetStep, 'state' | 'latch'>,
  nowMs: number,
): (Pick<BudgetStep, 'latch'> & { readonly transition: AlarmTransition }) | null {
  const { closed } = latch;
  if (!closed || closed.isRevised || closed.startMs !== status.period.startMs) return null;
  const was = parseAttoUsd(closed.spentUsd) ?? 0n;
  const change = status.spentAttoUsd - was;
  if ((change < 0n ? -change : change) * REVISED_PART <= was) return null;
  const { period, toMs } = status;
  const transition: AlarmTransition = {
    from: state.state,
    to: state.state,
    notice: 'revised',
    reason: reasonOf(budget, status, { was, told: closed.told }),
    occurredAtMs: nowMs,
    openedAtMs: nowMs,
    sequence: sequenceOf(period.startMs, PERIOD_SEQUENCES - 2), // The last one ended it.
    value: formatAttoUsd(status.spentAttoUsd),
    window: { startMs: period.startMs, endMs: period.endMs },
    completeToMs: toMs,
    points: [],
  };
  return { latch: { ...latch, closed: { ...closed, isRevised: true } }, transition };
}

function reasonOf(
  budget: BudgetRule,
  { period, spentAttoUsd, amountAttoUsd }: BudgetStatus,
  { was, told }: { readonly was: bigint; readonly told: readonly string[] },
): string {
  const money = (attoUsd: bigint): string => formatAmount('cost', formatAttoUsd(attoUsd));
  const more = budget.lines.filter((line) => {
    const isNew = line.kind === 'actual' && !told.includes(lineKey(line));
    return isNew && reaches(spentAttoUsd, line, amountAttoUsd);
  });
  const reached = more.length === 0 ? '' : ` It reached ${more.map(lineText).join(', ')}.`;
  const sums = `${money(spentAttoUsd)} instead of ${money(was)} of ${money(amountAttoUsd)}`;
  return `${period.label} is over and was revised: ${sums}.${reached}`;
}
