/** One price as a book holds it, and how its text becomes an exact integer. */
import { quantityScaleOf, type UsageDimension } from '../../shared/usage-dimension.ts';
import { parseDecimal } from '../../shared/money.ts';
import type { UsageType } from '../meter/usage.ts';

/** Where a price was read, and when. */
export interface PriceSource {
  /** Short stable word, such as `page`; `override` for the user's own file. */
  readonly key: string;
  readonly label: string;
  /** Date of the source, YYYY-MM-DD; '' for the user's own file. */
  readonly date: string;
}

export type PricedPer = 1 | 1000 | 1_000_000;

/** The axes by which a row is found; each row stands for one value of each. */
export interface RateAxes {
  /** Base model id, or `*` where the price does not depend on the model. */
  readonly model: string;
  readonly dimension: UsageDimension;
  /** Region that is called, or `*`. */
  readonly region: string;
  readonly api: 'any' | 'runtime' | 'mantle';
  readonly routing: UsageType['routing'];
  readonly tier: UsageType['tier'];
  readonly latency: UsageType['latency'];
  readonly context: UsageType['context'];
  readonly variant: UsageType['variant'];
  readonly cacheTtl: '5m' | '30m' | '1h' | null;
}

export interface PriceRow extends RateAxes {
  /** The same for the same price in every release: source, axes, class and first day. */
  readonly id: string;
  readonly source: PriceSource;
  /** What `detail` of the usage must say; `maxSide` n asks for a side of at most n pixels. */
  readonly match: ReadonlyMap<string, string>;
  /** US dollars as the source writes them, for `per` units. */
  readonly usd: string;
  readonly per: PricedPer;
  /** Pico-dollars for 1,000,000 of the integers that usage lines count. */
  readonly picoUsdPerMillion: bigint;
  /** In force over [effectiveFromMs, effectiveToMs), epoch ms; null while there is no end. */
  readonly effectiveFromMs: number;
  readonly effectiveToMs: number | null;
  /** What a reader should know about this row; '' for nothing. */
  readonly note: string;
}

export const PRICE_DIGITS = 18;

/**
 * Reads a price into pico-dollars per million counted units, so that quantity times rate is the
 * cost in atto-dollars without rounding.
 *
 * @param usd plain decimal US dollars, such as `0.0000350`.
 * @param per how many units of the dimension cost that much: tokens, images, seconds, hours.
 * @returns null when the text is no decimal, is negative, or is too fine to be held exactly.
 *   Never throws.
 * @example parseRate('3.30', 1_000_000, 'input_tokens') // 3_300_000_000_000n
 * @example parseRate('0.08', 1, 'output_video_seconds') // 80_000_000_000_000n: counted in ms
 */
export function parseRate(usd: string, per: PricedPer, dimension: UsageDimension): bigint | null {
  const attoUsd = parseDecimal(usd, PRICE_DIGITS);
  if (attoUsd === null || attoUsd < 0n) return null;
  const units = BigInt(per) * BigInt(quantityScaleOf(dimension));
  return attoUsd % units === 0n ? attoUsd / units : null;
}

/** Charges that no tier, latency or routing of a call changes; the meter may set those freely. */
const FLAT_DIMENSIONS: ReadonlySet<UsageDimension> = new Set<UsageDimension>([
  'guardrail_text_units',
  'guardrail_images',
  'grounding_requests',
  'model_unit_hours',
  'reserved_input_1k_tpm_hours',
  'reserved_output_1k_tpm_hours',
  'custom_model_unit_minutes',
  'training_tokens',
  'training_hours',
  'training_images',
  'model_storage_months',
  'custom_model_unit_storage_months',
  'node_transitions',
  'kb_retrievals',
  'kb_agentic_retrievals',
  'kb_storage_gb_months',
  'evaluation_tasks',
  'data_automation_images',
]);

/** Tells whether the dimension is a charge of its own and not a part of what one call consumes. */
export function isFlatDimension(dimension: UsageDimension): boolean {
  return FLAT_DIMENSIONS.has(dimension);
}

/**
 * The text under which a book indexes its rows; axes that cannot matter are left out of it.
 *
 * @returns equal texts for axes that must find the same price. Never throws.
 */
export function rateKey(axes: RateAxes): string {
  const { model, dimension, region } = axes;
  if (isFlatDimension(dimension)) {
    const routing = dimension.startsWith('reserved_') ? axes.routing : '';
    return `${model}|${dimension}|${region}|${routing}`;
  }
  const { api, routing, tier, latency, context, variant, cacheTtl } = axes;
  const ttl = dimension === 'cache_write_tokens' ? (cacheTtl ?? '') : '';
  return [model, dimension, region, api, routing, tier, latency, context, variant, ttl].join('|');
}
