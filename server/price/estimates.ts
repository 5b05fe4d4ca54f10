/** Ratios that stand in for a missing row: flagged as an estimate, never stored as a price. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import type { UsageType } from '../meter/usage.ts';

/** What a missing rate is worked out from: another rate, times a ratio. */
export interface Estimate {
  readonly instead: Partial<Pick<UsageType, 'tier' | 'dimension' | 'context' | 'cacheTtl'>>;
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly step: string;
}

type Ratio = readonly [numerator: bigint, denominator: bigint];

/** On every labelled row of the AWS page of July 2026, but for cents that were rounded. */
const TIER_RATIOS = new Map<UsageType['tier'], Ratio>([
  ['priority', [7n, 4n]],
  ['flex', [1n, 2n]],
  ['batch', [1n, 2n]],
]);

interface CacheRatios {
  readonly models: RegExp;
  readonly ratios: ReadonlyMap<string, Ratio>;
}

/** Of the input rate. Nova lists cache writes without any price: there is no ratio to take. */
const CACHE_RATIOS: readonly CacheRatios[] = [
  {
    models: /^anthropic\./,
    ratios: new Map([
      ['read', [1n, 10n]],
      ['5m', [5n, 4n]],
      ['1h', [2n, 1n]],
    ]),
  },
  { models: /^amazon\.nova-/, ratios: new Map([['read', [1n, 4n]]]) },
];

/** OpenAI models charge more past 272,000 tokens of prompt; for these no exact row was found. */
const LONG_RATIO_MODELS = /^openai\.gpt-5\.[45]$/;

/** Tells whether long prompts cost more by a known ratio, though the book has no long row. */
export function hasLongRatio(model: string): boolean {
  return LONG_RATIO_MODELS.test(model);
}

/**
 * The estimates that may stand in for a usage type, best first.
 *
 * @param type context must be what the look-up asks for: `long` only where it costs more.
 * @returns empty where nothing is known about such ratios. Never throws.
 */
export function estimatesFor(type: UsageType): readonly Estimate[] {
  const singles = [tierEstimate(type), cacheEstimate(type), longEstimate(type)];
  const found = singles.filter((estimate) => estimate !== null);
  const pairs = found.flatMap((first, index) => {
    return found.slice(index + 1).map((second) => bothOf(first, second));
  });
  return [...found, ...pairs];
}

function tierEstimate(type: UsageType): Estimate | null {
  const ratio = TIER_RATIOS.get(type.tier);
  if (!ratio) return null;
  const step = `There is no ${type.tier} rate: the standard rate times ${textOf(ratio)}.`;
  return { instead: { tier: 'standard' }, numerator: ratio[0], denominator: ratio[1], step };
}

function cacheEstimate(type: UsageType): Estimate | null {
  const kind = cacheKind(type);
  if (kind === null) return null;
  const ratio = CACHE_RATIOS.find(({ models }) => models.test(type.model))?.ratios.get(kind);
  if (!ratio) return null;
  const what = kind === 'read' ? 'cache read' : `${kind} cache write`;
  const step = `There is no ${what} rate: the input rate times ${textOf(ratio)}.`;
  const dimension: UsageDimension = 'input_tokens';
  const instead = { dimension, cacheTtl: null };
  return { instead, numerator: ratio[0], denominator: ratio[1], step };
}

function cacheKind(type: UsageType): string | null {
  if (type.dimension === 'cache_read_tokens') return 'read';
  if (type.dimension !== 'cache_write_tokens') return null;
  return type.cacheTtl === null || type.cacheTtl === 'unknown' ? '5m' : type.cacheTtl;
}

function longEstimate(type: UsageType): Estimate | null {
  if (type.context !== 'long' || !hasLongRatio(type.model)) return null;
  const ratio: Ratio = type.dimension === 'output_tokens' ? [3n, 2n] : [2n, 1n];
  const step = `There is no long-context rate: the standard rate times ${textOf(ratio)}.`;
  const context = 'standard' as const;
  return { instead: { context }, numerator: ratio[0], denominator: ratio[1], step };
}

function bothOf(first: Estimate, second: Estimate): Estimate {
  return {
    instead: { ...first.instead, ...second.instead },
    numerator: first.numerator * second.numerator,
    denominator: first.denominator * second.denominator,
    step: `${first.step} ${second.step}`,
  };
}

function textOf([numerator, denominator]: Ratio): string {
  return String(Number(numerator) / Number(denominator));
}
