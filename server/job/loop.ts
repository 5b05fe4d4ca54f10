/** A job that runs again and again until it is told to stop, alone and with back-off on failure. */
import { SourceError } from '../source/source.ts';

export interface LoopOptions {
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** 0 to 1: many loops that fail at one instant must not all come back at another. */
  readonly jitter: () => number;
  /** Told of each failure; the loop goes on with growing pauses. */
  readonly onFailure: (error: unknown) => void;
  /** How it waits; by the clock of this machine when left out. */
  readonly pause?: Pause | undefined;
}

export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

const PAUSE_MS_MAX = 300_000;
/** A quota that is used up is asked again after this long, so that it is soon used again. */
const THROTTLED_MS = 30_000;

/** Runs work, waits, runs it again; ends when the signal aborts. Failures never end it. */
export async function runLoop(
  work: () => Promise<void> | void,
  { everyMs, signal, jitter, onFailure, pause: wait = pause }: LoopOptions,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let pauseMs = everyMs;
    try {
      await work();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      onFailure(error);
      const isThrottled = error instanceof SourceError && error.code === 'throttled';
      const capMs = Math.min(PAUSE_MS_MAX, everyMs * 2 ** (failures - 1));
      pauseMs = isThrottled ? THROTTLED_MS * (1 + jitter()) : capMs * jitter();
    }
    await wait(pauseMs, signal);
  }
}

/** Waits, or ends early when the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
