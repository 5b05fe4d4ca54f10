/** How model families count tokens: whether input holds the cache, and when context is long. */

/**
 * Families whose `inputTokenCount` holds cached tokens on Converse, against the API's contract.
 *
 * @source measured by users of OpenAI models on Bedrock: in=8369 with cacheWrite=8367.
 */
const INCLUSIVE_FAMILIES = [/^openai\./] as const;

interface LongContext {
  readonly family: RegExp;
  /** Above this many tokens of prompt, cache included, the whole call has the long rate. */
  readonly promptTokens: number;
}

/** Families with a rate for long context; all others have one rate whatever the length. */
const LONG_CONTEXTS: readonly LongContext[] = [
  { family: /^anthropic\.claude-sonnet-4-(5-)?\d{8}$/, promptTokens: 200_000 },
  { family: /^openai\.gpt-5\.[456]/, promptTokens: 272_000 },
];

/**
 * Tells whether a family's input count holds what was read from and written to the cache.
 *
 * @param model base model id.
 */
export function countsCacheAsInput(model: string): boolean {
  return INCLUSIVE_FAMILIES.some((family) => family.test(model));
}

/**
 * The context tier of a call.
 *
 * @param promptTokens fresh, read and written tokens together.
 */
export function contextTier(model: string, promptTokens: number): 'standard' | 'long' {
  const rule = LONG_CONTEXTS.find(({ family }) => family.test(model));
  return rule && promptTokens > rule.promptTokens ? 'long' : 'standard';
}
