/** The order in which a book is searched for a usage: exact first, then ever weaker answers. */
import type { UsageType } from '../meter/usage.ts';
import { estimatesFor, hasLongRatio, type Estimate } from './estimates.ts';
import { isFlatDimension, rateKey, type RateAxes } from './price-row.ts';

export type RateQuality = 'exact' | 'fallback' | 'estimate';

/** One key to look under; what it means when a row is found there, outcomeOf tells. */
export interface Attempt {
  readonly key: string;
  readonly asked: UsageType;
  readonly place: Place;
  /** Steps that lead to this key before the place is chosen. */
  readonly steps: readonly string[];
  readonly estimate: Estimate | null;
}

/** Where an attempt looks; Region `*` holds for any Region, so that it may be of another one. */
export type Place = Pick<RateAxes, 'model' | 'region' | 'api' | 'routing'>;

export interface Outcome {
  readonly quality: RateQuality;
  readonly steps: readonly string[];
}

export interface LookupPlan {
  /** Rows as they are listed. */
  readonly listed: readonly Attempt[];
  /** Rows that a ratio is put on; only worked out when nothing listed is found. */
  readonly estimated: () => readonly Attempt[];
}

export interface ModelFacts {
  /** Other names of the model, best first; empty when it has none. */
  readonly aliases: readonly string[];
  /** Whether any long-context rate of the model is known. */
  readonly hasLongRows: boolean;
}

/**
 * Tells what a row found by an attempt is worth, and by which steps it was reached.
 *
 * @returns no steps for a row that lists the very usage. Never throws.
 */
export function outcomeOf({ asked, place, steps, estimate }: Attempt): Outcome {
  const taken = [...steps, ...placeSteps(asked, place)];
  return { quality: estimate === null ? qualityOf(taken) : 'estimate', steps: taken };
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
    const steps = [...context.steps, ...lifetime.steps];
    return attemptsFor({ asked: lifetime.type, facts, steps, estimate: null });
  });
  return { listed, estimated: () => estimatedAttempts(asked, facts, context.steps) };
}

function estimatedAttempts(
  asked: UsageType,
  facts: ModelFacts,
  known: readonly string[],
): readonly Attempt[] {
  return estimatesFor(asked).flatMap((estimate) => {
    const replaced: UsageType = { ...asked, ...estimate.instead };
    return lifetimesOf(replaced).flatMap((lifetime) => {
      const steps = [...known, ...lifetime.steps, estimate.step];
      return attemptsFor({ asked: lifetime.type, facts, steps, estimate });
    });
  });
}

interface Variation {
  readonly asked: UsageType;
  readonly facts: ModelFacts;
  readonly steps: readonly string[];
  readonly estimate: Estimate | null;
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
  const named = [asked.model, ...facts.aliases];
  // What one call consumes has a price only by model; other charges may be the same for all.
  const models = isFlatDimension(asked.dimension) ? [...named, '*'] : named;
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

function attempt({ asked, steps, estimate }: Variation, place: Place): Attempt {
  const { model, region, api, routing } = place;
  const { dimension, tier, latency, context, variant } = asked;
  // The guarantee: lifetimesOf has replaced `unknown`.
  const cacheTtl = asked.cacheTtl as RateAxes['cacheTtl'];
  const axes = {
    model,
    region,
    api,
    routing,
    dimension,
    tier,
    latency,
    context,
    variant,
    cacheTtl,
  };
  return { key: rateKey(axes), asked, place, steps, estimate };
}

const GEO_AS_REGIONAL = 'AWS lists one rate for geo and in-Region calls.';
const ANY_API = 'There is no rate for the mantle API: the rate for any API.';
const REGIONLESS =
  'There is no rate for this Region: one of a source that does not tell Regions apart.';
const FALLBACK_STEPS: ReadonlySet<string> = new Set([NO_LONG_RATE, ANY_API, REGIONLESS]);

function placeSteps(asked: UsageType, place: Place): readonly string[] {
  const steps: string[] = [];
  if (asked.routing !== place.routing) steps.push(GEO_AS_REGIONAL);
  // Calls of the runtime API are what a rate for any API was read for; mantle has other ones.
  if (asked.api === 'mantle' && place.api === 'any') steps.push(ANY_API);
  if (place.region === '*') steps.push(REGIONLESS);
  return steps;
}

function qualityOf(steps: readonly string[]): RateQuality {
  if (steps.some((step) => step.startsWith(UNTOLD_LIFETIME))) return 'estimate';
  return steps.some((step) => FALLBACK_STEPS.has(step)) ? 'fallback' : 'exact';
}
