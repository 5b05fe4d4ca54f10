/** Keeps the calls of one API below a rate that its quota allows, waiting when needed. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the next call may be made. */
export type Pace = (signal: AbortSignal) => Promise<void>;

/** For endpoints without a quota, such as a local one. */
export const UNPACED: Pace = () => Promise.resolve();

/**
 * A token bucket: a few calls at once, then one each interval.
 *
 * @param intervalMs time after which one more call is allowed.
 * @param burst calls that may be made at once after a rest.
 */
export function createPace(intervalMs: number, burst: number): Pace {
  let nextAtMs = -Infinity; // The bucket is full at first.
  return async (signal) => {
    const nowMs = performance.now();
    // Saved-up time is worth `burst` calls at the most.
    nextAtMs = Math.max(nextAtMs, nowMs - (burst - 1) * intervalMs) + intervalMs;
    const waitMs = nextAtMs - intervalMs - nowMs;
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
  };
}
