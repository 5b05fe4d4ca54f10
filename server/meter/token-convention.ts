/** How token counts are to be read: whether input holds the cache, and when context is long. */
import type { TokenCounts } from '../record/invocation.ts';
import type { ModelTraits } from './model-traits.ts';

/**
 * Input tokens that neither came from the cache nor went into it.
 *
 * The same family has been seen to count both ways: an input smaller than its cached tokens cannot
 * hold them.
 */
export function freshInputTokens(tokens: TokenCounts, traits: ModelTraits): number {
  const input = tokens.input ?? 0;
  const cached = cachedTokens(tokens);
  return traits.countsCacheAsInput && cached > 0 && input >= cached ? input - cached : input;
}

function cachedTokens({ cacheRead, cacheWrite }: TokenCounts): number {
  return (cacheRead ?? 0) + (cacheWrite ?? 0);
}

/** The context tier of a call, by all tokens of its prompt: fresh, read from and put into cache. */
export function contextTier(tokens: TokenCounts, traits: ModelTraits): 'standard' | 'long' {
  const { longContextTokens } = traits;
  if (longContextTokens === null) return 'standard';
  const promptTokens = freshInputTokens(tokens, traits) + cachedTokens(tokens);
  return promptTokens > longContextTokens ? 'long' : 'standard';
}
