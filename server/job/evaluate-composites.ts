/** Composite alarms, judged by how the others stand at the end of a pass. */
import {
  childrenFirst,
  alarmRuleOfComposite,
  type CompositeRule,
} from '../alarm/composite-rule.ts';
import { childrenOf, holds } from '../alarm/composite.ts';
import { newAlarmState, type AlarmState, type AlarmTransition } from '../alarm/evaluate-alarm.ts';
import type { AlarmStateName } from '../alarm/evaluate-points.ts';
import { hushAt, type Silence } from '../alarm/mute.ts';
import type { StoredAlarmState } from '../store/store.ts';
import { owedFor, type NoticeContext } from './owed-notices.ts';
import type { RulePass } from './rule-pass.ts';

interface CompositeContext extends NoticeContext {
  readonly silences: readonly Silence[];
  readonly completeToMs: number | null;
}

/**
 * Judges composites after the alarms that they ask.
 *
 * An alarm with groups is in ALARM while any group is, and in OK when one is and none is in ALARM.
 *
 * @param states of all alarms, as this pass leaves them; those of composites are put in.
 */
export function playComposites(
  rules: readonly CompositeRule[],
  states: readonly StoredAlarmState[],
  context: CompositeContext,
): RulePass {
  const pass: RulePass = { states: [], transitions: [], outbox: [] };
  const byName = new Map<string, AlarmStateName>();
  for (const { alarm, state } of states) byName.set(alarm, worse(byName.get(alarm), state.state));
  const before = new Map(states.map((one) => [one.alarm, one.state]));
  for (const rule of childrenFirst(rules)) {
    const stateOf = (alarm: string): AlarmStateName => byName.get(alarm) ?? 'INSUFFICIENT_DATA';
    const standing = childrenOf(rule.expression).filter((child) => stateOf(child) === 'ALARM');
    const to = holds(rule.expression, stateOf) ? 'ALARM' : 'OK';
    byName.set(rule.name, to);
    step(rule, { to, standing: new Set(standing), before: before.get(rule.name) }, context, pass);
  }
  return pass;
}

const RANK = { INSUFFICIENT_DATA: 0, OK: 1, ALARM: 2 } as const;

function worse(a: AlarmStateName | undefined, b: AlarmStateName): AlarmStateName {
  return a !== undefined && RANK[a] > RANK[b] ? a : b;
}

interface Judged {
  readonly to: 'ALARM' | 'OK';
  /** Names of the alarms that it asks and that stand. */
  readonly standing: ReadonlySet<string>;
  readonly before: AlarmState | undefined;
}

function step(
  rule: CompositeRule,
  { to, standing, before: known }: Judged,
  context: CompositeContext,
  pass: RulePass,
): void {
  const { nowMs, completeToMs } = context;
  const before = known ?? newAlarmState(nowMs);
  const openedAtMs = to === 'ALARM' ? (before.openedAtMs ?? nowMs) : null;
  const subject = { name: rule.name, group: {}, openedAtMs, mute: rule.mute };
  const hush = hushAt(subject, context.silences, nowMs);
  const notice = noticeOf(to, before, hush);
  if (to === before.state && notice === null) return;
  const state: AlarmState = {
    ...before,
    state: to,
    sinceMs: to === before.state ? before.sinceMs : nowMs,
    sequence: before.sequence + 1,
    openedAtMs,
    toldAtMs: toldAt(notice, before, nowMs),
    lastValue: standing.size,
    reason: [reasonOf(rule, to, standing), hush].filter(Boolean).join(' '),
    evaluatedAtMs: nowMs,
    evaluatedToMs: completeToMs,
  };
  const transition = { notice, ...transitionOf(before, state) };
  const told = { rule: alarmRuleOfComposite(rule), group: {}, composite: rule.when };
  pass.states.push({ alarm: rule.name, group: {}, state });
  pass.transitions.push({ alarm: rule.name, group: {}, transition });
  pass.outbox.push(...owedFor(transition, told, context));
}

function reasonOf({ when }: CompositeRule, to: string, standing: ReadonlySet<string>): string {
  const names = standing.size === 0 ? 'None of them' : [...standing].join(', ');
  return `${when} is ${to === 'ALARM' ? 'true' : 'false'}. ${names} in ALARM.`;
}

function toldAt(
  notice: AlarmTransition['notice'],
  before: AlarmState,
  nowMs: number,
): number | null {
  if (notice === 'firing') return nowMs;
  return notice === 'resolved' ? null : before.toldAtMs;
}

function transitionOf(before: AlarmState, after: AlarmState): Omit<AlarmTransition, 'notice'> {
  const atMs = after.evaluatedAtMs;
  return {
    from: before.state,
    to: after.state,
    reason: after.reason,
    occurredAtMs: atMs,
    openedAtMs: before.openedAtMs ?? atMs,
    sequence: after.sequence,
    value: after.lastValue,
    window: { startMs: before.sinceMs, endMs: atMs },
    completeToMs: after.evaluatedToMs,
    points: [],
  };
}

/** What is hushed is told when the hush ends, if it stands still. */
function noticeOf(
  to: 'ALARM' | 'OK',
  { toldAtMs }: AlarmState,
  hush: string | null,
): AlarmTransition['notice'] {
  if (to === 'OK') return toldAtMs === null ? null : 'resolved';
  return toldAtMs === null && hush === null ? 'firing' : null;
}
