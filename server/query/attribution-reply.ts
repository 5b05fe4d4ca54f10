/** Who pays, as the API tells it: what each rule catches, and what has no payer. */
import type { AttributionReply, RuleText } from '../../shared/attribution-contract.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import type { TenantFacts } from '../../shared/tenants.ts';
import { isoTime, type Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import { attributionCoverage } from './attribution-coverage.ts';
import type { Store } from '../store/store.ts';
import { pastRules } from './past-rules.ts';
import type { AnswerRow, AnswerValue } from './query.ts';
import { runQuery, type QueryStore } from './run-query.ts';
import { tenantsReply } from './tenants-reply.ts';

/** What is looked at. */
export interface AttributionQuestion {
  readonly rules: { readonly version: string; readonly rules: readonly RuleText[] };
  readonly window: Window;
  readonly timeZone: string;
  readonly facts: TenantFacts;
}

/** Counts are of what was attributed when it was read, or by the rules that were applied since. */
export function attributionReply(
  { rules, window, timeZone, facts }: AttributionQuestion,
  store: QueryStore & Pick<Store, 'reattribution'>,
  book: PriceBook,
): AttributionReply {
  const question = { filter: EMPTY_FILTER, window, timeZone } as const;
  const metrics = ['cost', 'invocations'] as const;
  const caught = runQuery({ ...question, metrics, groupBy: ['rule'], step: 'all' }, store, book);
  const byRule = new Map(caught.rows.map((row) => [row.group[0] ?? '', row]));
  const coverage = attributionCoverage(window, store, book);
  const days = runQuery(
    { ...question, metrics: ['attributionCoverage'], groupBy: [], step: '1d' },
    store,
    book,
  );
  return {
    from: isoTime(window.startMs),
    to: isoTime(window.endMs),
    rulesVersion: rules.version,
    coverage: coverage.coverage,
    cost: formatAttoUsd(coverage.costAttoUsd),
    attributedCost: formatAttoUsd(coverage.attributedAttoUsd),
    invocations: coverage.invocations,
    unattributedInvocations: coverage.unattributedInvocations,
    rules: rules.rules.map((rule) => ({ ...rule, ...figuresOf(byRule.get(rule.name)) })),
    callers: coverage.callers.map(({ costAttoUsd, ...caller }) => ({
      ...caller,
      cost: moneyText(costAttoUsd),
    })),
    past: pastRules(rules.version, store.reattribution()),
    tenants: tenantsReply({ window, facts }, store, book),
    days: days.rows.map(({ startMs, values }) => {
      const share = values.get('attributionCoverage') ?? null;
      return { start: isoTime(startMs), coverage: share === null ? null : Number(share) };
    }),
  };
}

function figuresOf(row: AnswerRow | undefined): { invocations: number; cost: string | null } {
  if (!row) return { invocations: 0, cost: '0' };
  const invocations = Number(row.values.get('invocations') ?? 0);
  return { invocations, cost: moneyText(row.values.get('cost') ?? null) };
}

function moneyText(value: AnswerValue): string | null {
  return value === null ? null : formatAttoUsd(BigInt(value));
}
