/** The span of a report's day, and whether its logs have all been read. */
import { assert } from '../../shared/assert.ts';
import { dayWindow, type Window } from '../../shared/window.ts';
import type { NightlyReportData } from './nightly-data.ts';

export interface NightlyDay extends Window {
  /** Logs are read up to here, epoch ms, not past the day's end; null when nobody knows. */
  readonly readToMs: number | null;
  readonly isPreliminary: boolean;
}

/**
 * The day of a report in its zone; 23 or 25 hours long when clocks change.
 *
 * @throws Error when the caller handed over a date or time that is none: a bug of ours.
 */
export function nightlyDay(data: NightlyReportData): NightlyDay {
  const window = dayWindow(data.date, data.timeZone);
  assert(window.ok, `a report has a date of the calendar, not ${data.date}`);
  const { startMs, endMs } = window.value;
  const { completeTo } = data.generatedFrom;
  const completeToMs = completeTo === null ? null : Date.parse(completeTo);
  assert(!Number.isNaN(completeToMs), 'completeTo is an ISO time');
  const isPreliminary = completeToMs === null || completeToMs < endMs;
  const readToMs = completeToMs === null ? null : Math.min(completeToMs, endMs);
  return { startMs, endMs, readToMs, isPreliminary };
}
