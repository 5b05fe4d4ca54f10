/** Rates of usage types over a window: looked up once per type and stretch of time. */
import type { UsageType } from '../meter/usage.ts';
import { contractedRate, discountFor, type Discount } from '../price/discount.ts';
import { findRate, rateBoundaries, type PriceBook, type RateMatch } from '../price/price-book.ts';
import type { Payer } from './payer.ts';

/** When usage happened and, where discounts ask for it, who pays. */
export interface Moment {
  readonly atMs: number;
  readonly payer: Payer;
}

/** The rates that one answer needs. */
export class Rates {
  readonly #book: PriceBook;
  readonly #boundaries = new Map<UsageType, readonly number[]>();
  readonly #matches = new Map<UsageType, (RateMatch | null | undefined)[]>();
  readonly #discountCutsMs: readonly number[];
  readonly #discounts = new Map<string, Discount | null>();

  constructor(book: PriceBook) {
    this.#book = book;
    const ends = book.discounts.flatMap((one) => [one.effectiveFromMs, one.effectiveToMs]);
    this.#discountCutsMs = ends.filter((atMs) => atMs !== null);
  }

  /** The rate of a type at an instant; null when it is unpriced. */
  at(type: UsageType, atMs: number): RateMatch | null {
    const boundaries = this.boundaries(type);
    const stretch = boundaries.filter((cutMs) => cutMs <= atMs).length;
    const known = this.#matches.get(type) ?? [];
    const match = known[stretch];
    if (match !== undefined) return match;
    const found = findRate(this.#book, type, atMs);
    known[stretch] = found;
    this.#matches.set(type, known);
    return found;
  }

  /** Pico-dollars for a million units of a rate, after the payer's discount. */
  contracted(rate: RateMatch, type: UsageType, moment: Moment): bigint {
    if (this.#book.discounts.length === 0) return rate.picoUsdPerMillion;
    return contractedRate(rate.picoUsdPerMillion, this.#discountAt(type, moment));
  }

  /** Instants at which the rate of a type may change. */
  boundaries(type: UsageType): readonly number[] {
    const known = this.#boundaries.get(type);
    if (known) return known;
    const found = rateBoundaries(this.#book, type);
    this.#boundaries.set(type, found);
    return found;
  }

  /**
   * Cuts steps further where a rate or a discount changes, so that each interval has one of each.
   *
   * @param steps ascending epoch ms; the same array comes back when nothing changes within.
   */
  cut(steps: readonly number[], types: readonly UsageType[]): readonly number[] {
    const startMs = steps[0] ?? 0;
    const endMs = steps.at(-1) ?? 0;
    const changes = types.flatMap((type) => this.boundaries(type));
    const inside = [...changes, ...this.#discountCutsMs].filter((atMs) => {
      return atMs > startMs && atMs < endMs;
    });
    if (inside.length === 0) return steps;
    return [...new Set([...steps, ...inside])].sort((a, b) => a - b);
  }

  #discountAt({ model }: UsageType, { atMs, payer }: Moment): Discount | null {
    const stretch = this.#discountCutsMs.filter((cutMs) => cutMs <= atMs).length;
    const key = JSON.stringify([stretch, model, payer.account, payer.tenant]);
    const known = this.#discounts.get(key);
    if (known !== undefined) return known;
    const found = discountFor(this.#book.discounts, { model, ...payer }, atMs);
    this.#discounts.set(key, found);
    return found;
  }
}
