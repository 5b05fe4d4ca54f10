/** The one way out to a service in an account and Region: turns, rates, rests and repetitions. */
import { sourceErrorCodeOf } from './aws-error.ts';
import { Breaker, type BreakerPhase } from './breaker.ts';
import { Pace, type PaceRule } from './pace.ts';
import type { SourceErrorCode } from './source-errors.ts';
import { SourceError } from './source.ts';
import { MONOTONIC, type Timer } from './timer.ts';

/** Calls for what happens now go before those that catch up. */
export const URGENCIES = ['now', 'later'] as const;
export type Urgency = (typeof URGENCIES)[number];

export interface Turn {
  /** Name of the API; each has a rate of its own. */
  readonly api: string;
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
}

export interface GateOptions {
  /** `account/region/service`, for messages. */
  readonly name: string;
  readonly ruleOf: (api: string) => PaceRule;
  /** Tries of one call that no answer came to. */
  readonly attemptsMax: number;
  /** Gets fresh credentials after AWS called them expired. */
  readonly renew: () => Promise<void>;
  readonly jitter: () => number;
  readonly timer?: Timer;
}

/** A throttled call is made again so often, each time slower, before its pass gives way. */
const THROTTLES_MAX = 5;
const RETRY_MS_BASE = 200;
const RETRY_MS_MAX = 20_000;
/** More calls side by side bring nothing; after an outage fewer are kinder. */
const IN_FLIGHT_MAX = 50;
const IN_FLIGHT_RECOVERING = 2;
/** A turn is looked at again this soon when another call ends meanwhile. */
const LOOK_AGAIN_MS = 50;

/** Calls of one service pass here one by one; all sources of the process share it. */
export class Gate {
  readonly #options: GateOptions;
  readonly #timer: Timer;
  readonly #breaker: Breaker;
  readonly #paces = new Map<string, Pace>();
  readonly #waiting = new Map<string, number>();
  #inFlight = 0;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#timer = options.timer ?? MONOTONIC;
    this.#breaker = new Breaker(options.jitter);
  }

  get phase(): BreakerPhase {
    return this.#breaker.phase(this.#timer.nowMs());
  }

  /**
   * Makes a call when its turn has come, and again where that helps.
   *
   * @throws SourceError `unreachable`, without a call, while the service rests; or the call's own.
   */
  async run<Reply>(call: () => Promise<Reply>, turn: Turn): Promise<Reply> {
    const tries = new Map<SourceErrorCode, number>();
    for (;;) {
      await this.#awaitTurn(turn);
      try {
        return await this.#make(call, turn);
      } catch (error) {
        const code = sourceErrorCodeOf(error);
        const count = (tries.get(code) ?? 0) + 1;
        tries.set(code, count);
        if (turn.signal.aborted || !(await this.#isWorthAgain(code, count, turn))) throw error;
      }
    }
  }

  async #make<Reply>(call: () => Promise<Reply>, { api, signal }: Turn): Promise<Reply> {
    const pace = this.#paceOf(api);
    try {
      const reply = await call();
      pace.succeeded();
      this.#breaker.answered();
      return reply;
    } catch (error) {
      const code = sourceErrorCodeOf(error);
      if (code === 'throttled') pace.throttled(this.#timer.nowMs());
      if (signal.aborted) this.#breaker.withdrawn();
      else if (code === 'unreachable') this.#breaker.failed(this.#timer.nowMs());
      else this.#breaker.answered();
      throw error;
    } finally {
      this.#inFlight -= 1;
    }
  }

  async #isWorthAgain(code: SourceErrorCode, count: number, turn: Turn): Promise<boolean> {
    if (code === 'throttled') return count < THROTTLES_MAX && !this.#paceOf(turn.api).isAtFloor;
    if (code === 'expiredCredentials' && count === 1) {
      await this.#options.renew();
      return true;
    }
    if (code !== 'unreachable' || count >= this.#options.attemptsMax) return false;
    if (this.phase === 'open') return false;
    const capMs = Math.min(RETRY_MS_MAX, RETRY_MS_BASE * 2 ** count);
    await this.#timer.sleep(capMs * this.#options.jitter(), turn.signal);
    return true;
  }

  /** Waits until rate, breaker and more urgent calls let this one go. */
  async #awaitTurn({ api, urgency, signal }: Turn): Promise<void> {
    const key = `${api} ${urgency}`;
    this.#waiting.set(key, (this.#waiting.get(key) ?? 0) + 1);
    try {
      for (;;) {
        const waitMs = this.#waitMs(api, urgency);
        if (waitMs === 0) return this.#enter(api);
        await this.#timer.sleep(waitMs, signal);
      }
    } finally {
      this.#waiting.set(key, (this.#waiting.get(key) ?? 1) - 1);
    }
  }

  /** In one step with the look at the wait, or two calls would take the same turn. */
  #enter(api: string): void {
    const nowMs = this.#timer.nowMs();
    this.#paceOf(api).take(nowMs);
    this.#breaker.began(nowMs);
    this.#inFlight += 1;
  }

  #waitMs(api: string, urgency: Urgency): number {
    const nowMs = this.#timer.nowMs();
    if (this.#breaker.phase(nowMs) === 'open') throw this.#resting(nowMs);
    const inFlightMax = this.#breaker.isRecovering ? IN_FLIGHT_RECOVERING : IN_FLIGHT_MAX;
    if (this.#inFlight >= inFlightMax) return LOOK_AGAIN_MS;
    const paceMs = this.#paceOf(api).waitMs(nowMs);
    const mustYield = urgency === 'later' && (this.#waiting.get(`${api} now`) ?? 0) > 0;
    return mustYield ? paceMs + LOOK_AGAIN_MS : paceMs;
  }

  #resting(nowMs: number): SourceError {
    const seconds = Math.ceil(this.#breaker.restMs(nowMs) / 1000);
    const message = `${this.#options.name} did not answer; it is left alone for ${seconds} s.`;
    const hint = 'Nothing to do: it is tried again by itself. Check its AWS health page.';
    return new SourceError('unreachable', message, { retryable: true, hint });
  }

  #paceOf(api: string): Pace {
    const known = this.#paces.get(api) ?? new Pace(this.#options.ruleOf(api));
    this.#paces.set(api, known);
    return known;
  }
}
