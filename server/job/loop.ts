/** A job that runs again and again until it is told to stop, alone and with back-off on failure. */

export interface LoopOptions {
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** Told of each failure; the loop goes on with growing pauses. */
  readonly onFailure: (error: unknown) => void;
}

const PAUSE_MS_MAX = 300_000;

/** Runs work, waits, runs it again; ends when the signal aborts. Failures never end it. */
export async function runLoop(
  work: () => Promise<void> | void,
  { everyMs, signal, onFailure }: LoopOptions,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await work();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      onFailure(error);
    }
    const pauseMs =
      failures === 0 ? everyMs : Math.min(PAUSE_MS_MAX, everyMs * 2 ** (failures - 1));
    await pause(pauseMs, signal);
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
