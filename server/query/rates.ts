/** Rates of usage types over a window: looked up once per type and stretch of time. */
import type { UsageType } from '../meter/usage.ts';
import { findRate, rateBoundaries, type PriceBook, type RateMatch } from '../price/price-book.ts';

/** The rates that one answer needs. */
export class Rates {
  readonly #book: PriceBook;
  readonly #boundaries = new Map<UsageType, readonly number[]>();
  readonly #matches = new Map<UsageType, (RateMatch | null | undefined)[]>();

  constructor(book: PriceBook) {
    this.#book = book;
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

  /** Instants at which the rate of a type may change. */
  boundaries(type: UsageType): readonly number[] {
    const known = this.#boundaries.get(type);
    if (known) return known;
    const found = rateBoundaries(this.#book, type);
    this.#boundaries.set(type, found);
    return found;
  }
}
