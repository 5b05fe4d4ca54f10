/** One line of a bill on Bedrock, whichever export it comes from, in the words of the book. */
import type { BillingUsage } from './billing-usage.ts';

/** What kind of money a line is: usage is compared, the rest explains what is left. */
export type BillKind = 'usage' | 'fee' | 'discount' | 'credit' | 'tax' | 'refund';

export interface BillLine {
  /** Day of UTC, `2026-11-20`. */
  readonly day: string;
  readonly account: string;
  readonly region: string;
  readonly kind: BillKind;
  /** As the bill spells it. */
  readonly usageType: string;
  /** Null when nobody knows the model behind its name. */
  readonly model: string | null;
  /** Null when the form of the usage type is not known. */
  readonly usage: Omit<BillingUsage, 'name'> | null;
  /** As usage lines count, rounded to the integer: bills hold it as a float. */
  readonly quantity: bigint;
  readonly costAttoUsd: bigint;
  /** At the public rate; null where the bill does not say. */
  readonly listAttoUsd: bigint | null;
}

/** Why a row is no line of Bedrock's, or cannot be read. */
export type BillProblem = 'otherService' | 'noDay' | 'noCost' | 'noAccount';

/** Usage of one day, place and kind as it is kept: all lines of a bill that are alike, summed. */
export interface BilledUsage {
  readonly day: string;
  readonly account: string;
  readonly region: string;
  /** '' when nobody knows it. */
  readonly model: string;
  /** What selects a rate, as `rateWords` tells it; the bill's own text where that is unread. */
  readonly usage: string;
  readonly kind: BillKind;
  /** Whether model and usage type are known here. */
  readonly isRead: boolean;
  readonly quantity: bigint;
  readonly costAttoUsd: bigint;
  /** At public rates; the cost where the bill does not tell them. */
  readonly listAttoUsd: bigint;
}

type Axes = Pick<
  BillingUsage,
  'dimension' | 'routing' | 'tier' | 'latency' | 'context' | 'variant'
> & { readonly cacheTtl: string | null };

/**
 * What selects a rate, as far as a bill tells it: geo is billed as usage within the Region is.
 *
 * @returns such as `input_tokens global batch`. Never throws.
 */
export function rateWords(type: Axes): string {
  const words = [
    type.routing === 'global' ? 'global' : '',
    type.tier === 'standard' ? '' : type.tier,
    type.latency === 'optimized' ? 'optimized' : '',
    type.context === 'long' ? 'long' : '',
    type.variant === 'custom' ? 'custom' : '',
    type.dimension === 'cache_write_tokens' ? lifetimeOf(type.cacheTtl) : '',
  ];
  return [type.dimension, ...words.filter((word) => word !== '')].join(' ');
}

/** A write that names no lifetime has the usual one. */
function lifetimeOf(ttl: string | null): string {
  return ttl === null || ttl === 'unknown' || ttl === '5m' ? '' : ttl;
}

const NOTHING = { quantity: 0n, costAttoUsd: 0n, listAttoUsd: 0n };

type Place = Omit<BilledUsage, keyof typeof NOTHING>;

function placeOf({ day, account, region, kind, model, usage, usageType }: BillLine): Place {
  const isRead = usage !== null && model !== null;
  const words = isRead ? rateWords(usage) : usageType;
  return { day, account, region, model: model ?? '', usage: words, kind, isRead };
}

/** Sums lines that are alike: a bill by the hour and resource has a hundred where one will do. */
export class BillSums {
  readonly #sums = new Map<string, BilledUsage>();

  add(line: BillLine): void {
    const place = placeOf(line);
    const { day, account, region, model, usage, kind } = place;
    const key = JSON.stringify([day, account, region, model, usage, kind]);
    const { quantity, costAttoUsd, listAttoUsd } = this.#sums.get(key) ?? NOTHING;
    this.#sums.set(key, {
      ...place,
      quantity: quantity + line.quantity,
      costAttoUsd: costAttoUsd + line.costAttoUsd,
      listAttoUsd: listAttoUsd + (line.listAttoUsd ?? line.costAttoUsd),
    });
  }

  /** In the order of their first line. */
  get lines(): readonly BilledUsage[] {
    return [...this.#sums.values()];
  }
}
