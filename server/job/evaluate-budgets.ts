/** The pass of budgets: how each stands in its period, and what its people are told. */
import { HOUR_MS } from '../../shared/window.ts';
import { periodAt, type BudgetPeriod } from '../alarm/budget-period.ts';
import { alarmRuleOf, type BudgetLine, type BudgetRule } from '../alarm/budget-rule.ts';
import {
  budgetStatus,
  evaluateBudget,
  lineKey,
  type BudgetLatch,
  type BudgetStatus,
} from '../alarm/evaluate-budget.ts';
import { hushAt } from '../alarm/mute.ts';
import { alarmKey } from '../alarm/notices.ts';
import type { StoredAlarmState, StoredTransition } from '../store/store.ts';
import { readBudget, type BudgetGroup, type BudgetSources } from './budget-data.ts';
import type { AlarmContext } from './evaluate-alarms.ts';
import type { RulePass } from './rule-pass.ts';
import { owedFor } from './owed-notices.ts';
import { reviseBudget } from '../alarm/revise-budget.ts';

export type BudgetContext = Pick<
  AlarmContext,
  'store' | 'book' | 'endpoints' | 'pageUrl' | 'nowMs' | 'completeToMs'
>;

/**
 * Evaluates all budgets and commits what is to be told with what was told.
 *
 * A period is left only when spend is whole up to its end, so that late records still count in it.
 *
 * @returns the transitions of this pass. @throws StoreError
 */
export function evaluateBudgets(
  budgets: readonly BudgetRule[],
  context: BudgetContext,
): readonly StoredTransition[] {
  const { completeToMs, store } = context;
  if (budgets.length === 0 || completeToMs === null) return [];
  const stored = store.alarmStates();
  const pass: RulePass = { states: [], transitions: [], outbox: [] };
  for (const budget of budgets) {
    const own = stored.filter((one) => one.alarm === budget.name && one.budget);
    playBudget(budget, own, { ...context, completeToMs }, pass);
  }
  store.saveAlarmPass(pass.states, pass.transitions, pass.outbox);
  return pass.transitions;
}

type PlayContext = BudgetContext & BudgetSources;

/** Plays the period at hand, and before it the one that was at hand the last time. */
function playBudget(
  budget: BudgetRule,
  stored: readonly StoredAlarmState[],
  context: PlayContext,
  pass: RulePass,
): void {
  const silences = context.store.silences();
  const states = new Map(stored.map((one) => [alarmKey('', one.group), one]));
  const groups = stored.map(({ group }) => group);
  for (const period of periodsToPlay(budget, stored, context)) {
    for (const data of readBudget(budget, period, context, groups)) {
      const { group } = data;
      const key = alarmKey('', group);
      const before = states.get(key) ?? null;
      const { openedAtMs = null } = before?.state ?? {};
      const subject = { name: budget.name, group, openedAtMs, mute: [] };
      const hush = hushAt(subject, silences, context.nowMs);
      const after = playGroup({ budget, data, before, hush }, context, pass);
      if (after) states.set(key, after);
    }
  }
  if (isNewHour(stored, context)) {
    const revised = reviseClosed(budget, states, context, pass);
    for (const [key, state] of revised) states.set(key, state);
  }
  const unchanged = new Set(stored);
  pass.states.push(...[...states.values()].filter((one) => !unchanged.has(one)));
}

/** Periods that are over are looked at again for each hour of data, and not with every pass. */
function isNewHour(
  stored: readonly StoredAlarmState[],
  { completeToMs }: Pick<PlayContext, 'completeToMs'>,
): boolean {
  const lastMs = Math.max(0, ...stored.map(({ state }) => state.evaluatedToMs ?? 0));
  return Math.floor(lastMs / HOUR_MS) < Math.floor(completeToMs / HOUR_MS);
}

/** Tells of periods that are over and came out otherwise than was known at their end. */
function reviseClosed(
  budget: BudgetRule,
  states: ReadonlyMap<string, StoredAlarmState>,
  context: PlayContext,
  pass: RulePass,
): readonly (readonly [string, StoredAlarmState])[] {
  const revised: [string, StoredAlarmState][] = [];
  for (const startMs of closedStarts(states, context)) {
    const period = periodAt(budget.calendar, startMs);
    for (const data of readBudget(budget, period, context)) {
      const key = alarmKey('', data.group);
      const before = states.get(key);
      if (!before?.budget) continue;
      const status = budgetStatus(budget, data);
      const step = { state: before.state, latch: before.budget };
      const found = reviseBudget(budget, status, step, context.nowMs);
      if (!found) continue;
      const { group } = data;
      revised.push([key, { ...before, budget: found.latch }]);
      pass.transitions.push({ alarm: budget.name, group, transition: found.transition });
      const rule = { ...alarmRuleOf(budget, WHOLE, amountOf(status)), severity: 'info' as const };
      pass.outbox.push(...owedFor(found.transition, { rule, group }, context));
    }
  }
  return revised;
}

function closedStarts(
  states: ReadonlyMap<string, StoredAlarmState>,
  { store, nowMs }: PlayContext,
): ReadonlySet<number> {
  const silences = store.silences();
  const open = [...states.values()].filter(({ alarm, group, budget, state }) => {
    const subject = { name: alarm, group, openedAtMs: state.openedAtMs, mute: [] };
    return budget?.closed?.isRevised === false && hushAt(subject, silences, nowMs) === null;
  });
  return new Set(open.flatMap(({ budget }) => budget?.closed?.startMs ?? []));
}

/** At most this many periods are looked back over, as after a long outage. */
const PERIODS_BACK_MAX = 3;

function periodsToPlay(
  { calendar }: BudgetRule,
  stored: readonly StoredAlarmState[],
  { completeToMs, nowMs }: PlayContext,
): readonly BudgetPeriod[] {
  const now = periodAt(calendar, Math.min(completeToMs, nowMs));
  const lastMs = Math.max(...stored.map(({ budget }) => budget?.periodStartMs ?? 0));
  const periods = [now];
  for (let one = now; one.startMs > lastMs && periods.length <= PERIODS_BACK_MAX;) {
    if (stored.length === 0) break; // What a new budget would have told of the past is past.
    one = periodAt(calendar, one.startMs - 1);
    periods.unshift(one);
  }
  return periods;
}

interface GroupTurn {
  readonly budget: BudgetRule;
  readonly data: BudgetGroup;
  readonly before: StoredAlarmState | null;
  readonly hush: string | null;
}

/** Steps that one evaluation of a group may take: the end of a period, then the new one. */
const STEPS_MAX = 2;

function playGroup(turn: GroupTurn, context: PlayContext, pass: RulePass): StoredAlarmState | null {
  const { budget, data, hush } = turn;
  const { group } = data;
  const status = budgetStatus(budget, data);
  let { before } = turn;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const known = before?.budget ? { state: before.state, latch: before.budget } : null;
    const after = evaluateBudget(budget, status, known, { nowMs: context.nowMs, hush });
    if (!after) return before;
    before = { alarm: budget.name, group, state: after.state, budget: after.latch };
    const { transition } = after;
    if (!transition) return before;
    // The end of a period is told as gravely as the worst that was told of it.
    const told = after.lines.length > 0 ? after.lines : linesTold(budget, known?.latch);
    const rule = alarmRuleOf(budget, highestOf(told), amountOf(status));
    pass.transitions.push({ alarm: budget.name, group, transition });
    pass.outbox.push(...owedFor(transition, { rule, group }, context));
  }
  return before;
}

function linesTold({ lines }: BudgetRule, latch?: BudgetLatch): readonly BudgetLine[] {
  return lines.filter((line) => latch?.told.includes(lineKey(line)));
}

const WHOLE: BudgetLine = { kind: 'actual', hundredths: 10_000 };

/** The line that says how grave it is: what is spent before what may be, then the most. */
function highestOf(lines: readonly BudgetLine[]): BudgetLine {
  const rank = ({ kind, hundredths }: BudgetLine): number =>
    (kind === 'actual' ? 1e9 : 0) + hundredths;
  return lines.toSorted((a, b) => rank(b) - rank(a))[0] ?? WHOLE;
}

function amountOf({ amountAttoUsd, period }: BudgetStatus): {
  readonly attoUsd: bigint;
  readonly periodMs: number;
} {
  return { attoUsd: amountAttoUsd, periodMs: period.endMs - period.startMs };
}
