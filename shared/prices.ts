/** The price book as the page reads it: its layers, rates with their history, and what is open. */
import type { ComparisonReply } from './comparison-contract.ts';

/** From the one that answers last to the one that answers first. */
export const PRICE_LAYERS = ['bundled', 'priceList', 'own'] as const;
export type PriceLayerName = (typeof PRICE_LAYERS)[number];

export interface PriceLayerStatus {
  readonly layer: PriceLayerName;
  readonly rates: number;
  readonly models: number;
  /** When it was read or published, UTC ISO or YYYY-MM-DD; null for none. */
  readonly date: string | null;
  /** Entries of the AWS price list that could not be read. */
  readonly refused: number;
}

export interface PricedModel {
  readonly model: string;
  /** As people call it; the id where no name is known. */
  readonly name: string;
  readonly rates: number;
  readonly regions: number;
  readonly layers: readonly PriceLayerName[];
  /** Rates that followed an earlier one of the same usage. */
  readonly changes: number;
}

/** Reply of `GET /api/v1/prices`. */
export interface PricesReply {
  /** Names the book in reports. */
  readonly version: string;
  readonly layers: readonly PriceLayerStatus[];
  readonly sources: readonly {
    readonly label: string;
    readonly date: string;
    readonly rates: number;
  }[];
  readonly models: readonly PricedModel[];
  readonly discounts: number;
}

/** What a rate is for: the axes that are not usual are words in `kind`. */
export interface RateUse {
  readonly model: string;
  readonly dimension: string;
  readonly region: string;
  readonly kind: string;
}

/** One row of the book. */
export interface ShownRate extends RateUse {
  readonly layer: PriceLayerName;
  /** US dollars for `per` units, as the source writes them. */
  readonly usd: string;
  readonly per: number;
  readonly source: string;
  readonly sourceDate: string;
  /** In force over [from, to), UTC ISO; null for no such end. */
  readonly from: string | null;
  readonly to: string | null;
  readonly note: string;
}

/** Reply of `GET /api/v1/prices/rates?model=..&region=..&dimension=..`. */
export interface RatesReply {
  /** At most 500; rates of one usage follow each other in time. */
  readonly rates: readonly ShownRate[];
  readonly total: number;
}

/** One usage whose rate is another one on the other side. */
export interface RateDifference extends RateUse {
  readonly per: number;
  /** US dollars for `per` units; null where that side has no rate. */
  readonly before: string | null;
  readonly after: string | null;
  /** After over before in percent, one decimal; null where one is missing or zero. */
  readonly percent: number | null;
}

/** Reply of `GET /api/v1/prices/diff`: two layers, or two days of the book. */
export interface PriceDiffReply {
  /** At most 500, the furthest apart first. */
  readonly differences: readonly RateDifference[];
  readonly total: number;
  /** What that makes for the usage of the window; null where two days are compared. */
  readonly cost: ComparisonReply | null;
}

/** A rate of something in use that another one follows. */
export interface RateChange extends RateUse {
  readonly at: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface CheckedUsage extends RateUse {
  readonly quantity: number;
  readonly invocations: number;
}

/** Reply of `GET /api/v1/prices/check?from=..&to=..`; also what `outcrop prices check` tells. */
export interface PriceCheckReply {
  readonly unpriced: readonly CheckedUsage[];
  readonly inexact: readonly (CheckedUsage & {
    readonly quality: string;
    readonly rate: string;
    readonly source: string;
    readonly steps: readonly string[];
    readonly cost: string;
  })[];
  readonly odd: readonly (RateUse & {
    readonly rate: string;
    readonly source: string;
    readonly bundled: string;
    readonly cost: string;
  })[];
  /** To come within 30 days, the soonest first. */
  readonly changing: readonly RateChange[];
  /** Within the window, the earliest first. */
  readonly changed: readonly RateChange[];
  readonly own: readonly (RateUse & {
    readonly usd: string;
    readonly per: number;
    readonly list: string | null;
    readonly percentOfList: number | null;
  })[];
}
