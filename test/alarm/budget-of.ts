/** Budgets as tests want them: 100 dollars a month for all where nothing else is said. */
import { parseBudgetRule, type BudgetRule } from '../../server/alarm/budget-rule.ts';

export function budgetOf(changes: Record<string, unknown> = {}): BudgetRule {
  const parsed = parseBudgetRule({ name: 'budget', amount: '100', ...changes }, 'UTC');
  if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
  return parsed.value;
}
