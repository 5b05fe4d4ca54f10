/** Plays an alarm over a tape of samples, one a period, in the notation of promtool's tests. */
import type { AlarmRule } from '../../server/alarm/alarm-rule.ts';
import { parseAlarmRule } from '../../server/alarm/alarm-rule.ts';
import {
  evaluateAlarm,
  newAlarmState,
  type AlarmState,
  type AlarmTransition,
} from '../../server/alarm/evaluate-alarm.ts';
import type { SeriesPoint } from '../../server/alarm/series-point.ts';

export const START_MS = Date.UTC(2026, 9, 1);

/** A rule as a test wants it: throttles over 50 in 5 minutes where nothing else is said. */
export function ruleOf(changes: Record<string, unknown> = {}): AlarmRule {
  const parsed = parseAlarmRule({ name: 'test', metric: 'throttles', threshold: '50', ...changes });
  if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
  return parsed.value;
}

type Sample = number | 'none' | 'stale';

/**
 * Reads `9 0x3 1+2x2 _ ~x2`: 9, then 0 four times, then 1 3 5, then no data, then three periods in
 * which the source is behind. As in promtool, `x3` repeats three times more.
 */
export function readTape(tape: string): readonly Sample[] {
  return tape.trim().split(/\s+/).flatMap(readItem);
}

function readItem(item: string): readonly Sample[] {
  const match = /^(_|~|-?[\d.]+)([+-][\d.]+)?(?:x(\d+))?$/.exec(item);
  if (!match) throw new Error(`"${item}" is no sample.`);
  const [, head = '', step = '0', times = '0'] = match;
  return Array.from({ length: Number(times) + 1 }, (_, index) => {
    if (head === '_') return 'none';
    return head === '~' ? 'stale' : Number(head) + index * Number(step);
  });
}

export interface Tick {
  readonly after: AlarmState;
  readonly transition: AlarmTransition | null;
}

/** Evaluates after each period, when it is due and (but for `~`) whole. */
export function ticksOf(
  rule: AlarmRule,
  tape: string,
  hushOf: (index: number) => string | null = () => null,
): readonly Tick[] {
  const series: SeriesPoint[] = [];
  const ticks: Tick[] = [];
  let state = newAlarmState(START_MS);
  let completeToMs = START_MS;
  for (const [index, sample] of readTape(tape).entries()) {
    const startMs = START_MS + index * rule.periodMs;
    const endMs = startMs + rule.periodMs;
    if (sample !== 'stale') completeToMs = endMs;
    if (typeof sample === 'number') series.push({ startMs, value: sample, invocations: 100 });
    const hush = hushOf(index);
    const time = { nowMs: endMs + rule.evaluationDelayMs, completeToMs, hush };
    const tick = evaluateAlarm(rule, series, state, time);
    state = tick.after;
    ticks.push(tick);
  }
  return ticks;
}

/** The states as words, with `!` where people are told: `none`, `ok`, `alarm!`. */
export function play(
  rule: AlarmRule,
  tape: string,
  hushOf: (index: number) => string | null = () => null,
): string {
  const words = { OK: 'ok', ALARM: 'alarm', INSUFFICIENT_DATA: 'none' } as const;
  return ticksOf(rule, tape, hushOf)
    .map(({ after, transition }) => words[after.state] + (transition?.notice ? '!' : ''))
    .join(' ');
}
