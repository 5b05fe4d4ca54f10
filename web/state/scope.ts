/** A question with its times worked out: the windows and the step that every card shares. */
import type { Dimension } from '../../shared/dimensions.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import {
  DAY_MS,
  dayWindow,
  HOUR_MS,
  localDate,
  MINUTE_MS,
  parseTime,
  stepBoundaries,
  stepMs,
  type Step,
  type Window,
} from '../../shared/window.ts';
import { calendarWords } from '../format/calendar.ts';
import type { Question } from './question.ts';

export interface Scope {
  readonly filter: string;
  readonly groupBy: Dimension;
  readonly timeZone: string;
  readonly window: Window;
  readonly previous: Window;
  readonly step: Step;
  /** Starts of the steps of the window, ascending, epoch ms. */
  readonly startsMs: readonly number[];
  /** The window in words, such as `the last 24 hours`. */
  readonly words: { readonly now: string; readonly before: string };
}

const BARS_MAX = 400;

/**
 * Works out the windows of a question.
 *
 * Relative ranges begin at a whole step, so that the first bar is not cut, and end with the minute
 * that runs.
 *
 * @param nowMs the server's time, epoch ms.
 * @returns the scope, or why the times make none. Never throws.
 */
export function scopeOf(question: Question, nowMs: number): Result<Scope, string> {
  const { timeZone } = question;
  const from = parseTime(question.from, nowMs, timeZone);
  if (!from.ok) return err(`Start of the range: ${from.problem}.`);
  const to = parseTime(question.to, nowMs, timeZone);
  if (!to.ok) return err(`End of the range: ${to.problem}.`);
  if (from.value >= to.value) return err('The range ends before it starts.');
  const endMs = Math.ceil(to.value / MINUTE_MS) * MINUTE_MS;
  const step = question.step === 'auto' ? autoStep(endMs - from.value) : question.step;
  const isRelative = question.from.startsWith('now');
  const startMs = isRelative ? alignedStart(from.value, step, timeZone) : from.value;
  const window = { startMs, endMs };
  const boundaries = stepBoundaries(window, step, timeZone);
  if (boundaries === null || boundaries.length > BARS_MAX + 1) {
    return err(`Steps of ${step} are too many for this range; choose a longer step.`);
  }
  return ok({
    filter: question.filter,
    groupBy: question.groupBy,
    timeZone,
    window,
    previous: previousOf(window, question),
    step,
    startsMs: boundaries.slice(0, -1),
    words: wordsOf(question, nowMs),
  });
}

/** The step that cuts a span into some 30 to 170 bars. */
export function autoStep(spanMs: number): Step {
  if (spanMs <= 2 * HOUR_MS) return '1m';
  if (spanMs <= 10 * HOUR_MS) return '5m';
  if (spanMs <= 36 * HOUR_MS) return '15m';
  if (spanMs <= 8 * DAY_MS) return '1h';
  return '1d';
}

function alignedStart(atMs: number, step: Step, timeZone: string): number {
  if (step === '1d') {
    const day = dayWindow(localDate(atMs, timeZone), timeZone);
    return day.ok ? day.value.startMs : atMs;
  }
  const unitMs = stepMs(step) ?? MINUTE_MS;
  return Math.floor(atMs / unitMs) * unitMs;
}

function previousOf({ startMs, endMs }: Window, { compare }: Question): Window {
  const spanMs = endMs - startMs;
  const backMs =
    compare === 'week' ? Math.max(1, Math.ceil(spanMs / (7 * DAY_MS))) * 7 * DAY_MS : spanMs;
  return { startMs: startMs - backMs, endMs: endMs - backMs };
}

const UNIT_WORDS = new Map([
  ['m', 'minute'],
  ['h', 'hour'],
  ['d', 'day'],
  ['w', 'week'],
]);

function wordsOf({ from, to, compare, timeZone }: Question, nowMs: number): Scope['words'] {
  const span = to === 'now' ? spanWords(from) : null;
  const isWeek = compare === 'week';
  const named = calendarWords({ from, to }, nowMs, timeZone);
  if (named !== null) return { now: named.now, before: isWeek ? A_WEEK_BEFORE : named.before };
  if (span === null) {
    return { now: 'in this range', before: isWeek ? A_WEEK_BEFORE : 'the span before' };
  }
  return { now: `in the last ${span}`, before: isWeek ? A_WEEK_BEFORE : `the ${span} before` };
}

const A_WEEK_BEFORE = 'the same span a week before';

/** `24 hours` of `now-24h`; null of any other text. */
function spanWords(from: string): string | null {
  const [, digits = '', letter = ''] = /^now-(\d+)([mhdw])$/.exec(from) ?? [];
  const unit = UNIT_WORDS.get(letter);
  if (unit === undefined) return null;
  return digits === '1' ? unit : `${digits} ${unit}s`;
}
