/** Tokens that a call is billed for: fresh, written, and read from and put into the cache. */
import type { TokenCounts } from '../record/invocation.ts';
import type { Amount } from './amount.ts';
import type { ModelTraits } from './model-traits.ts';
import { freshInputTokens } from './token-convention.ts';

/**
 * @param traits tell how the model's family counts.
 * @returns in the order of usage types, which spares sorting; [] when the record tells no
 *   count; counts of 0 are told.
 */
export function tokenAmounts(tokens: TokenCounts, traits: ModelTraits): readonly Amount[] {
  const { input, output, cacheRead, cacheWrite } = tokens;
  if ((input ?? output ?? cacheRead ?? cacheWrite) === null) return [];
  const amounts: Amount[] = [];
  if (cacheRead) amounts.push({ dimension: 'cache_read_tokens', quantity: cacheRead });
  if (cacheWrite) amounts.push(...cacheWrites(tokens, cacheWrite, traits));
  const fresh = freshInputTokens(tokens, traits);
  amounts.push({ dimension: 'input_tokens', quantity: fresh });
  amounts.push({ dimension: 'output_tokens', quantity: output ?? 0 });
  return amounts;
}

/** Splits cache writes by lifetime; what neither body nor family tells stays `unknown`. */
function cacheWrites(
  tokens: TokenCounts,
  total: number,
  { onlyCacheTtl }: ModelTraits,
): readonly Amount[] {
  const short = Math.min(tokens.cacheWrite5m ?? 0, total);
  const long = Math.min(tokens.cacheWrite1h ?? 0, total - short);
  const rest = total - short - long;
  const dimension = 'cache_write_tokens' as const;
  if (rest === total) return [{ dimension, cacheTtl: onlyCacheTtl ?? 'unknown', quantity: total }];
  return [
    { dimension, cacheTtl: '1h', quantity: long },
    { dimension, cacheTtl: '5m', quantity: short },
    { dimension, cacheTtl: 'unknown', quantity: rest },
  ];
}
