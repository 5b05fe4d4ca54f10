/** Figures worked out by hand from the price lists of July and August 2026. */
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { costAttoUsd, findRate } from '../../server/price/price-book.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { OCTOBER_MS, SONNET, usage } from './usage-samples.ts';

type Case = readonly [
  name: string,
  different: Partial<UsageType>,
  quantity: bigint,
  usd: string | null,
  quality?: 'exact' | 'fallback' | 'estimate',
];

function check(different: Partial<UsageType>, quantity: bigint) {
  const match = findRate(bundledPriceBook(), usage(different), OCTOBER_MS);
  return { usd: match && formatAttoUsd(costAttoUsd(quantity, match)), quality: match?.quality };
}

const READ = { dimension: 'cache_read_tokens' } as const;
const WRITE_5M = { dimension: 'cache_write_tokens', cacheTtl: '5m' } as const;
const WRITE_1H = { dimension: 'cache_write_tokens', cacheTtl: '1h' } as const;
const OUTPUT = { dimension: 'output_tokens' } as const;
const GLOBAL = { routing: 'global' } as const;
const EU = { region: 'eu-west-1', routing: 'geo' } as const;
const LONG = { context: 'long' } as const;

const SONNET_CASES: readonly Case[] = [
  ['input, bare id', {}, 1_000n, '0.0033'],
  ['input, us profile', { routing: 'geo' }, 1_000n, '0.0033'],
  ['input, global profile', GLOBAL, 1_000n, '0.003'],
  ['input, eu profile', EU, 1_000n, '0.0033'],
  ['output, us profile', { ...OUTPUT, routing: 'geo' }, 1_000n, '0.0165'],
  ['output, global profile', { ...OUTPUT, ...GLOBAL }, 1_000n, '0.015'],
  ['cache read, us profile', { ...READ, routing: 'geo' }, 8_367n, '0.00276111'],
  ['cache read, global profile', { ...READ, ...GLOBAL }, 8_367n, '0.0025101'],
  ['cache read, eu profile', { ...READ, ...EU }, 1n, '0.00000033'],
  ['5m cache write, us profile', { ...WRITE_5M, routing: 'geo' }, 4_032n, '0.016632'],
  ['5m cache write, global', { ...WRITE_5M, ...GLOBAL }, 4_032n, '0.01512'],
  ['5m cache write, eu profile', { ...WRITE_5M, ...EU }, 4_032n, '0.016632'],
  ['1h cache write, us profile', { ...WRITE_1H, routing: 'geo' }, 1_000n, '0.0066'],
  ['1h cache write, global', { ...WRITE_1H, ...GLOBAL }, 1_000n, '0.006'],
  ['batch input', { tier: 'batch' }, 1_000n, '0.00165'],
  ['long input, us profile', { ...LONG, routing: 'geo' }, 300_000n, '1.98'],
  ['long output, us profile', { ...LONG, ...OUTPUT, routing: 'geo' }, 1_000n, '0.02475'],
  ['long input, global', { ...LONG, ...GLOBAL }, 300_000n, '1.8'],
  ['long cache read, global', { ...LONG, ...READ, ...GLOBAL }, 1_000n, '0.0006'],
  ['long 1h write, us profile', { ...LONG, ...WRITE_1H, routing: 'geo' }, 1_000n, '0.0132'],
  ['input in GovCloud', { region: 'us-gov-west-1', routing: 'geo' }, 1_000n, '0.0036'],
];

const PRO = 'amazon.nova-pro';
const MICRO = 'amazon.nova-micro';
const NOVA_CASES: readonly Case[] = [
  ['Pro', { model: PRO }, 1_000_000n, '0.8'],
  ['Pro output', { model: PRO, ...OUTPUT }, 1_000_000n, '3.2'],
  ['Pro flex', { model: PRO, tier: 'flex' }, 1_000_000n, '0.4'],
  ['Pro priority', { model: PRO, tier: 'priority' }, 1_000_000n, '1.4'],
  ['Pro priority output', { model: PRO, tier: 'priority', ...OUTPUT }, 1_000_000n, '5.6'],
  ['Pro batch', { model: PRO, tier: 'batch' }, 1_000_000n, '0.4'],
  ['Pro optimized', { model: PRO, latency: 'optimized' }, 1_000_000n, '1'],
  ['Pro optimized output', { model: PRO, latency: 'optimized', ...OUTPUT }, 1_000_000n, '4'],
  ['Pro in Frankfurt', { model: PRO, region: 'eu-central-1' }, 1_000_000n, '1.05'],
  [
    'Pro flex in Frankfurt',
    { model: PRO, region: 'eu-central-1', tier: 'flex' },
    1_000_000n,
    '0.525',
    'estimate',
  ],
  ['Micro cache read', { model: MICRO, ...READ }, 1n, '0.00000000875'],
  ['Micro cache write, which no source prices', { model: MICRO, ...WRITE_5M }, 1n, null],
  ['2 Lite', { model: 'amazon.nova-2-lite' }, 1_000_000n, '0.33'],
  ['2 Lite custom', { model: 'amazon.nova-2-lite', variant: 'custom' }, 1_000_000n, '0.3'],
  ['2 Lite global', { model: 'amazon.nova-2-lite', ...GLOBAL }, 1_000_000n, '0.3'],
];

const TITAN = 'amazon.titan-embed-text-v2';
const EMBED_CASES: readonly Case[] = [
  ['Titan v2', { model: TITAN }, 1_000_000n, '0.02'],
  ['Titan v2 batch', { model: TITAN, tier: 'batch' }, 1_000_000n, '0.01'],
  ['Titan v2 in Brazil', { model: TITAN, region: 'sa-east-1' }, 1_000_000n, '0.2'],
  ['Titan v1', { model: 'amazon.titan-embed-text-v1' }, 1_000_000n, '0.1'],
  ['Nova document image, batch', nova2('input_document_images'), 1_000n, '0.48'],
  ['Nova audio, batch: 90 s', nova2('input_audio_seconds'), 90_000n, '0.01008'],
];

function nova2(dimension: UsageType['dimension']): Partial<UsageType> {
  return { model: 'amazon.nova-2-multimodal-embeddings', dimension, tier: 'batch' };
}

function canvas(detail: string, region = 'us-east-1'): Partial<UsageType> {
  return { model: 'amazon.nova-canvas', dimension: 'output_images', detail, region };
}

function sdxl(version: 'v0' | 'v1', detail: string): Partial<UsageType> {
  return { model: `stability.stable-diffusion-xl-${version}`, dimension: 'output_images', detail };
}

const IMAGE_CASES: readonly Case[] = [
  ['Canvas, small standard', canvas('quality=standard side=1024'), 3n, '0.12'],
  ['Canvas, small premium', canvas('quality=premium side=1024'), 3n, '0.18'],
  ['Canvas, large standard', canvas('quality=standard side=2048'), 3n, '0.18'],
  ['Canvas, large premium', canvas('quality=premium side=2048'), 3n, '0.24'],
  ['Canvas elsewhere', canvas('quality=standard side=1024', 'eu-west-1'), 1n, '0.04', 'fallback'],
  ['Canvas of unknown quality', canvas('side=1024'), 1n, null],
  ['Canvas of unknown size', canvas('quality=standard'), 1n, null],
  ['SDXL 1.0, 50 steps', sdxl('v1', 'side=1024 steps=le50'), 1n, '0.04'],
  ['SDXL 1.0, more steps', sdxl('v1', 'side=1024 steps=gt50'), 1n, '0.08'],
  ['SDXL 0.8, small, 50 steps', sdxl('v0', 'side=512 steps=le50'), 1n, '0.018'],
  ['SDXL 0.8, small, more steps', sdxl('v0', 'side=512 steps=gt50'), 1n, '0.036'],
  ['SDXL 0.8, large, 50 steps', sdxl('v0', 'side=1024 steps=le50'), 1n, '0.036'],
  ['SDXL 0.8, large, more steps', sdxl('v0', 'side=1024 steps=gt50'), 1n, '0.072'],
  [
    'Stable Image Ultra',
    { model: 'stability.stable-image-ultra', dimension: 'output_images' },
    1n,
    '0.14',
  ],
  [
    'Nova Reel, 6 s',
    {
      model: 'amazon.nova-reel',
      dimension: 'output_video_seconds',
      detail: 'fps=24 resolution=1280x720',
    },
    6_000n,
    '0.48',
  ],
];

function guardrail(policy: string, dimension: UsageType['dimension'] = 'guardrail_text_units') {
  return { model: 'guardrail', dimension, detail: `policy=${policy}` };
}

function hours(commitment: string): Partial<UsageType> {
  const model = 'meta.llama3-1-70b-instruct';
  const detail = `commitment=${commitment}`;
  return { model, dimension: 'model_unit_hours', variant: 'provisioned', detail };
}

const UNIT_CASES: readonly Case[] = [
  ['rerank by Cohere', { model: 'cohere.rerank-v3-5', dimension: 'rerank_queries' }, 7n, '0.014'],
  ['rerank by Amazon', { model: 'amazon.rerank', dimension: 'rerank_queries' }, 7n, '0.007'],
  ['guardrail content', guardrail('contentPolicyUnits'), 1_000n, '0.15'],
  ['guardrail topic', guardrail('topicPolicyUnits'), 1_000n, '0.15'],
  ['guardrail PII', guardrail('sensitiveInformationPolicyUnits'), 1_000n, '0.1'],
  ['guardrail PII, free', guardrail('sensitiveInformationPolicyFreeUnits'), 1_000n, '0'],
  ['guardrail grounding', guardrail('contextualGroundingPolicyUnits'), 1_000n, '0.1'],
  ['guardrail reasoning', guardrail('automatedReasoningPolicyUnits'), 1_000n, '0.17'],
  ['guardrail image', guardrail('contentPolicyImageUnits', 'guardrail_images'), 4n, '0.003'],
  ['guardrail of a policy to come', guardrail('tomorrowPolicyUnits'), 1n, null],
  ['web grounding', { model: 'amazon.nova-premier', dimension: 'grounding_requests' }, 5n, '0.15'],
  ['model unit, no commitment, 1 h', hours('none'), 1_000_000n, '24'],
  ['model unit, 6 months, 1 h', hours('6_month'), 1_000_000n, '13.08'],
  [
    'import, 5 minutes',
    {
      model: 'arn',
      variant: 'imported',
      dimension: 'custom_model_unit_minutes',
      detail: 'version=v1.0',
    },
    5_000_000n,
    '0.2859',
  ],
  [
    'reserved input, 1 h',
    { tier: 'reserved', dimension: 'reserved_input_1k_tpm_hours', detail: 'commitment=1_month' },
    1_000_000n,
    '0.198',
  ],
  [
    'reserved input, global, 1 h',
    {
      ...GLOBAL,
      tier: 'reserved',
      dimension: 'reserved_input_1k_tpm_hours',
      detail: 'commitment=3_month',
    },
    1_000_000n,
    '0.162',
  ],
  [
    'training of Llama 3.1 8B',
    { model: 'meta.llama3-1-8b-instruct', variant: 'custom', dimension: 'training_tokens' },
    2_000_000n,
    '2.98',
  ],
  [
    'storage of a custom model, half a month',
    { model: PRO, variant: 'custom', dimension: 'model_storage_months' },
    500_000n,
    '0.975',
  ],
];

const GROUPS: readonly (readonly [string, readonly Case[]])[] = [
  [SONNET, SONNET_CASES],
  ['Amazon Nova', NOVA_CASES],
  ['embeddings', EMBED_CASES],
  ['images and video', IMAGE_CASES],
  ['units, hours and minutes', UNIT_CASES],
];

for (const [group, cases] of GROUPS) {
  describe(`bundled rates of ${group}`, () => {
    for (const [name, different, quantity, usd, quality = 'exact'] of cases) {
      test(`give the cost of ${name}`, () => {
        const expected = usd === null ? { usd, quality: undefined } : { usd, quality };
        expect(check(different, quantity)).toEqual(expected);
      });
    }
  });
}

describe('bundled rates of one call', () => {
  test('add up over its lines, to the last digit', () => {
    const lines: readonly (readonly [Partial<UsageType>, bigint])[] = [
      [GLOBAL, 12_401n], // 0.037203
      [{ ...OUTPUT, ...GLOBAL }, 515n], // 0.007725
      [{ ...READ, ...GLOBAL }, 8_367n], // 0.0025101
      [{ ...WRITE_1H, ...GLOBAL }, 4_032n], // 0.024192
    ];
    const sum = lines.reduce((total, [different, quantity]) => {
      const match = findRate(bundledPriceBook(), usage(different), OCTOBER_MS);
      return total + (match ? costAttoUsd(quantity, match) : 0n);
    }, 0n);
    expect(formatAttoUsd(sum)).toBe('0.0716301');
  });
});
