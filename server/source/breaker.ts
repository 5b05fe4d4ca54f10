/** Stops calls to a service that has failed several times in a row, and tries it now and then. */

/** `halfOpen` lets one call through, whose outcome decides. */
export type BreakerPhase = 'closed' | 'open' | 'halfOpen';

const FAILURES_MAX = 3;
const REST_MS_MIN = 30_000;
const REST_MS_MAX = 300_000;
/** After a failure that long, this many calls must end well before many run side by side. */
const RECOVERY_CALLS = 20;

/** One service in one account and Region; times are those of one timer. */
export class Breaker {
  readonly #jitter: () => number;
  #failures = 0;
  #rests = 0;
  #openToMs: number | null = null;
  #isProbing = false;
  #owedCalls = 0;

  /** @param jitter 0 to 1, so that many processes do not come back at one instant. */
  constructor(jitter: () => number) {
    this.#jitter = jitter;
  }

  phase(nowMs: number): BreakerPhase {
    if (this.#openToMs === null) return 'closed';
    return nowMs < this.#openToMs || this.#isProbing ? 'open' : 'halfOpen';
  }

  /** True from an outage on until enough calls have ended well. */
  get isRecovering(): boolean {
    return this.#owedCalls > 0;
  }

  /** How long no call will be let through; 0 when one may go. */
  restMs(nowMs: number): number {
    return Math.max(0, (this.#openToMs ?? nowMs) - nowMs);
  }

  /** Told of each call that is let through; the first after a rest is the probe. */
  began(nowMs: number): void {
    if (this.phase(nowMs) === 'halfOpen') this.#isProbing = true;
  }

  /** An answer came, be it a refusal: the service is there. */
  answered(): void {
    this.#failures = 0;
    this.#rests = 0;
    this.#isProbing = false;
    this.#openToMs = null;
    this.#owedCalls = Math.max(0, this.#owedCalls - 1);
  }

  /** No answer, or one that says that the service is down. */
  failed(nowMs: number): void {
    this.#failures += 1;
    if (this.#openToMs === null && this.#failures < FAILURES_MAX) return;
    if (this.#openToMs !== null && !this.#isProbing) return; // Began before the rest did.
    const restMs = Math.min(REST_MS_MAX, REST_MS_MIN * 2 ** this.#rests);
    this.#openToMs = nowMs + restMs * (0.5 + this.#jitter() / 2);
    this.#rests += 1;
    this.#isProbing = false;
    this.#owedCalls = RECOVERY_CALLS;
  }

  /** The probe ended without telling anything, as when the process is told to stop. */
  withdrawn(): void {
    this.#isProbing = false;
  }
}
