/** How late log records come, after what was seen of CloudWatch Logs on good and bad days. */
import type { Random } from '../../server/demo/random.ts';
import { HOUR_MS, MINUTE_MS, type Window } from '../../shared/window.ts';

const LEAST_MS = 2_000;
const MEAN_MS = 8_000;
const LATE_SHARE = 0.01;
const VERY_LATE_SHARE = 0.0005;
const OUTAGE_LENGTH_MS = 2 * HOUR_MS;

/** Draws the lateness of a record: an outage delivers all that was logged in it hours later. */
export function drawLateness(random: Random, atMs: number, outage: Window): number {
  const usualMs = LEAST_MS - MEAN_MS * Math.log(1 - random.next());
  const share = random.next();
  const extra = random.next();
  if (atMs >= outage.startMs && atMs < outage.endMs) return (5 + 2 * extra) * HOUR_MS;
  if (share < VERY_LATE_SHARE) return extra * 7 * HOUR_MS;
  if (share < VERY_LATE_SHARE + LATE_SHARE) return (1 + 9 * extra) * MINUTE_MS;
  return Math.round(usualMs);
}

/** Two hours somewhere in a span, in which nothing is delivered. */
export function drawOutage(random: Random, { startMs, endMs }: Window): Window {
  const atMs = startMs + random.next() * Math.max(0, endMs - startMs - OUTAGE_LENGTH_MS);
  return { startMs: atMs, endMs: atMs + OUTAGE_LENGTH_MS };
}
