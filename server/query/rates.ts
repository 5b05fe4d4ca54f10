/** Rates of usage types over a window: looked up once per type and stretch of time. */
import type { UsageType } from '../meter/usage.ts';
import { contractedRate, discountFor, type Discount } from '../price/discount.ts';
import { factorOf, type Factor } from '../price/exact-sum.ts';
import { findRate, rateBoundaries, type PriceBook, type RateMatch } from '../price/price-book.ts';
import type { Payer } from './payer.ts';

/** When usage happened and, where discounts ask for it, who pays. */
export interface Moment {
  readonly atMs: number;
  readonly payer: Payer;
}

/** A rate, and the same ready to be multiplied often. */
export interface KnownRate extends RateMatch {
  readonly factor: Factor;
}

/** One type's rates in the stretches between its boundaries, as far as they were asked for. */
interface KnownRates {
  readonly boundariesMs: readonly number[];
  readonly matches: (KnownRate | null | undefined)[];
}

/** Payers and models whose discount is remembered; past this the memory starts anew. */
const DISCOUNTS_MAX = 50_000;

/** Rates of a book as it lists them, and as a contract has them. */
interface BookRates {
  readonly listed: Rates;
  readonly contracted: Rates;
}

/** What was looked up for one answer serves the next as long as the book is the same. */
const RATES = new WeakMap<PriceBook, BookRates>();

/** The rates of a book, remembered. @param isContracted whether discounts are asked for. */
export function ratesOf(book: PriceBook, isContracted: boolean): Rates {
  let known = RATES.get(book);
  if (!known) {
    known = { listed: new Rates({ ...book, discounts: [] }), contracted: new Rates(book) };
    RATES.set(book, known);
  }
  return isContracted ? known.contracted : known.listed;
}

/** The rates that one answer needs. */
export class Rates {
  readonly #book: PriceBook;
  // Weak: a book lives for months, and types are made anew when series are read anew.
  readonly #known = new WeakMap<UsageType, KnownRates>();
  readonly #freshInputs = new WeakMap<UsageType, UsageType>();
  readonly #discountCutsMs: readonly number[];
  readonly #discounts = new Map<string, Discount | null>();

  constructor(book: PriceBook) {
    this.#book = book;
    const ends = book.discounts.flatMap((one) => [one.effectiveFromMs, one.effectiveToMs]);
    this.#discountCutsMs = ends.filter((atMs) => atMs !== null);
  }

  /** The rate of a type at an instant; null when it is unpriced. */
  at(type: UsageType, atMs: number): KnownRate | null {
    const { boundariesMs, matches } = this.#knownOf(type);
    let stretch = 0;
    for (const cutMs of boundariesMs) if (cutMs <= atMs) stretch += 1;
    const match = matches[stretch];
    if (match !== undefined) return match;
    const found = findRate(this.#book, type, atMs);
    const known = found && { ...found, factor: factorOf(found.picoUsdPerMillion) };
    matches[stretch] = known;
    return known;
  }

  /** Pico-dollars for a million units of a rate, after the payer's discount. */
  contracted(rate: RateMatch, type: UsageType, moment: Moment): bigint {
    if (this.#book.discounts.length === 0) return rate.picoUsdPerMillion;
    return contractedRate(rate.picoUsdPerMillion, this.#discountAt(type, moment));
  }

  /** The type as which cached tokens would be billed had there been no cache. */
  freshInputOf(type: UsageType): UsageType {
    const known = this.#freshInputs.get(type);
    if (known) return known;
    const fresh: UsageType = { ...type, dimension: 'input_tokens', cacheTtl: null };
    this.#freshInputs.set(type, fresh);
    return fresh;
  }

  /** Instants at which the rate of a type may change. */
  boundaries(type: UsageType): readonly number[] {
    return this.#knownOf(type).boundariesMs;
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

  #knownOf(type: UsageType): KnownRates {
    const known = this.#known.get(type);
    if (known) return known;
    const learned = { boundariesMs: rateBoundaries(this.#book, type), matches: [] };
    this.#known.set(type, learned);
    return learned;
  }

  #discountAt({ model }: UsageType, { atMs, payer }: Moment): Discount | null {
    const stretch = this.#discountCutsMs.filter((cutMs) => cutMs <= atMs).length;
    const key = JSON.stringify([stretch, model, payer.account, payer.tenant]);
    const known = this.#discounts.get(key);
    if (known !== undefined) return known;
    const found = discountFor(this.#book.discounts, { model, ...payer }, atMs);
    if (this.#discounts.size >= DISCOUNTS_MAX) this.#discounts.clear();
    this.#discounts.set(key, found);
    return found;
  }
}
