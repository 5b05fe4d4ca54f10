/** The time as AWS has it: this machine's, put right by the Date header of replies. */

/** Below this the header, which has whole seconds, and the way of a reply explain it. */
const CORRECT_MS_MIN = 5_000;
const WARN_MS = 30_000;
const WRONG_MS = 300_000;

/** `off` deserves a word; `wrong` makes AWS refuse calls. */
export type ClockState = 'ok' | 'off' | 'wrong';

export interface ServerClock {
  /** Epoch ms as AWS has it. */
  nowMs(): number;
  /** How much this machine's clock is ahead, ms; negative when it is behind. */
  skewMs(): number;
  state(): ClockState;
  /** Told of the Date header of each reply; what is no date is passed over. */
  observe(dateHeader: string | undefined): void;
}

/**
 * Starts without a correction, until the first reply tells.
 *
 * @param machineNowMs the clock of this machine, which may be wrong or set at any time.
 */
export function createServerClock(machineNowMs: () => number): ServerClock {
  let skewMs = 0;
  return {
    nowMs: () => machineNowMs() - skewMs,
    skewMs: () => skewMs,
    state: () => stateOf(skewMs),
    observe(dateHeader) {
      const serverMs = Date.parse(dateHeader ?? '');
      if (!Number.isFinite(serverMs)) return;
      const measuredMs = machineNowMs() - serverMs;
      skewMs = Math.abs(measuredMs) < CORRECT_MS_MIN ? 0 : measuredMs;
    },
  };
}

function stateOf(skewMs: number): ClockState {
  const sizeMs = Math.abs(skewMs);
  if (sizeMs > WRONG_MS) return 'wrong';
  return sizeMs > WARN_MS ? 'off' : 'ok';
}
