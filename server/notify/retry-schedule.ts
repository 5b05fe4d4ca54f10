/** When a message that was not taken is tried again: the schedule of Standard Webhooks. */
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';

/** Wait before each attempt; 75 h 35 min 5 s in all. */
const WAITS_MS: readonly number[] = [
  0,
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

export const ATTEMPTS_MAX = WAITS_MS.length;
export const RETRY_AFTER_MS_MAX = 24 * HOUR_MS;
const JITTER_RATIO = 0.1; // Each way, so that receivers that came back are not met by all at once.

/**
 * When the next attempt is due.
 *
 * @param attempt attempts made so far; 0 for a new message.
 * @param retryAfterMs the least wait that the receiver asked for; null when it did not.
 * @param jitter a random number, 0 to 1; 0.5 gives the schedule itself.
 * @returns epoch ms, or null when there have been as many attempts as the schedule has.
 */
export function nextAttemptAtMs(
  attempt: number,
  nowMs: number,
  retryAfterMs: number | null,
  jitter: number,
): number | null {
  const waitMs = WAITS_MS[attempt];
  if (waitMs === undefined) return null;
  const jitteredMs = Math.round(waitMs * (1 + JITTER_RATIO * (2 * jitter - 1)));
  const askedMs = Math.min(retryAfterMs ?? 0, RETRY_AFTER_MS_MAX);
  return nowMs + Math.max(jitteredMs, askedMs);
}
