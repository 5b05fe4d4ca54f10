/** Sums of quantity times rate that are exact, without a big integer for each of them. */

/** Limbs of a rate are below this, so that a usual quantity times one is a safe integer. */
const LIMB = 1_000_000;
const LIMB_SQUARED = BigInt(LIMB) ** 2n;
/** A product with a limb stays below 2^53 up to here. */
const QUANTITY_MAX = Math.floor(Number.MAX_SAFE_INTEGER / LIMB);

/** A whole factor of at least 0, cut up for ExactSum; only `whole` counts where it is too large. */
export interface Factor {
  readonly whole: bigint;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly isSmall: boolean;
}

/** Cuts up a factor that is used often. Never throws. */
export function factorOf(whole: bigint): Factor {
  const limb = BigInt(LIMB);
  const high = whole / LIMB_SQUARED;
  return {
    whole,
    low: Number(whole % limb),
    middle: Number((whole / limb) % limb),
    high: Number(high),
    isSmall: whole >= 0n && high < limb,
  };
}

/** A sum of products. Big integers cost far more, and come only where the limbs are full. */
export class ExactSum {
  #whole = 0n;
  #low = 0;
  #middle = 0;
  #high = 0;

  /** Adds quantity times factor. @param quantity a safe integer of at least 0. */
  add(quantity: number, factor: Factor): void {
    if (!factor.isSmall || quantity > QUANTITY_MAX) {
      this.#whole += BigInt(quantity) * factor.whole;
      return;
    }
    const low = this.#low + quantity * factor.low;
    const middle = this.#middle + quantity * factor.middle;
    const high = this.#high + quantity * factor.high;
    // Each product is exact; a sum of two that is not is above the limit in any case.
    if (Math.max(low, middle, high) > Number.MAX_SAFE_INTEGER) {
      this.#carry();
      this.add(quantity, factor);
      return;
    }
    this.#low = low;
    this.#middle = middle;
    this.#high = high;
  }

  total(): bigint {
    this.#carry();
    return this.#whole;
  }

  #carry(): void {
    const above = BigInt(this.#middle) + BigInt(this.#high) * BigInt(LIMB);
    this.#whole += BigInt(this.#low) + above * BigInt(LIMB);
    this.#low = 0;
    this.#middle = 0;
    this.#high = 0;
  }
}
