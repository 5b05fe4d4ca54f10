/** Reads usage types of price lists and bills: those that were met, and those that mislead. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBillingUsageType } from '../../server/price/billing-usage-type.ts';
import { USUAL_AXES } from '../../server/price/billing-usage.ts';
import { modelIdOfBillingName } from '../../server/price/model-names.ts';
import { BILLING_VECTORS } from './billing-vectors.ts';

function wordsOf(usageType: string): string | null {
  const usage = parseBillingUsageType(usageType);
  if (!usage) return null;
  const { dimension, tier, routing, latency, context, variant, api, cacheTtl, match } = usage;
  const usual: readonly string[] = Object.values(USUAL_AXES).map(String);
  const axes = [tier, routing, latency, context, variant, api].filter((axis) => {
    return !usual.includes(axis);
  });
  return [dimension, ...axes, cacheTtl ?? '', match].filter((word) => word !== '').join(' ');
}

describe('parseBillingUsageType', () => {
  test('knows all eighty-two that were met', () => {
    expect(BILLING_VECTORS).toHaveLength(82);
  });

  test.each(BILLING_VECTORS)('reads %s', (usageType, words) => {
    expect(wordsOf(usageType)).toBe(words);
  });

  test.each([
    ['a Region of two parts', 'UGW1-NovaPro-input-tokens', 'input_tokens'],
    ['no Region', 'NovaPro-input-tokens', 'input_tokens'],
    [
      'axes in another order',
      'EU-NovaPro-input-tokens-cross-region-global-flex',
      'input_tokens flex global',
    ],
    [
      'a lifetime inside',
      'EU-MP:EU_CacheWrite1hInputTokenCount_Batch-Units',
      'cache_write_tokens batch 1h',
    ],
    [
      'half an hour of cache',
      'EU-MP:EU_cache_write_tokens_30m_standard-Units',
      'cache_write_tokens 30m',
    ],
  ])('reads %s', (_, usageType, words) => {
    expect(wordsOf(usageType)).toBe(words);
  });

  test.each([
    ['nothing', ''],
    ['a count of a kind to come', 'USE1-MP:USE1_CacheSkipInputTokenCount-Units'],
    ['a policy to come', 'USE1-Guardrail-TomorrowPolicyUnitsConsumed'],
    ['two tiers', 'USE1-NovaPro-input-tokens-flex-batch'],
    ['two lifetimes', 'USE1-MP:USE1_cache_write_tokens_1h_30m_standard-Units'],
    ['a commitment to come', 'USE1-NovaPro-ProvisionedThroughput-9month-ModelUnits'],
    ['another service', 'USE1-BoxUsage:m5.large'],
  ])('does not guess at %s', (_, usageType) => {
    expect(parseBillingUsageType(usageType)).toBeNull();
  });

  test('takes any text, and gives the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseBillingUsageType(text)).toEqual(parseBillingUsageType(text));
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('modelIdOfBillingName', () => {
  test.each([
    ['NovaMicro', 'amazon.nova-micro'],
    ['Nova2.0Lite', 'amazon.nova-2-lite'],
    ['TitanEmbeddingsG1-Image', 'amazon.titan-embed-image-v1'],
    ['Llama3-1-70B', 'meta.llama3-1-70b-instruct'],
    ['Claude4.6Sonnet', 'anthropic.claude-sonnet-4-6'],
    ['Claude Sonnet 4.6 (Amazon Bedrock Edition)', 'anthropic.claude-sonnet-4-6'],
    ['Claude4Sonnet', 'anthropic.claude-sonnet-4-20250514'],
    ['anthropic.claude-sonnet-4-5', 'anthropic.claude-sonnet-4-5-20250929'],
    ['Claude 3.5 Sonnet (Amazon Bedrock Edition)', 'anthropic.claude-3-5-sonnet-20240620'],
    ['Claude 3.5 Sonnet v2 (Amazon Bedrock Edition)', 'anthropic.claude-3-5-sonnet-20241022'],
    ['Command R+', 'cohere.command-r-plus'],
    ['Command R', 'cohere.command-r'],
    ['zai.glm5', 'zai.glm-5'],
    ['stable_image_core', 'stability.stable-image-core'],
    ['Claude (100K) (Amazon Bedrock Edition)', null],
    ['Claude 9', null],
  ])('finds %s', (name, id) => {
    expect(modelIdOfBillingName(name)).toBe(id);
  });
});
