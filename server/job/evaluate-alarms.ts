/** The pass of alarms: asks each rule's question, evaluates every period that has become whole. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import {
  evaluateAlarm,
  evaluationWindow,
  newAlarmState,
  type AlarmState,
} from '../alarm/evaluate-alarm.ts';
import type { SeriesPoint } from '../alarm/series-point.ts';
import { hushAt, type Silence } from '../alarm/mute.ts';
import { HOUR_MS, WINDOW_STEPS_MAX, type Window } from '../../shared/window.ts';
import { isSum, readJudged, type Points, type Series } from './alarm-series.ts';
import type { CompositeRule } from '../alarm/composite-rule.ts';
import { alarmKey } from '../alarm/notices.ts';
import type { RulePass } from './rule-pass.ts';
import { playComposites } from './evaluate-composites.ts';
import { groupBy, stands, standingsOf, type Standing } from './standing.ts';
import { owedFor, type NoticeContext } from './owed-notices.ts';
import type { StoredAlarmState, StoredTransition } from '../store/store.ts';

export interface AlarmContext extends NoticeContext {
  /** How far back a new alarm looks, so that what is just over is still told. */
  readonly catchUpHours: number;
  readonly completeToMs: number | null;
  /** Alarms over these alarms. */
  readonly composites?: readonly CompositeRule[];
  /** Up to where one rule may look, where that differs by what it draws on. */
  readonly completeToOf?: (rule: AlarmRule, isInAlarm: boolean) => number | null;
}

/**
 * Evaluates all rules, period by period since each alarm's last one, and commits what changed.
 *
 * @returns the transitions of this pass. @throws StoreError
 */
export function evaluateAlarms(
  rules: readonly AlarmRule[],
  context: AlarmContext,
): readonly StoredTransition[] {
  const stored = context.store.alarmStates();
  const silences = context.store.silences();
  const byName = groupBy(stored, ({ alarm }) => alarm);
  const standing = new Map<string, readonly Standing[]>();
  const passes = inhibitorsFirst(rules).map((rule) => {
    const own = byName.get(rule.name) ?? [];
    const pass = playRule(rule, own, { ...context, silences, standing });
    standing.set(rule.name, standingsOf(own, pass.transitions));
    return pass;
  });
  const judged = latest(
    stored,
    passes.flatMap(({ states }) => states),
  );
  passes.push(playComposites(context.composites ?? [], judged, { ...context, silences }));
  const transitions = passes.flatMap((pass) => pass.transitions);
  const outbox = passes.flatMap((pass) => pass.outbox);
  const states = passes.flatMap((pass) => pass.states);
  context.store.saveAlarmPass(states, transitions, outbox);
  return transitions;
}

/** States as a pass leaves them. */
function latest(
  stored: readonly StoredAlarmState[],
  changed: readonly StoredAlarmState[],
): readonly StoredAlarmState[] {
  const all = [...stored, ...changed];
  return [...new Map(all.map((one) => [alarmKey(one.alarm, one.group), one])).values()];
}

/** Alarms that quieten others are judged before them. */
function inhibitorsFirst(rules: readonly AlarmRule[]): readonly AlarmRule[] {
  const names = new Set(rules.flatMap(({ inhibitedBy }) => inhibitedBy));
  return [
    ...rules.filter(({ name }) => names.has(name)),
    ...rules.filter(({ name }) => !names.has(name)),
  ];
}

/** What the playing of one rule needs. */
export interface PlayContext extends AlarmContext {
  readonly silences: readonly Silence[];
  /** When which groups of other alarms stood, by name. */
  readonly standing: ReadonlyMap<string, readonly Standing[]>;
  /** Reads what the rule is judged by, where that is at hand already. */
  readonly read?: (span: Window) => Series;
}

/** Plays one rule from its own stored states on; nothing is written. */
export function playRule(
  rule: AlarmRule,
  stored: readonly StoredAlarmState[],
  context: PlayContext,
): RulePass {
  const pass: RulePass = { states: [], transitions: [], outbox: [] };
  const before = new Map(stored.map((one) => [groupKey(rule, one.group), one.state]));
  const isInAlarm = [...before.values()].some(({ state }) => state === 'ALARM');
  const completeToMs = context.completeToOf
    ? context.completeToOf(rule, isInAlarm)
    : context.completeToMs;
  const span = spanOf(rule, [...before.values()], { ...context, completeToMs });
  if (!span) return pass;
  if (!isDue(span, [...before.values()])) return pass;
  const read = context.read ?? ((window: Window) => readJudged(rule, window, context));
  const series = read(span);
  // A rule without groups is judged before its first call too: silence can be what it waits for.
  const whole = rule.groupBy.length === 0 ? [groupKey(rule, {})] : [];
  for (const key of new Set([...whole, ...series.keys(), ...before.keys()])) {
    const points = series.get(key) ?? new Map();
    evaluateGroup({ rule, key, points, span }, before.get(key) ?? null, context, pass);
  }
  return pass;
}

function groupKey(rule: AlarmRule, group: Readonly<Record<string, string>>): string {
  return JSON.stringify(rule.groupBy.map((dimension) => group[dimension] ?? ''));
}

/** Periods to read: from the oldest that some group still needs to the newest that is whole. */
function spanOf(
  rule: AlarmRule,
  states: readonly AlarmState[],
  context: AlarmContext,
): Window | null {
  const newest = evaluationWindow(rule, context);
  if (!newest) return null;
  const catchUpMs = context.nowMs - context.catchUpHours * HOUR_MS;
  const oldestMs = Math.max(
    catchUpMs,
    Math.min(...states.map((s) => s.evaluatedToMs ?? 0), newest.endMs),
  );
  const fromMs = states.length === 0 ? catchUpMs : oldestMs;
  const startMs = wholePeriods(rule, fromMs) - (newest.endMs - newest.startMs);
  const firstMs = newest.endMs - WINDOW_STEPS_MAX * rule.periodMs; // No question may have more.
  return { startMs: Math.max(firstMs, Math.min(startMs, newest.startMs)), endMs: newest.endMs };
}

/** Whether a period has become whole since the last pass; else there is nothing to ask. */
function isDue(span: Window, states: readonly AlarmState[]): boolean {
  return states.length === 0 || states.some((one) => (one.evaluatedToMs ?? 0) < span.endMs);
}

function wholePeriods(rule: AlarmRule, atMs: number): number {
  return Math.floor(atMs / rule.periodMs) * rule.periodMs;
}

interface GroupSeries {
  readonly rule: AlarmRule;
  readonly key: string;
  readonly points: Points;
  readonly span: Window;
}

/** Plays all periods that became whole since the group's last evaluation. */
function evaluateGroup(
  group: GroupSeries,
  before: AlarmState | null,
  context: PlayContext,
  pass: RulePass,
): void {
  const { rule, span } = group;
  const lookBackMs = lengthOf(rule, context);
  let state = before;
  const judgedToMs = Math.max(state?.evaluatedToMs ?? 0, span.startMs + lookBackMs - rule.periodMs);
  let endMs = wholePeriods(rule, judgedToMs); // The period may have been another one then.
  for (endMs += rule.periodMs; endMs <= span.endMs; endMs += rule.periodMs) {
    const nowMs = Math.min(context.nowMs, endMs + rule.evaluationDelayMs);
    const hush = hushOf(group, state, nowMs, context);
    const time = { nowMs, completeToMs: endMs, hush };
    const window = { startMs: endMs - lookBackMs, endMs };
    const step = evaluateAlarm(rule, pointsIn(group, window), state ?? newAlarmState(nowMs), time);
    state = step.after;
    if (step.transition) addTransition(group, step.transition, context, pass);
  }
  if (state && state !== before) {
    pass.states.push({ alarm: rule.name, group: groupRecord(group), state });
  }
}

/** Why nobody is told of this group now; null when people are. */
function hushOf(
  group: GroupSeries,
  state: AlarmState | null,
  nowMs: number,
  { silences, standing }: PlayContext,
): string | null {
  const { name, mute, inhibitedBy } = group.rule;
  const record = groupRecord(group);
  const larger = inhibitedBy.find((other) => stands(standing.get(other) ?? [], record, nowMs));
  if (larger !== undefined) return `Nobody is told while ${larger} stands.`;
  const openedAtMs = state?.openedAtMs ?? null;
  return hushAt({ name, group: record, openedAtMs, mute }, silences, nowMs);
}

function lengthOf(rule: AlarmRule, context: AlarmContext): number {
  const window = evaluationWindow(rule, { nowMs: context.nowMs, completeToMs: context.nowMs });
  return window ? window.endMs - window.startMs : rule.periodMs;
}

/** Whoever is in none of the weeks has nothing as usual. */
const NOTHING = { median: 0, spread: 0 };

/** Points of a window; a period without a call is a true zero for counts and sums. */
function pointsIn({ rule, points }: GroupSeries, window: Window): readonly SeriesPoint[] {
  const found: SeriesPoint[] = [];
  for (let startMs = window.startMs; startMs < window.endMs; startMs += rule.periodMs) {
    const point = points.get(startMs);
    if (point) found.push(point);
    else if (isSum(rule.metric)) found.push({ startMs, value: 0, invocations: 0, usual: NOTHING });
  }
  return found;
}

function groupRecord({ rule, key }: GroupSeries): Readonly<Record<string, string>> {
  const values = JSON.parse(key) as string[]; // Written by groupKey or readSeries.
  return Object.fromEntries(rule.groupBy.map((dimension, i) => [dimension, values[i] ?? '']));
}

function addTransition(
  group: GroupSeries,
  transition: StoredTransition['transition'],
  context: AlarmContext,
  pass: RulePass,
): void {
  const told = { rule: group.rule, group: groupRecord(group) };
  pass.transitions.push({ alarm: group.rule.name, group: told.group, transition });
  pass.outbox.push(...owedFor(transition, told, context));
}
