/** Reads AWS price lists: each way in which others have misread them, and what cannot be read. */
import { describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { readPriceList } from '../../server/price/price-list.ts';
import { classText } from '../../server/price/usage-class.ts';
import { formatDecimal } from '../../shared/money.ts';
import { offerOf, type Listing } from './offers.ts';

const MARKETPLACE = 'AmazonBedrockFoundationModels';
const SONNET_46 = { servicename: 'Claude Sonnet 4.6 (Amazon Bedrock Edition)' };

function read(listings: readonly Listing[], offer = 'AmazonBedrock') {
  return readPriceList(offerOf(offer, listings), bundledPriceBook());
}

/** What one listing becomes: its axes and dollars per million counted units, or the refusal. */
function one(listing: Listing, offer?: string): string {
  const { rows, refused } = read([listing], offer);
  const [row] = rows;
  if (!row) return `refused: ${refused[0]?.reason}`;
  const { model, dimension, region, api, routing, tier, latency, context, variant } = row;
  const axes = [api, routing, tier, latency, context, variant, row.cacheTtl ?? ''].filter(
    (axis) => {
      return !['', 'any', 'regional', 'standard', 'base'].includes(axis);
    },
  );
  const usd = formatDecimal(row.picoUsdPerMillion, 12);
  const words = [model, dimension, region, ...axes, classText(row.match), usd];
  return words.filter((word) => word !== '').join(' ');
}

describe('readPriceList', () => {
  test.each<[string, Listing, string]>([
    [
      'prices for a thousand tokens',
      { usagetype: 'USE1-NovaPro-input-tokens', usd: '0.0008000000', unit: '1K tokens' },
      'amazon.nova-pro input_tokens us-east-1 0.8',
    ],
    [
      'prices for one token',
      { usagetype: 'USE1-NovaPro-input-tokens', usd: '0.0000008000', unit: 'Tokens' },
      'amazon.nova-pro input_tokens us-east-1 0.8',
    ],
    [
      'the Region by its attribute and never by the prefix',
      { usagetype: 'APS3-NovaPro-input-tokens', usd: '0.0009600000', region: 'ap-south-1' },
      'amazon.nova-pro input_tokens ap-south-1 0.96',
    ],
    [
      'images by size and quality',
      { usagetype: 'USE1-NovaCanvas-T2I-2048-Premium', usd: '0.0800000000', unit: 'Units' },
      'amazon.nova-canvas output_images us-east-1 maxSide=2048 quality=premium 80000',
    ],
    [
      'hours of model units',
      {
        usagetype: 'USE1-NovaCanvas-ProvisionedThroughput-NoCommit-ModelUnits',
        usd: '60.5000000000',
        unit: 'ModelUnits',
      },
      // Hours are counted in thousandths: 60.5 dollars an hour are 0.0605 for each.
      'amazon.nova-canvas model_unit_hours us-east-1 provisioned commitment=none 60.5',
    ],
    [
      'guardrail units',
      {
        usagetype: 'USE1-Guardrail-ContentPolicyUnitsConsumed',
        usd: '0.0001500000',
        unit: 'TextUnit',
      },
      'guardrail guardrail_text_units us-east-1 policy=contentPolicyUnits 150',
    ],
  ])('reads %s', (_, listing, words) => {
    expect(one(listing)).toBe(words);
  });

  test.each<[string, Listing, string]>([
    [
      '1: the tier by service_tier',
      {
        usagetype: 'USE1-NovaPro-input-tokens',
        usd: '0.0004000000',
        attributes: { service_tier: 'flex' },
      },
      'amazon.nova-pro input_tokens us-east-1 flex 0.4',
    ],
    [
      '1: the tier by the last word of inferenceType',
      {
        usagetype: 'USE1-NovaPro-input-tokens',
        usd: '0.0014000000',
        attributes: { inferenceType: 'Input tokens priority' },
      },
      'amazon.nova-pro input_tokens us-east-1 priority 1.4',
    ],
    [
      '1: the tier by feature',
      {
        usagetype: 'USE1-NovaPro-input-tokens',
        usd: '0.0004000000',
        attributes: { feature: 'BatchInference' },
      },
      'amazon.nova-pro input_tokens us-east-1 batch 0.4',
    ],
    [
      '1: the tier by the usage type alone, against a plain inferenceType',
      {
        usagetype: 'USE1-Nova2.0Lite-output-tokens-cross-region-global-batch',
        usd: '0.0000012500',
        unit: 'Tokens',
        attributes: { inferenceType: 'Output tokens', feature: 'On-demand Inference' },
      },
      'amazon.nova-2-lite output_tokens us-east-1 global batch 1.25',
    ],
    [
      '3: a custom model apart from its base',
      { usagetype: 'USE1-Nova2.0Lite-input-tokens-custom-model', usd: '0.0003000000' },
      'amazon.nova-2-lite input_tokens us-east-1 custom 0.3',
    ],
    [
      '3: a custom image model apart from its base',
      {
        usagetype: 'USE1-TitanImageGeneratorG1-Custom-T2I-512-Standard',
        usd: '0.0180000000',
        unit: 'Units',
      },
      'amazon.titan-image-generator-v1 output_images us-east-1 custom maxSide=512 quality=standard 18000',
    ],
    [
      '4: an hour of cache by its third spelling',
      {
        usagetype: 'USE1-anthropic.claude-sonnet-4-5-mantle-cache-write-tokens-1h-standard',
        usd: '0.0066000000',
      },
      'anthropic.claude-sonnet-4-5-20250929 cache_write_tokens us-east-1 mantle 1h 6.6',
    ],
    [
      '7: the mantle twin as a rate of that API',
      { usagetype: 'APN1-zai.glm5-mantle-input-tokens-standard', usd: '0.0012000000' },
      'zai.glm-5 input_tokens us-east-1 mantle 1.2',
    ],
  ])('trap %s', (_, listing, words) => {
    expect(one(listing)).toBe(words);
  });

  test.each<[string, Listing, string]>([
    [
      '2: a cache read is not input, though its name ends so',
      {
        usagetype: 'USE1-MP:USE1_CacheReadInputTokenCount-Units',
        usd: '0.3300000000',
        unit: 'Units',
      },
      'anthropic.claude-sonnet-4-6 cache_read_tokens us-east-1 0.33',
    ],
    [
      '4: an hour of cache inside the name',
      {
        usagetype: 'USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units',
        usd: '6.0000000000',
        unit: '1M tokens',
      },
      'anthropic.claude-sonnet-4-6 cache_write_tokens us-east-1 global 1h 6',
    ],
    [
      'a write that tells no lifetime has the usual one',
      { usagetype: 'USE1-MP:USE1_CacheWriteInputTokenCount-Units', usd: '4.125', unit: 'Units' },
      'anthropic.claude-sonnet-4-6 cache_write_tokens us-east-1 5m 4.125',
    ],
  ])('trap of the Marketplace %s', (_, listing, words) => {
    expect(one({ ...listing, attributes: SONNET_46 }, MARKETPLACE)).toBe(words);
  });
});

describe('readPriceList of several products', () => {
  test('trap 3: keeps latency-optimized rates apart from the base', () => {
    const attributes = { servicename: 'Claude 3.5 Haiku (Amazon Bedrock Edition)' };
    const listings: readonly Listing[] = [
      { usagetype: 'USE2-MP:USE2_InputTokenCount-Units', usd: '0.8', unit: 'Units', attributes },
      {
        usagetype: 'USE2-MP:USE2_InputTokenCount_LatencyOptimized-Units',
        usd: '1',
        unit: 'Units',
        attributes,
      },
    ];
    const { rows, refused } = read(listings, MARKETPLACE);
    expect(rows.map(({ latency, usd }) => `${latency} ${usd}`)).toEqual([
      'standard 0.8',
      'optimized 1',
    ]);
    expect(refused).toEqual([]);
  });

  test('trap 5: keeps listings apart whose names differ by a version only', () => {
    const listings = ['', ' v2'].map((version, index) => ({
      usagetype: 'USW2-MP:USW2_InputTokenCount-Units',
      usd: index === 0 ? '3' : '3.3',
      unit: 'Units',
      region: 'us-west-1',
      attributes: { servicename: `Claude 3.5 Sonnet${version} (Amazon Bedrock Edition)` },
    }));
    const { rows } = read(listings, MARKETPLACE);
    expect(rows.map(({ model, usd }) => `${model} ${usd}`)).toEqual([
      'anthropic.claude-3-5-sonnet-20240620 3',
      'anthropic.claude-3-5-sonnet-20241022 3.3',
    ]);
  });

  test('trap 7: takes twins of one price once, and of two prices neither', () => {
    const twin = (usd: string, sku: string): Listing => ({
      usagetype: sku === 'A' ? 'USE1-NovaPro-input-tokens' : 'USE1-NovaPro-input-tokens-standard',
      usd,
      sku,
    });
    const same = read([twin('0.0008', 'A'), twin('0.0008', 'B')]);
    expect([same.rows.length, same.repeated, same.refused.length]).toEqual([1, 1, 0]);
    const different = read([twin('0.0008', 'A'), twin('0.0009', 'B')]);
    expect(different.rows).toEqual([]);
    expect(different.refused.map(({ sku, reason }) => `${sku}: ${reason}`)).toEqual([
      'A: B lists another price for the same usage',
      'B: A lists another price for the same usage',
    ]);
  });

  const PRO = 'USE1-NovaPro-input-tokens';
  test.each<[string, Listing, RegExp]>([
    [
      '8: a policy to come',
      { usagetype: 'USE1-Guardrail-NewPolicyUnitsConsumed', usd: '1' },
      /form/,
    ],
    ['a model to come', { usagetype: 'USE1-Nova9Pro-input-tokens', usd: '0.001' }, /no model id/],
    ['no Region', { usagetype: PRO, usd: '0.0008', region: '' }, /no Region/],
    ['another currency', { usagetype: PRO, usd: '0.0057', currency: 'CNY' }, /not in US dollars/],
    ['a price by volume', { usagetype: PRO, usd: '0.0008', beginRange: '1000' }, /volume/],
    ['a unit to come', { usagetype: PRO, usd: '0.0008', unit: '1B tokens' }, /unit "1B tokens"/],
    ['a unit of another kind', { usagetype: PRO, usd: '0.0008', unit: 'Hours' }, /unit "Hours"/],
    ['a zero for what has a price', { usagetype: PRO, usd: '0.0000000000' }, /a zero/],
    ['a price of a wrong unit', { usagetype: PRO, usd: '0.8' }, /factor of a hundred/],
    [
      'two tiers',
      { usagetype: `${PRO}-flex`, usd: '0.0004', attributes: { service_tier: 'priority' } },
      /different tiers/,
    ],
    [
      'two models',
      { usagetype: PRO, usd: '0.0008', attributes: { model: 'Nova Lite' } },
      /different models/,
    ],
  ])('refuses %s, with the reason', (_, listing, reason) => {
    expect(one(listing)).toMatch(/^refused: /);
    expect(one(listing)).toMatch(reason);
  });

  test('puts every product into exactly one of rates, repeated and refused', () => {
    const listings: readonly Listing[] = [
      { usagetype: PRO, usd: '0.0008' },
      { usagetype: `${PRO}-standard`, usd: '0.0008' },
      { usagetype: 'USE1-Nova9Pro-input-tokens', usd: '0.0008' },
      { usagetype: 'USE1-NovaPro-output-tokens', usd: '0.0032', later: { '2027-01-01': '0.0040' } },
    ];
    const { rows, refused, repeated, products } = read(listings);
    const skus = new Set(rows.map(({ id }) => id.split('.')[0]));
    expect(skus.size + refused.length + repeated).toBe(products);
    expect(rows.map(({ usd, effectiveToMs }) => [usd, effectiveToMs])).toEqual([
      ['0.0008', null],
      ['0.0032', Date.UTC(2027, 0, 1)],
      ['0.004', null],
    ]);
  });

  test('names the rate by its code on the bill, with source and first day', () => {
    const [row] = read([{ usagetype: PRO, usd: '0.0008', sku: 'MW5E2RRQFRGR96C3' }]).rows;
    expect(row).toMatchObject({
      id: 'MW5E2RRQFRGR96C3.JRTCKXETXF.6YS6EN2CT7',
      source: { key: 'aws-pricelist', label: 'AWS Price List, AmazonBedrock', date: '2026-11-20' },
      effectiveFromMs: Date.UTC(2026, 10, 1),
      effectiveToMs: null,
    });
  });
});
