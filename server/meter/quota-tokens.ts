/** What usage takes from a quota of tokens, which is not what it is billed for. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import { burnDownOf } from './burn-down.ts';
import type { UsageType } from './usage.ts';

/** Tokens read from the cache take nothing; those written to it do. */
const READ: ReadonlySet<UsageDimension> = new Set([
  'input_tokens',
  'cache_write_tokens',
  'input_image_tokens',
  'input_audio_tokens',
]);
const WRITTEN: ReadonlySet<UsageDimension> = new Set([
  'output_tokens',
  'output_image_tokens',
  'output_audio_tokens',
]);

/**
 * Tells whether calls of this kind take from the quotas of on-demand inference: batches, reserved
 * and provisioned capacity and bedrock-mantle have limits of their own. Never throws.
 */
export function takesQuota({ api, tier, variant }: UsageType): boolean {
  if (api === 'mantle' || variant === 'provisioned') return false;
  return tier !== 'batch' && tier !== 'reserved';
}

/**
 * Tokens of the quota for so many billed units.
 *
 * @returns 0 for what is no token, and for calls that take from another quota. Never throws.
 */
export function quotaTokensOf(type: UsageType, quantity: number, atMs: number): number {
  if (!takesQuota(type)) return 0;
  if (READ.has(type.dimension)) return quantity;
  return WRITTEN.has(type.dimension) ? quantity * burnDownOf(type.model, atMs).rate : 0;
}
