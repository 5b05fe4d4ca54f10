/** What the prompt cache saved and what filling it cost extra, against reading everything fresh. */
import type { UsageType } from '../meter/usage.ts';
import type { AnswerValue } from './query.ts';
import type { Moment, Rates } from './rates.ts';

/** Which figure of the cache a metric asks for. */
export type CachePart = 'saved' | 'writeExtra' | 'net' | 'unpricedTokens';

/** Sums of one group and step, in atto-dollars by list. */
export class CacheSums {
  #savedAttoUsd = 0n;
  #writeExtraAttoUsd = 0n;
  #pricedReads = 0;
  #pricedWrites = 0;
  #unpricedReads = 0;
  #unpricedWrites = 0;

  /**
   * Counts a quantity of cached tokens; all else is passed over.
   *
   * The rate of fresh input is that of the same model, Region, routing, tier, latency and context:
   * without the cache, those very tokens would have been billed by it.
   */
  add(type: UsageType, tokens: number, moment: Moment, rates: Rates): void {
    const isRead = type.dimension === 'cache_read_tokens';
    if (!isRead && type.dimension !== 'cache_write_tokens') return;
    const cached = rates.at(type, moment.atMs);
    const fresh = rates.at(rates.freshInputOf(type), moment.atMs);
    if (!cached || !fresh) {
      if (isRead) this.#unpricedReads += tokens;
      else this.#unpricedWrites += tokens;
      return;
    }
    const above = BigInt(tokens) * (cached.picoUsdPerMillion - fresh.picoUsdPerMillion);
    if (isRead) {
      this.#savedAttoUsd -= above;
      this.#pricedReads += tokens;
    } else {
      this.#writeExtraAttoUsd += above;
      this.#pricedWrites += tokens;
    }
  }

  /** @returns null where there are such tokens and none of them can be priced. */
  value(part: CachePart): AnswerValue {
    const saved = known(this.#savedAttoUsd, this.#pricedReads, this.#unpricedReads);
    const extra = known(this.#writeExtraAttoUsd, this.#pricedWrites, this.#unpricedWrites);
    switch (part) {
      case 'saved':
        return saved;
      case 'writeExtra':
        return extra;
      case 'net':
        return saved === null || extra === null ? null : saved - extra;
      case 'unpricedTokens':
        return this.#unpricedReads + this.#unpricedWrites;
    }
  }
}

function known(attoUsd: bigint, priced: number, unpriced: number): bigint | null {
  return priced === 0 && unpriced > 0 ? null : attoUsd;
}
