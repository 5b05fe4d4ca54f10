/** The reply about budgets: spend and forecast worked out now, beside what was told. */
import type { BudgetsReply } from '../../shared/budget-contract.ts';
import { budgetStatuses } from '../job/budget-statuses.ts';
import { completeToOf } from '../query/status.ts';
import type { ApiParts } from './api-parts.ts';

/** All budgets, the fullest first; without a source with a clock all that is stored is whole. */
export function budgetsReply(parts: ApiParts): BudgetsReply {
  const { store, book, budgets } = parts;
  const nowMs = parts.nowMs();
  const completeToMs = completeToOf(store.sourceStates()) ?? store.extent()?.endMs ?? nowMs;
  return budgetStatuses(budgets, store.alarmStates(), { store, book, nowMs, completeToMs });
}
