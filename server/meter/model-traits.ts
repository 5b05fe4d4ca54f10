/** What the meter must know of a model: by what it is billed, and how its family counts tokens. */
import { remember } from '../../shared/remember.ts';

/**
 * - `tokens`: what the record counts, and media where its shape tells of some.
 * - `images`, `video`: what was made; token counts of such calls mean nothing on the bill.
 * - `queries`: a rerank call, whatever tokens it had.
 * - `embeddings`: tokens of text, pictures, pages, seconds.
 * - `inputs`: embeddings too, but a text is one request, however long.
 */
export type Billing = 'tokens' | 'images' | 'video' | 'queries' | 'embeddings' | 'inputs';

export interface ModelTraits {
  readonly billing: Billing;
  /** True where the count of input tokens may hold cached ones, against the API's contract. */
  readonly countsCacheAsInput: boolean;
  /** Above so many tokens of prompt the whole call is of long context; null for no such rate. */
  readonly longContextTokens: number | null;
  /** The one lifetime that cache writes of this family can have; null where there are several. */
  readonly onlyCacheTtl: '5m' | '30m' | null;
  /** True where seconds of video are billed that no record tells. */
  readonly readsVideo: boolean;
}

const BILLINGS: readonly (readonly [RegExp, Billing])[] = [
  [/\brerank\b/, 'queries'],
  [/^twelvelabs\.marengo/, 'inputs'],
  [/\bembed/, 'embeddings'],
  [/^amazon\.(titan-image|nova-canvas)|^stability\./, 'images'],
  [/^amazon\.nova-reel|^luma\./, 'video'],
];

/**
 * Families whose `inputTokenCount` holds cached tokens on Converse.
 *
 * @source measured by users of OpenAI models on Bedrock: in=8369 with cacheWrite=8367.
 */
const INCLUSIVE_FAMILIES = [/^openai\./] as const;

/** Families with a rate for long context; all others have one rate whatever the length. */
const LONG_CONTEXTS: readonly (readonly [RegExp, number])[] = [
  [/^anthropic\.claude-sonnet-4-(5-)?\d{8}$/, 200_000],
  [/^openai\.gpt-5\.[456]/, 272_000],
];

/** Lifetimes are chosen by the caller from Claude 4.5 on; these families have one each. */
const ONLY_CACHE_TTLS: readonly (readonly [RegExp, '5m' | '30m'])[] = [
  [/^amazon\.nova/, '5m'],
  [/^openai\.gpt-5\.6/, '30m'],
];

/** Pegasus answers in tokens on video that it bills by the second. */
const VIDEO_READERS = /^twelvelabs\.pegasus/;

/** Models of a large account, with ARNs that hide theirs. */
const MODELS_MAX = 5_000;

/**
 * The traits of a model.
 *
 * @param model base model id; an ARN that hides it is billed by what its records count.
 */
export const traitsOf = remember(MODELS_MAX, (model): ModelTraits => ({
  billing: model.startsWith('arn:') ? 'tokens' : billingOf(model),
  countsCacheAsInput: INCLUSIVE_FAMILIES.some((family) => family.test(model)),
  onlyCacheTtl: ONLY_CACHE_TTLS.find(([family]) => family.test(model))?.[1] ?? null,
  readsVideo: VIDEO_READERS.test(model),
  longContextTokens: LONG_CONTEXTS.find(([family]) => family.test(model))?.[1] ?? null,
}));

function billingOf(model: string): Billing {
  return BILLINGS.find(([pattern]) => pattern.test(model))?.[1] ?? 'tokens';
}
