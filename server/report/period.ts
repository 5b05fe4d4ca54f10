/** Periods that reports are of: a day, a month, or a span of days, as the texts that name them. */
import { err, ok, type Result } from '../../shared/result.ts';
import { DAY_MS, dayWindow, localDate, type Window } from '../../shared/window.ts';

export type Cadence = 'day' | 'month';

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const SPAN = /^(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})$/;

/**
 * The window of a period.
 *
 * @param period `2026-11-20`, `2026-11`, or `2026-11-03_2026-11-09` with both days in it.
 * @param timeZone IANA zone in which days begin.
 * @returns the window, or why the text names none. Never throws.
 */
export function periodWindow(period: string, timeZone: string): Result<Window, string> {
  const month = MONTH.exec(period);
  if (month) {
    const next = new Date(Date.UTC(Number(month[1]), Number(month[2]))).toISOString().slice(0, 10);
    return between(dayWindow(`${period}-01`, timeZone), dayWindow(next, timeZone), 'startMs');
  }
  const span = SPAN.exec(period);
  if (!span) return dayWindow(period, timeZone);
  const [, first = '', last = ''] = span;
  return between(dayWindow(first, timeZone), dayWindow(last, timeZone), 'endMs');
}

function between(
  first: Result<Window, string>,
  last: Result<Window, string>,
  end: 'startMs' | 'endMs',
): Result<Window, string> {
  if (!first.ok) return first;
  if (!last.ok) return last;
  const window = { startMs: first.value.startMs, endMs: last.value[end] };
  return window.startMs < window.endMs ? ok(window) : err('the last day is before the first');
}

/** The period that an instant lies in. */
export function periodOf(atMs: number, cadence: Cadence, timeZone: string): string {
  const date = localDate(atMs, timeZone);
  return cadence === 'day' ? date : date.slice(0, 7);
}

/**
 * So many periods up to and with one, ascending.
 *
 * @param last a day or a month.
 */
export function periodsUpTo(last: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => stepped(last, index + 1 - count));
}

function stepped(period: string, by: number): string {
  const month = MONTH.exec(period);
  if (!month) {
    return new Date(Date.parse(`${period}T12:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
  }
  const atMs = Date.UTC(Number(month[1]), Number(month[2]) - 1 + by);
  return new Date(atMs).toISOString().slice(0, 7);
}
