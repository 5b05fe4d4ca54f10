/** The pass of alarms: asks each rule's question, evaluates every period that has become whole. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import {
  evaluateAlarm,
  evaluationWindow,
  newAlarmState,
  type AlarmState,
} from '../alarm/evaluate-alarm.ts';
import { hushAt, type Silence } from '../alarm/mute.ts';
import type { SeriesPoint } from '../alarm/series-point.ts';
import { assert } from '../../shared/assert.ts';
import { parseFilter } from '../../shared/filter.ts';
import { METRICS } from '../../shared/metrics.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import {
  HOUR_MS,
  STEPS,
  stepMs,
  WINDOW_STEPS_MAX,
  type Step,
  type Window,
} from '../../shared/window.ts';
import type { OutboxEntry } from '../notify/outbox.ts';
import { owedFor, type NoticeContext } from './owed-notices.ts';
import type { AnswerValue } from '../query/query.ts';
import { runQuery } from '../query/run-query.ts';
import type { StoredAlarmState, StoredTransition } from '../store/store.ts';

export interface AlarmContext extends NoticeContext {
  /** How far back a new alarm looks, so that what is just over is still told. */
  readonly catchUpHours: number;
  readonly completeToMs: number | null;
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
  const standing = new Set<string>();
  const passes = inhibitorsFirst(rules).map((rule) => {
    const pass = playRule(rule, stored, { ...context, silences, standing });
    if (isStanding(rule, stored, pass)) standing.add(rule.name);
    return pass;
  });
  const transitions = passes.flatMap((pass) => pass.transitions);
  const outbox = passes.flatMap((pass) => pass.outbox);
  context.store.saveAlarmPass(
    passes.flatMap((pass) => pass.states),
    transitions,
    outbox,
  );
  return transitions;
}

/** Alarms that quieten others are judged before them. */
function inhibitorsFirst(rules: readonly AlarmRule[]): readonly AlarmRule[] {
  const names = new Set(rules.flatMap(({ inhibitedBy }) => inhibitedBy));
  return [
    ...rules.filter(({ name }) => names.has(name)),
    ...rules.filter(({ name }) => !names.has(name)),
  ];
}

function isStanding(rule: AlarmRule, stored: readonly StoredAlarmState[], pass: RulePass): boolean {
  const states = new Map(
    [...stored.filter(({ alarm }) => alarm === rule.name), ...pass.states].map((one) => [
      groupKey(rule, one.group),
      one.state.state,
    ]),
  );
  return [...states.values()].includes('ALARM');
}

/** What the playing of one rule needs. */
export interface PlayContext extends AlarmContext {
  readonly silences: readonly Silence[];
  /** Names of alarms that stand now. */
  readonly standing: ReadonlySet<string>;
}

/** What a pass over one rule would write. */
export interface RulePass {
  readonly states: StoredAlarmState[];
  readonly transitions: StoredTransition[];
  readonly outbox: OutboxEntry[];
}

/** Plays one rule from its stored states on; nothing is written. */
export function playRule(
  rule: AlarmRule,
  stored: readonly StoredAlarmState[],
  context: PlayContext,
): RulePass {
  const pass: RulePass = { states: [], transitions: [], outbox: [] };
  const before = new Map(
    stored
      .filter((one) => one.alarm === rule.name)
      .map((one) => [groupKey(rule, one.group), one.state]),
  );
  const isInAlarm = [...before.values()].some(({ state }) => state === 'ALARM');
  const completeToMs = context.completeToOf
    ? context.completeToOf(rule, isInAlarm)
    : context.completeToMs;
  const span = spanOf(rule, [...before.values()], { ...context, completeToMs });
  if (!span) return pass;
  const series = readSeries(rule, span, context);
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

function wholePeriods(rule: AlarmRule, atMs: number): number {
  return Math.floor(atMs / rule.periodMs) * rule.periodMs;
}

type Points = ReadonlyMap<number, SeriesPoint>;

/** Values of all groups by start of period. */
export function readSeries(
  rule: AlarmRule,
  span: Window,
  context: Pick<AlarmContext, 'store' | 'book'>,
): ReadonlyMap<string, Points> {
  const filter = parseFilter(rule.filter);
  assert(filter.ok, 'the filter of a rule was checked when the rule was read');
  const { metric, groupBy } = rule;
  const query = {
    metrics: [metric, 'invocations'] as const,
    filter: filter.value,
    groupBy,
    window: span,
    step: stepOf(rule.periodMs),
    timeZone: 'UTC',
  };
  const series = new Map<string, Map<number, SeriesPoint>>();
  for (const row of runQuery(query, context.store, context.book).rows) {
    const key = JSON.stringify(row.group);
    const points = series.get(key) ?? new Map<number, SeriesPoint>();
    const value = alarmValue(row.values.get(metric) ?? null);
    const invocations = Number(row.values.get('invocations') ?? 0);
    points.set(row.startMs, { startMs: row.startMs, value, invocations });
    series.set(key, points);
  }
  return series;
}

function stepOf(periodMs: number): Step {
  const step = STEPS.find((one) => stepMs(one) === periodMs);
  assert(step !== undefined, 'the period of a rule is a step of queries');
  return step;
}

function alarmValue(value: AnswerValue): string | number | null {
  return typeof value === 'bigint' ? formatAttoUsd(value) : value;
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
  const larger = inhibitedBy.find((other) => standing.has(other));
  if (larger !== undefined) return `Nobody is told while ${larger} stands.`;
  const openedAtMs = state?.openedAtMs ?? null;
  return hushAt({ name, group: groupRecord(group), openedAtMs, mute }, silences, nowMs);
}

function lengthOf(rule: AlarmRule, context: AlarmContext): number {
  const window = evaluationWindow(rule, { nowMs: context.nowMs, completeToMs: context.nowMs });
  return window ? window.endMs - window.startMs : rule.periodMs;
}

/** Points of a window; a period without a call is a true zero for counts and sums. */
function pointsIn(group: GroupSeries, window: Window): readonly SeriesPoint[] {
  const { rule, points } = group;
  const { kind } = METRICS[rule.metric].formula;
  const isSum = kind !== 'percentile' && kind !== 'ratio' && kind !== 'cloudWatch';
  const found: SeriesPoint[] = [];
  for (let startMs = window.startMs; startMs < window.endMs; startMs += rule.periodMs) {
    const point = points.get(startMs);
    if (point) found.push(point);
    else if (isSum) found.push({ startMs, value: 0, invocations: 0 });
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
