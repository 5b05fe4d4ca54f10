/** Time that only runs forward, for waits and rates; clocks on the wall are set back and forth. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Timer {
  /** Milliseconds since some fixed instant. */
  nowMs(): number;
  /** Resolves after a time; rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const MONOTONIC: Timer = {
  nowMs: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};
