/** Moves one alarm one step: what its periods say, its state before, and its state after. */
import { isoTime, type Window } from '../../shared/window.ts';
import type { AlarmRule } from './alarm-rule.ts';
import { describeDecision, periodText } from './alarm-reason.ts';
import { decidePoints, type AlarmStateName, type Verdict } from './evaluate-points.ts';
import type { JudgedPoint, SeriesPoint } from './series-point.ts';
import { barFor } from './bar-for.ts';
import { breaches, type AlarmValue } from './threshold.ts';

/** What is kept of one alarm (one rule and group) from one evaluation to the next. */
export interface AlarmState {
  readonly state: AlarmStateName;
  readonly sinceMs: number;
  /** Transitions so far; part of the ids of notices, so it must never go back. */
  readonly sequence: number;
  /** Since when the alarm stands; null when it does not. Outlives INSUFFICIENT_DATA. */
  readonly openedAtMs: number | null;
  /** When people were last told that it stands; null when they were not, as in quiet hours. */
  readonly toldAtMs: number | null;
  /** End of the first period that was good again, while keepFiring holds the alarm; else null. */
  readonly goodSinceMs: number | null;
  readonly lastValue: AlarmValue;
  readonly reason: string;
  readonly evaluatedAtMs: number;
  /** End of the newest period that was looked at; null before the first. */
  readonly evaluatedToMs: number | null;
}

export interface AlarmTransition {
  readonly from: AlarmStateName;
  readonly to: AlarmStateName;
  /** What people are to be told, if anything. */
  readonly notice: 'firing' | 'resolved' | 'revised' | null;
  readonly reason: string;
  readonly occurredAtMs: number;
  /** When the alarm began to stand that this transition begins, goes on with or ends. */
  readonly openedAtMs: number;
  /** 1 for the first transition of the alarm. */
  readonly sequence: number;
  readonly value: AlarmValue;
  readonly window: Window;
  readonly completeToMs: number | null;
  readonly points: readonly JudgedPoint[];
}

/** When it is, and up to where data is whole; null when no source has finished a pass. */
export interface EvaluationTime {
  readonly nowMs: number;
  readonly completeToMs: number | null;
  /** Why nobody is to be told now: quiet hours, a silence, a larger trouble; null tells. */
  readonly hush?: string | null;
}

/** CloudWatch looks at a few more periods than N, to find N with data; its example shows two. */
const EXTRA_PERIODS = 2;

/** The state of an alarm that was never evaluated. Never throws. */
export function newAlarmState(nowMs: number): AlarmState {
  return {
    state: 'INSUFFICIENT_DATA',
    sinceMs: nowMs,
    sequence: 0,
    openedAtMs: null,
    toldAtMs: null,
    goodSinceMs: null,
    lastValue: null,
    reason: 'Not evaluated yet.',
    evaluatedAtMs: nowMs,
    evaluatedToMs: null,
  };
}

/**
 * The periods that an evaluation looks at now: to be queried with the period as step, in UTC.
 *
 * @returns whole periods, aligned to the epoch; null when no source has finished a pass.
 */
export function evaluationWindow(rule: AlarmRule, time: EvaluationTime): Window | null {
  if (time.completeToMs === null) return null;
  const endMs = wholePeriodsTo(rule, Math.min(dueToMs(rule, time.nowMs), time.completeToMs));
  return { startMs: endMs - (rule.evaluationPeriods + EXTRA_PERIODS) * rule.periodMs, endMs };
}

function dueToMs(rule: AlarmRule, nowMs: number): number {
  return wholePeriodsTo(rule, nowMs - rule.evaluationDelayMs);
}

function wholePeriodsTo(rule: AlarmRule, atMs: number): number {
  return Math.floor(atMs / rule.periodMs) * rule.periodMs;
}

/**
 * Evaluates one alarm.
 *
 * A period is looked at only when it is over, the rule's delay has passed and data is whole up to
 * its end. Without a period newer than the last one, an alarm can rise (late records may show a
 * breach) but not clear: a source that has fallen silent turns nothing green.
 *
 * Notices: a step into ALARM fires, the next step into OK resolves. Steps from or to
 * INSUFFICIENT_DATA tell nobody anything, so ALARM, INSUFFICIENT_DATA, ALARM is one firing, and
 * ALARM, INSUFFICIENT_DATA, OK resolves at the end. What was hushed is told when the hush ends and
 * the alarm still stands, and told again at the rule's interval: transitions from ALARM to ALARM.
 *
 * @param series periods of evaluationWindow in any order; periods that are not there are missing.
 * @returns the state to keep, and the transition when the state has changed or people are told.
 *   Never throws.
 */
export function evaluateAlarm(
  rule: AlarmRule,
  series: readonly SeriesPoint[],
  before: AlarmState,
  time: EvaluationTime,
): { readonly after: AlarmState; readonly transition: AlarmTransition | null } {
  const window = evaluationWindow(rule, time);
  if (window === null || window.endMs < (before.evaluatedToMs ?? -Infinity)) {
    const reason = `Stays ${before.state}. ${waitingText(rule, window, time)}`.trim();
    return { after: { ...before, reason, evaluatedAtMs: time.nowMs }, transition: null };
  }
  const step = keptFiring(rule, before, decideStep(rule, series, before, window), window);
  const openedAtMs = openedAt(before, step.to, time.nowMs);
  const { notice, toldAtMs } = noticeOf(rule, before, { to: step.to, openedAtMs }, time);
  const isChange = step.to !== before.state;
  const isTransition = isChange || notice !== null;
  const waiting = waitingText(rule, window, time);
  const after: AlarmState = {
    state: step.to,
    sinceMs: isChange ? time.nowMs : before.sinceMs,
    sequence: before.sequence + (isTransition ? 1 : 0),
    openedAtMs,
    toldAtMs,
    goodSinceMs: step.goodSinceMs,
    lastValue: newestValue(step.points),
    reason: [step.why, waiting, time.hush].filter(Boolean).join(' '),
    evaluatedAtMs: time.nowMs,
    evaluatedToMs: window.endMs,
  };
  if (!isTransition) return { after, transition: null };
  const parts = { before, after, notice, window, points: step.points };
  return { after, transition: transitionOf(parts, time) };
}

function transitionOf(
  {
    before,
    after,
    ...rest
  }: { readonly before: AlarmState; readonly after: AlarmState } & Pick<
    AlarmTransition,
    'notice' | 'window' | 'points'
  >,
  { nowMs, completeToMs }: EvaluationTime,
): AlarmTransition {
  return {
    ...rest,
    from: before.state,
    to: after.state,
    reason: after.reason,
    occurredAtMs: nowMs,
    openedAtMs: before.openedAtMs ?? after.openedAtMs ?? nowMs,
    sequence: after.sequence,
    value: after.lastValue,
    completeToMs,
  };
}

interface Step {
  readonly to: AlarmStateName;
  readonly why: string;
  readonly points: readonly JudgedPoint[];
}

/** Holds an alarm that has turned good until it has been good for the rule's time. */
function keptFiring(
  rule: AlarmRule,
  before: AlarmState,
  step: Step,
  window: Window,
): Step & { readonly goodSinceMs: number | null } {
  const isClearing = before.openedAtMs !== null && step.to === 'OK' && rule.keepFiringMs > 0;
  if (!isClearing) return { ...step, goodSinceMs: null };
  const goodSinceMs = before.goodSinceMs ?? window.endMs - rule.periodMs;
  const goodMs = window.endMs - goodSinceMs;
  if (goodMs >= rule.keepFiringMs) return { ...step, goodSinceMs: null };
  const why = `${step.why} Ends once it has been good for ${periodText(rule.keepFiringMs)}.`;
  return { ...step, to: 'ALARM', why, goodSinceMs };
}

function decideStep(
  rule: AlarmRule,
  series: readonly SeriesPoint[],
  before: AlarmState,
  window: Window,
): Step {
  const points = judgePoints(rule, series, window);
  const verdicts = points.map((point) => point.verdict);
  const decision = decidePoints(verdicts, rule);
  const decided = decision.next === 'RETAIN' ? before.state : decision.next;
  const isNewer = window.endMs !== before.evaluatedToMs;
  if (isNewer || decided === 'ALARM' || decided === before.state) {
    return { to: decided, why: describeDecision(rule, decision, points), points };
  }
  return { to: before.state, why: `Stays ${before.state} until a newer period is whole.`, points };
}

function judgePoints(
  rule: AlarmRule,
  series: readonly SeriesPoint[],
  window: Window,
): readonly JudgedPoint[] {
  const byStart = new Map(series.map((point) => [point.startMs, point]));
  const points: JudgedPoint[] = [];
  for (let startMs = window.startMs; startMs < window.endMs; startMs += rule.periodMs) {
    const point = byStart.get(startMs) ?? { startMs, value: null, invocations: 0 };
    points.push({ ...point, verdict: verdictOf(rule, point) });
  }
  return points;
}

function verdictOf(rule: AlarmRule, point: SeriesPoint): Verdict {
  if (point.invocations < rule.minimumInvocations) return 'missing';
  const bar = barFor(rule, point);
  if (bar === null) return 'missing';
  const isBreach = breaches(point.value, rule.comparison, bar);
  if (isBreach === null) return 'missing';
  return isBreach ? 'breaching' : 'good';
}

function newestValue(points: readonly JudgedPoint[]): AlarmValue {
  return points.findLast((point) => point.verdict !== 'missing')?.value ?? null;
}

/** Whether people are told, and when they were told last that the alarm stands. */
function noticeOf(
  rule: AlarmRule,
  { toldAtMs }: AlarmState,
  after: { readonly to: AlarmStateName; readonly openedAtMs: number | null },
  { nowMs, hush = null }: EvaluationTime,
): { readonly notice: AlarmTransition['notice']; readonly toldAtMs: number | null } {
  // Whoever was told that it stands is told that it is over, also in quiet hours.
  if (after.openedAtMs === null) {
    return { notice: toldAtMs === null ? null : 'resolved', toldAtMs: null };
  }
  const isRepeat = toldAtMs !== null && rule.repeatMs !== null && nowMs - toldAtMs >= rule.repeatMs;
  const isTold = after.to === 'ALARM' && (toldAtMs === null || isRepeat) && hush === null;
  return isTold ? { notice: 'firing', toldAtMs: nowMs } : { notice: null, toldAtMs };
}

function openedAt(before: AlarmState, to: AlarmStateName, nowMs: number): number | null {
  if (to === 'INSUFFICIENT_DATA') return before.openedAtMs;
  return to === 'ALARM' ? (before.openedAtMs ?? nowMs) : null;
}

/** Says that periods are due which cannot be looked at; '' when there are none. */
function waitingText(rule: AlarmRule, window: Window | null, time: EvaluationTime): string {
  if (window === null || time.completeToMs === null) return 'No source has finished a pass yet.';
  const dueMs = dueToMs(rule, time.nowMs);
  if (window.endMs >= dueMs) return '';
  const completeTo = isoTime(time.completeToMs);
  return `Waiting for data: it is whole up to ${completeTo}, periods to ${isoTime(dueMs)} are due.`;
}
