/** How model families count tokens: whether input holds the cache, and when context is long. */
import type { TokenCounts } from '../record/invocation.ts';

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

function countsCacheAsInput(model: string): boolean {
  return INCLUSIVE_FAMILIES.some((family) => family.test(model));
}

/**
 * Input tokens that neither came from the cache nor went into it.
 *
 * @param model base model id. The same family has been seen to count both ways: an input smaller
 *   than its cached tokens cannot hold them.
 */
export function freshInputTokens(tokens: TokenCounts, model: string): number {
  const input = tokens.input ?? 0;
  const cached = (tokens.cacheRead ?? 0) + (tokens.cacheWrite ?? 0);
  return cached > 0 && input >= cached && countsCacheAsInput(model) ? input - cached : input;
}

/** All tokens of the prompt: fresh, read from the cache and written to it. */
export function promptTokens(tokens: TokenCounts, model: string): number {
  const cached = (tokens.cacheRead ?? 0) + (tokens.cacheWrite ?? 0);
  return freshInputTokens(tokens, model) + cached;
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
