/** How fast one API may be called: a token bucket whose rate gives way to throttles. */

export interface PaceRule {
  /** Calls a second at most. */
  readonly perSecond: number;
  /** Calls that may be made at once after a rest. */
  readonly burst: number;
}

/** However often it is refused, an API is tried again after this long: then nothing is lost. */
export const PACE_MS_MAX = 60_000;
const PER_SECOND_MIN = 1000 / PACE_MS_MAX;
/** A call that ends well raises the rate by this share of the most. */
const STEPS = 20;

/** A bucket of one API in one account and Region; times are those of one timer. */
export class Pace {
  readonly #rule: PaceRule;
  #perSecond: number;
  #tokens: number;
  #atMs: number | null = null;

  constructor(rule: PaceRule) {
    this.#rule = rule;
    this.#perSecond = rule.perSecond;
    this.#tokens = rule.burst; // The bucket is full at first.
  }

  /** Calls a second that are allowed for now. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** True when throttles have brought the rate down to its least. */
  get isAtFloor(): boolean {
    return this.#perSecond <= PER_SECOND_MIN;
  }

  /** Milliseconds until a call may be made; 0 for now. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    // A thousandth of a call is lost to rounding, or a wait of no length would never end.
    return this.#tokens > 0.999 ? 0 : ((1 - this.#tokens) * 1000) / this.#perSecond;
  }

  /** Takes the token of a call. */
  take(nowMs: number): void {
    this.#refill(nowMs);
    this.#tokens -= 1;
  }

  /** Additive increase, up to the rule's rate. */
  succeeded(): void {
    const { perSecond } = this.#rule;
    this.#perSecond = Math.min(perSecond, this.#perSecond + perSecond / STEPS);
  }

  /** Multiplicative decrease, and no call before the new rate allows it. */
  throttled(nowMs: number): void {
    this.#refill(nowMs);
    this.#perSecond = Math.max(PER_SECOND_MIN, this.#perSecond / 2);
    this.#tokens = Math.min(this.#tokens, 0);
  }

  #refill(nowMs: number): void {
    const elapsedMs = nowMs - (this.#atMs ?? nowMs);
    this.#atMs = nowMs;
    const added = (elapsedMs * this.#perSecond) / 1000;
    this.#tokens = Math.min(this.#rule.burst, this.#tokens + added);
  }
}
