/** The one rule by which a Bedrock model id becomes the base id that usage and prices share. */

const ROUTING_OF_PREFIX = new Map<string, 'geo' | 'global'>([
  ['us', 'geo'],
  ['eu', 'geo'],
  ['apac', 'geo'],
  ['jp', 'geo'],
  ['au', 'geo'],
  ['ca', 'geo'],
  ['in', 'geo'],
  ['us-gov', 'geo'],
  ['global', 'global'],
]);

/**
 * Families where `-vN` is the generation: `titan-embed-text-v1` and `-v2` are different models
 * with different prices. Elsewhere the number is a revision, or a date before it tells more.
 */
const NUMBERED_FAMILIES: ReadonlySet<string> = new Set([
  'amazon.titan-embed-image',
  'amazon.titan-embed-text',
  'amazon.titan-image-generator',
  'anthropic.claude',
  'anthropic.claude-instant',
  'cohere.embed',
  'cohere.embed-english',
  'cohere.embed-multilingual',
  'luma.ray',
  'nvidia.nemotron-nano-12b',
  'nvidia.nemotron-nano-9b',
  'stability.stable-diffusion-xl',
]);

/** Ids that the rule would get wrong: a minor number that is a model, a revision without `v`. */
const BASE_OF = new Map([
  ['anthropic.claude-v2:1', 'anthropic.claude-v2:1'], // Claude 2.1, not a revision of Claude 2.0.
  ['openai.gpt-oss-120b-1:0', 'openai.gpt-oss-120b'],
  ['openai.gpt-oss-20b-1:0', 'openai.gpt-oss-20b'],
]);

/**
 * Strips the geo prefix, the context size and the revision from a model or profile id.
 *
 * @param modelId bare id or system profile id, such as `us.amazon.nova-lite-v1:0`; no ARN.
 * @returns an id that no two different models share; an unknown form comes back as it is, but for
 *   prefix and revision. Never throws.
 * @example baseModelId('eu.anthropic.claude-sonnet-4-5-20250929-v1:0')
 *   // 'anthropic.claude-sonnet-4-5-20250929'
 */
export function baseModelId(modelId: string): string {
  const { bareId } = splitPrefix(modelId);
  const sized = bareId.replace(/(:\d+):(?:\d+k?|mm)$/, '$1'); // Provisioned: context, multimodal.
  const known = BASE_OF.get(sized);
  if (known !== undefined) return known;
  const numbered = sized.replace(/:\d+$/, '');
  const family = numbered.replace(/-v\d+$/, '');
  return NUMBERED_FAMILIES.has(family) ? numbered : family;
}

/**
 * Tells how a model id routes: `global.` and geo prefixes name inference profiles.
 *
 * @returns 'regional' for a bare id. Never throws.
 */
export function routingOfModelId(modelId: string): 'regional' | 'geo' | 'global' {
  return splitPrefix(modelId).routing;
}

function splitPrefix(modelId: string): {
  readonly routing: 'regional' | 'geo' | 'global';
  readonly bareId: string;
} {
  const dot = modelId.indexOf('.');
  const routing = dot < 0 ? undefined : ROUTING_OF_PREFIX.get(modelId.slice(0, dot));
  if (routing === undefined) return { routing: 'regional', bareId: modelId };
  return { routing, bareId: modelId.slice(dot + 1) };
}

/** Maker of a model: the part of its id before the first dot; null for an ARN and other names. */
export function makerOf(model: string): string | null {
  const dot = model.indexOf('.');
  return dot > 0 && !model.startsWith('arn:') ? model.slice(0, dot) : null;
}
