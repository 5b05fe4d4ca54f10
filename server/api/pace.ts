/** How much one asker may ask: points that come back by the second, in bounded memory. */

export interface PaceRule {
  /** Points that may be spent at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** Askers that are remembered; past this the one that asked longest ago is forgotten. */
const REMEMBERED_MAX = 10_000;

interface Purse {
  points: number;
  atMs: number;
}

/** One purse for each asker; a clock that goes back gives nothing. */
export class Pace {
  readonly #rule: PaceRule;
  readonly #purses = new Map<string, Purse>();

  constructor(rule: PaceRule) {
    this.#rule = rule;
  }

  get remembered(): number {
    return this.#purses.size;
  }

  /** Spends points of an asker. @returns seconds to wait when there are too few, else null */
  spend(asker: string, points: number, nowMs: number): number | null {
    const { burst, perSecond } = this.#rule;
    const known = this.#purses.get(asker) ?? { points: burst, atMs: nowMs };
    const passedMs = Math.max(0, nowMs - known.atMs);
    const held = Math.min(burst, known.points + (passedMs / 1000) * perSecond);
    const isEnough = held >= points;
    this.#keep(asker, { points: isEnough ? held - points : held, atMs: nowMs });
    return isEnough ? null : Math.ceil((points - held) / perSecond);
  }

  /** Whoever asked last stands last, so that the first is the one to forget. */
  #keep(asker: string, purse: Purse): void {
    this.#purses.delete(asker);
    this.#purses.set(asker, purse);
    const [oldest] = this.#purses.keys();
    if (this.#purses.size > REMEMBERED_MAX && oldest !== undefined) this.#purses.delete(oldest);
  }
}
