/** Windows of time and their steps: relative texts, reporting zones, days of 23 and 25 hours. */
import { err, ok, type Result } from './result.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export const STEPS = ['1m', '5m', '15m', '1h', '1d', 'all'] as const;
export type Step = (typeof STEPS)[number];

const FIXED_STEP_MS: Record<Exclude<Step, '1d' | 'all'>, number> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
};

/** Half-open span [startMs, endMs), epoch ms. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

/** Steps in one window at the most; more would not fit a chart, an answer or the memory. */
export const WINDOW_STEPS_MAX = 20_000;

const UNIT_MS = new Map([
  ['m', MINUTE_MS],
  ['h', HOUR_MS],
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
]);

/**
 * Reads a point in time: `now`, `now-7d`, `2026-11-01` (midnight in the zone) or ISO 8601 with an
 * offset or `Z`.
 *
 * @returns epoch ms, or why the text is no time. Never throws.
 */
export function parseTime(text: string, nowMs: number, timeZone: string): Result<number, string> {
  const relative = /^now(?:-(\d{1,5})([mhdw]))?$/.exec(text);
  if (relative) return ok(nowMs - Number(relative[1] ?? 0) * (UNIT_MS.get(relative[2] ?? '') ?? 0));
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return localMidnight(text, timeZone);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    const atMs = Date.parse(text);
    const isReal = isRealDate(text.slice(0, 10)) && Number.isFinite(atMs);
    return isReal ? ok(atMs) : err(`${text} is not a date of the calendar`);
  }
  return err('write now, now-7d, 2026-11-01 or 2026-11-01T00:00:00Z');
}

function localMidnight(date: string, timeZone: string): Result<number, string> {
  if (!isRealDate(date)) return err(`${date} is not a date of the calendar`);
  return ok(startOfDay(Date.parse(`${date}T12:00:00Z`), date, timeZone));
}

function isRealDate(date: string): boolean {
  const atMs = Date.parse(`${date}T00:00:00Z`); // JavaScript would roll 30 February over.
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(date);
}

/** Zones that were asked for: to look one up costs as much as a small answer. */
const ZONES = new Set<string>();
const ZONES_MAX = 1_000;

/** Tells whether the zone is one of the IANA names that this machine knows. */
export function isTimeZone(timeZone: string): boolean {
  if (ZONES.has(timeZone)) return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    if (ZONES.size < ZONES_MAX) ZONES.add(timeZone);
    return true;
  } catch {
    return false; // Intl throws RangeError for unknown names; there is no other way to ask.
  }
}

/**
 * The instants that cut a window into steps.
 *
 * Fixed steps are aligned to the epoch, so that they agree with rollups; days begin at midnight of
 * the zone, so that they have 23 or 25 hours when clocks change. The first and last step are cut
 * at the window's ends.
 *
 * @returns ascending instants, the first the window's start and the last its end; null when there
 *   would be more than WINDOW_STEPS_MAX steps.
 */
export function stepBoundaries(
  window: Window,
  step: Step,
  timeZone: string,
): readonly number[] | null {
  if (step === 'all') return [window.startMs, window.endMs];
  if (step === '1d') return dayBoundaries(window, timeZone);
  const stepMs = FIXED_STEP_MS[step];
  if ((window.endMs - window.startMs) / stepMs > WINDOW_STEPS_MAX) return null;
  const cuts = [window.startMs];
  let atMs = Math.floor(window.startMs / stepMs) * stepMs + stepMs;
  for (; atMs < window.endMs; atMs += stepMs) cuts.push(atMs);
  return [...cuts, window.endMs];
}

/** Nominal length of a step, for choosing and labelling; null for `all`. */
export function stepMs(step: Step): number | null {
  if (step === 'all') return null;
  return step === '1d' ? DAY_MS : FIXED_STEP_MS[step];
}

function dayBoundaries(window: Window, timeZone: string): readonly number[] | null {
  if ((window.endMs - window.startMs) / DAY_MS > WINDOW_STEPS_MAX) return null;
  const cuts = [window.startMs];
  let date = nextDate(localDate(window.startMs, timeZone));
  for (;;) {
    const atMs = startOfDay(Date.parse(`${date}T12:00:00Z`), date, timeZone);
    if (atMs >= window.endMs) return [...cuts, window.endMs];
    if (atMs > window.startMs) cuts.push(atMs);
    date = nextDate(date);
  }
}

function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  FORMATS.set(timeZone, format); // Its constructor costs 50 us, and a window has many days.
  return format;
}

/** The calendar date of an instant in a zone, `YYYY-MM-DD`. */
export function localDate(atMs: number, timeZone: string): string {
  return new Date(atMs + offsetMs(atMs, timeZone)).toISOString().slice(0, 10);
}

/** How far the zone's wall clock is ahead of UTC at an instant, ms. */
export function offsetMs(atMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const part = new Map(
    wallClock(timeZone)
      .formatToParts(atMs)
      .map((p) => [p.type, p.value]),
  );
  const date = `${part.get('year')}-${part.get('month')}-${part.get('day')}`;
  const time = `${part.get('hour')}:${part.get('minute')}:${part.get('second')}`;
  return Date.parse(`${date}T${time}Z`) - Math.floor(atMs / 1000) * 1000;
}

/**
 * First instant of a date in a zone: where midnight does not exist, the first moment after it.
 *
 * @param noonUtcMs 12:00 UTC of that date: close enough to the date for every offset.
 */
function startOfDay(noonUtcMs: number, date: string, timeZone: string): number {
  const midnightUtcMs = noonUtcMs - DAY_MS / 2;
  // The offset may change on that very day, so each guess is checked against the calendar.
  const offsets = [-1, 0, 1].map((days) => offsetMs(midnightUtcMs + days * DAY_MS, timeZone));
  const guesses = [...new Set(offsets)].map((offset) => midnightUtcMs - offset);
  const fits = guesses.filter((atMs) => localDate(atMs, timeZone) === date).sort((a, b) => a - b);
  const first = fits[0];
  return first ?? midnightUtcMs - Math.min(...offsets);
}

/** The window of one calendar date in a zone. */
export function dayWindow(date: string, timeZone: string): Result<Window, string> {
  const start = localMidnight(date, timeZone);
  if (!start.ok) return start;
  const end = localMidnight(nextDate(date), timeZone);
  return end.ok ? ok({ startMs: start.value, endMs: end.value }) : end;
}

/** UTC ISO text with seconds, as the API writes instants; ms are kept when there are any. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}
