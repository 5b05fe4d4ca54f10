/** Which period CloudWatch still keeps for a time; cuts a window into aligned questions. */
import { DAY_MS, HOUR_MS, type Window } from '../../shared/window.ts';
import { floorTo } from './schedule.ts';

/** Points of one period over an aligned window. */
export interface MetricSpan extends Window {
  readonly periodSeconds: number;
}

/**
 * Ages up to which a period is asked for, and how much time goes into one question.
 *
 * CloudWatch keeps 60 s for 15 days, 300 s for 63, 3600 s for 455, and answers nothing, without
 * an error, for a period that it no longer keeps. Minutes are asked for only while they are fresh.
 */
const PLAN = [
  { periodSeconds: 60, ageMsMax: 5 * HOUR_MS, spanMs: 6 * HOUR_MS },
  { periodSeconds: 300, ageMsMax: 62 * DAY_MS, spanMs: DAY_MS },
  { periodSeconds: 3600, ageMsMax: 454 * DAY_MS, spanMs: 10 * DAY_MS },
] as const;

/**
 * Cuts a window into questions.
 *
 * Periods change on whole hours only, so that an hour's points all have the same one.
 *
 * @returns ascending spans; the first begins at or before the window's start, on the hour, and
 *   the last ends with the last whole minute. What CloudWatch has forgotten is left out.
 */
export function planMetricSpans(window: Window, nowMs: number): readonly MetricSpan[] {
  const endMs = floorTo(Math.min(window.endMs, nowMs), 60_000);
  const startMs = floorTo(window.startMs, HOUR_MS);
  return [...PLAN].reverse().flatMap((step, index, steps) => {
    const younger = steps[index + 1];
    const fromMs = Math.max(startMs, ageStart(nowMs, step.ageMsMax));
    const toMs = younger ? Math.min(endMs, ageStart(nowMs, younger.ageMsMax)) : endMs;
    return cut({ startMs: fromMs, endMs: toMs }, step);
  });
}

/** The whole hour at or before the time of an age. */
function ageStart(nowMs: number, ageMs: number): number {
  return floorTo(nowMs - ageMs, HOUR_MS);
}

function cut(window: Window, step: (typeof PLAN)[number]): readonly MetricSpan[] {
  const { periodSeconds, spanMs } = step;
  const endMs = floorTo(window.endMs, periodSeconds * 1000); // The open period comes next time.
  const spans: MetricSpan[] = [];
  for (let startMs = window.startMs; startMs < endMs; startMs += spanMs) {
    spans.push({ startMs, endMs: Math.min(endMs, startMs + spanMs), periodSeconds });
  }
  return spans;
}
