/** Budgets as bars: what is spent, what the period will come to, and when the amount is reached. */
import type { BudgetStatusReply } from '../../shared/budget-contract.ts';
import { askBudgets } from '../api/ask-alarms.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { pollCount, question } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { groupText } from './alarm-text.ts';

const NONE = 'No budget is set. Add one under budgets in the configuration.';

export function BudgetsCard() {
  const found = useLoad('budgets', pollCount.value, askBudgets);
  const budgets = found.data?.budgets ?? [];
  return (
    <Card
      title="Budgets"
      unit="spent, and by forecast"
      class="span-12 card-list"
      isLoading={!found.data}
      problem={found.problem}
      empty={found.data && budgets.length === 0 ? NONE : null}
    >
      <ul class="budget-list">
        {budgets.map((budget) => (
          <li key={`${budget.name} ${groupText(budget.group)}`}>
            <BudgetRow budget={budget} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function BudgetRow({ budget }: { readonly budget: BudgetStatusReply }) {
  const { spentPercent, forecastPercent } = budget;
  const reach = Math.max(100, spentPercent, forecastPercent ?? 0) * 1.04;
  const width = (percent: number): string => `${((percent / reach) * 100).toFixed(2)}%`;
  const look = spentPercent >= 100 ? 'bad' : (forecastPercent ?? 0) >= 100 ? 'warn' : 'ok';
  return (
    <div class={`budget is-${look}`}>
      <div class="budget-name">
        <b>{budget.name}</b> <span class="muted">{groupText(budget.group)}</span>
        <span class="muted"> {budget.period.label}</span>
      </div>
      <div class="budget-track" role="img" aria-label={wordsOf(budget)}>
        {forecastPercent !== null && (
          <i class="budget-forecast" style={{ width: width(forecastPercent) }} />
        )}
        <i class="budget-spent" style={{ width: width(spentPercent) }} />
        {budget.lines
          .filter(({ kind }) => kind === 'actual')
          .map(({ percent }) => (
            <i class="budget-line" key={percent} style={{ left: width(percent) }} />
          ))}
      </div>
      <div class="budget-figure">
        <b>{money(budget.spent)}</b> of {money(budget.amount)}, {spentPercent} %
      </div>
      <div class="budget-note muted">{forecastWords(budget)}</div>
    </div>
  );
}

function forecastWords(budget: BudgetStatusReply): string {
  const { forecast, forecastPercent, reachedOn, spentPercent } = budget;
  const day = reachedOn ?? '';
  const reached = spentPercent >= 100 ? `reached on ${day}` : `reached on ${day} by forecast`;
  const whole = `whole to ${formatIso(budget.completeTo, question.value.timeZone, 'dayClock')}`;
  const known =
    forecast === null ? 'no forecast yet' : `forecast ${money(forecast)}, ${forecastPercent} %`;
  return [known, reachedOn === null ? '' : reached, whole]
    .filter((text) => text !== '')
    .join(' · ');
}

function wordsOf(budget: BudgetStatusReply): string {
  return `${money(budget.spent)} of ${money(budget.amount)}; ${forecastWords(budget)}`;
}

function money(text: string): string {
  const attoUsd = attoOf(text);
  return attoUsd === null ? text : formatUsd(attoUsd);
}
