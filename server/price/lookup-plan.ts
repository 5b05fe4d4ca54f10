/** The order in which a book is searched for a usage type: exact first, then ever weaker answers. */
import type { UsageType } from '../meter/usage.ts';
import { estimatesFor, hasLongRatio, type Estimate } from './estimates.ts';
import { rateKey, type RateAxes } from './price-row.ts';

export type RateQuality = 'exact' | 'fallback' | 'estimate';

/** One key to look under, and what it means when a row is found there. */
export interface Attempt {
  readonly key: string;
  /** True when the row holds for any Region, so that it may be of another one. */
  readonly anyRegion: boolean;
  readonly quality: RateQuality;
  readonly steps: readonly string[];
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export interface LookupPlan {
  /** Rows as they are listed. */
  readonly listed: readonly Attempt[];
  /** Rows that a ratio is put on; only when nothing listed is found. */
  readonly estimated: readonly Attempt[];
}

export interface ModelFacts {
  /** Other names of the model, best first; empty when it has none. */
  readonly aliases: readonly string[];
  /** Whether any long-context rate of the model is known. */
  readonly hasLongRows: boolean;
}

/**
 * Lists where to look for a rate, best first: the usage as it is; geo as regional; the API-less
 * row; the Region-less row; and only then ratios on another rate.
 *
 * @returns plans with unique keys a list. Never throws.
 */
export function lookupPlan(type: UsageType, facts: ModelFacts): LookupPlan {
  const context = contextOf(type, facts);
  const asked: UsageType = { ...type, context: context.context };
  const listed = lifetimesOf(asked).flatMap((lifetime) => {
    return attemptsFor({
      asked: lifetime.type,
      facts,
      steps: [...context.steps, ...lifetime.steps],
    });
  });
  const estimated = estimatesFor(asked).flatMap((estimate) => {
    const replaced: UsageType = { ...asked, ...estimate.instead };
    return lifetimesOf(replaced).flatMap((lifetime) => {
      const steps = [...context.steps, ...lifetime.steps, estimate.step];
      return attemptsFor({ asked: lifetime.type, facts, steps, estimate });
    });
  });
  return { listed, estimated };
}

interface Variation {
  readonly asked: UsageType;
  readonly facts: ModelFacts;
  readonly steps: readonly string[];
  readonly estimate?: Estimate;
}

function contextOf(
  type: UsageType,
  facts: ModelFacts,
): { readonly context: UsageType['context']; readonly steps: readonly string[] } {
  if (type.context !== 'long') return { context: 'standard', steps: [] };
  if (facts.hasLongRows || hasLongRatio(type.model)) return { context: 'long', steps: [] };
  return { context: 'standard', steps: [NO_LONG_RATE] };
}

const NO_LONG_RATE = 'The model has no long-context rate: long prompts cost the standard rate.';

/** A cache write whose lifetime nobody tells is taken for the default one of the model. */
function lifetimesOf(
  type: UsageType,
): readonly { readonly type: UsageType; readonly steps: readonly string[] }[] {
  const isWrite = type.dimension === 'cache_write_tokens';
  if (!isWrite) return [{ type: { ...type, cacheTtl: null }, steps: [] }];
  if (type.cacheTtl !== 'unknown' && type.cacheTtl !== null) return [{ type, steps: [] }];
  return (['5m', '30m'] as const).map((cacheTtl) => ({
    type: { ...type, cacheTtl },
    steps: [`${UNTOLD_LIFETIME} ${cacheTtl}.`],
  }));
}

const UNTOLD_LIFETIME = 'The record does not tell how long the cache lives: taken as';

function attemptsFor(variation: Variation): readonly Attempt[] {
  const { asked, facts } = variation;
  const models = [asked.model, ...facts.aliases, '*'];
  return models.flatMap((model) => {
    return [asked.region, '*'].flatMap((region) => {
      return apisOf(asked).flatMap((api) => {
        return routingsOf(asked).map((routing) =>
          attempt(variation, { model, region, api, routing }),
        );
      });
    });
  });
}

function apisOf(type: UsageType): readonly RateAxes['api'][] {
  return [type.api, 'any'];
}

function routingsOf(type: UsageType): readonly UsageType['routing'][] {
  return type.routing === 'geo' ? ['geo', 'regional'] : [type.routing];
}

const REGIONLESS =
  'There is no rate for this Region: one of a source that does not tell Regions apart.';

type Place = Pick<RateAxes, 'model' | 'region' | 'api' | 'routing'>;

function attempt({ asked, steps, estimate }: Variation, place: Place): Attempt {
  const { dimension, tier, latency, context, variant } = asked;
  // The guarantee: lifetimesOf has replaced `unknown`.
  const cacheTtl = asked.cacheTtl as RateAxes['cacheTtl'];
  const axes = { ...place, dimension, tier, latency, context, variant, cacheTtl };
  const guessed = estimate !== undefined || steps.some((step) => step.startsWith(UNTOLD_LIFETIME));
  const anyRegion = place.region === '*';
  const shortened = steps.includes(NO_LONG_RATE);
  const otherApi = asked.api === 'mantle' && place.api === 'any';
  const taken = [...steps];
  if (asked.routing !== place.routing)
    taken.push('AWS lists one rate for geo and in-Region calls.');
  if (otherApi) taken.push('There is no rate for the mantle API: the rate for any API.');
  if (anyRegion) taken.push(REGIONLESS);
  return {
    key: rateKey(axes),
    anyRegion,
    quality: guessed ? 'estimate' : anyRegion || otherApi || shortened ? 'fallback' : 'exact',
    steps: taken,
    numerator: estimate?.numerator ?? 1n,
    denominator: estimate?.denominator ?? 1n,
  };
}
