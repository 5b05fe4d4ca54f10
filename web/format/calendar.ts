/** Spans of the calendar in the reporting zone: today, yesterday, this month and the last. */
import { dayWindow, localDate } from '../../shared/window.ts';
import { formatTime } from './time.ts';

export interface CalendarSpan {
  readonly words: string;
  /** Dates are midnights of the zone, so that a day of 23 hours is a whole one. */
  readonly from: string;
  readonly to: string;
}

/** What people ask for by name, the nearest first. */
export function calendarSpans(nowMs: number, timeZone: string): readonly CalendarSpan[] {
  const today = localDate(nowMs, timeZone);
  const month = firstOfMonth(today);
  const lastMonth = firstOfMonth(dayBefore(month, timeZone));
  return [
    { words: 'Today', from: today, to: 'now' },
    { words: 'Yesterday', from: dayBefore(today, timeZone), to: today },
    { words: 'This month', from: month, to: 'now' },
    { words: 'Last month', from: lastMonth, to: month },
  ];
}

/**
 * How a span of the calendar is called in a sentence, and the one before it.
 *
 * @returns null for any other span.
 */
export function calendarWords(
  span: { readonly from: string; readonly to: string },
  nowMs: number,
  timeZone: string,
): { readonly now: string; readonly before: string } | null {
  const named = calendarSpans(nowMs, timeZone).find(({ from, to }) => {
    return from === span.from && to === span.to;
  });
  const isOneDay = dayBefore(span.to, timeZone) === span.from;
  // A day is compared with a day; a month so far, or a longer one, with as many hours before.
  const before = isOneDay ? 'the day before' : 'the span before';
  if (named) return { now: named.words.toLowerCase(), before };
  if (!isOneDay) return null;
  const day = dayWindow(span.from, timeZone);
  if (!day.ok) return null;
  return { now: `on ${formatTime(day.value.startMs, timeZone, 'weekday')}`, before };
}

function firstOfMonth(date: string): string {
  return `${date.slice(0, 7)}-01`;
}

/** The date before a date; '' for what is none. */
function dayBefore(date: string, timeZone: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? dayWindow(date, timeZone) : null;
  return day?.ok ? localDate(day.value.startMs - 1, timeZone) : '';
}
