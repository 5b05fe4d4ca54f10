/** Tokens that a call is billed for: fresh, written, and read from and put into the cache. */
import type { TokenCounts } from '../record/invocation.ts';
import type { Amount } from './amount.ts';
import { freshInputTokens } from './token-convention.ts';

/**
 * @param model base model id, which tells how its family counts.
 * @returns [] when the record tells no count; counts of 0 are told.
 */
export function tokenAmounts(tokens: TokenCounts, model: string): readonly Amount[] {
  const { input, output, cacheRead, cacheWrite } = tokens;
  if ((input ?? output ?? cacheRead ?? cacheWrite) === null) return [];
  const amounts: Amount[] = [
    { dimension: 'input_tokens', quantity: freshInputTokens(tokens, model) },
    { dimension: 'output_tokens', quantity: output ?? 0 },
    { dimension: 'cache_read_tokens', quantity: cacheRead ?? 0 },
  ];
  return cacheWrite === null ? amounts : amounts.concat(cacheWrites(tokens, cacheWrite));
}

/** Splits cache writes by lifetime; what the body does not split stays `unknown`. */
function cacheWrites(tokens: TokenCounts, total: number): readonly Amount[] {
  const short = Math.min(tokens.cacheWrite5m ?? 0, total);
  const long = Math.min(tokens.cacheWrite1h ?? 0, total - short);
  const dimension = 'cache_write_tokens' as const;
  return [
    { dimension, cacheTtl: '5m', quantity: short },
    { dimension, cacheTtl: '1h', quantity: long },
    { dimension, cacheTtl: 'unknown', quantity: total - short - long },
  ];
}
