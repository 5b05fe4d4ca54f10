/** Each axis that selects a rate, by a record and a figure worked out by hand. */
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { findRate } from '../../server/price/price-book.ts';
import { formatDecimal } from '../../shared/money.ts';
import { OCTOBER_MS, usage } from '../price/usage-samples.ts';
import { invoke, type Json } from '../record/records.ts';
import { converse, costOf, MILLION } from './cost-of-record.ts';

const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const SONNET_4 = 'anthropic.claude-sonnet-4-20250514-v1:0';
const DEEPSEEK = 'deepseek.v3-v1:0';
const OSS = 'openai.gpt-oss-120b-1:0';
const LITE = 'amazon.nova-2-lite-v1:0';
const SOL = 'openai.gpt-5.6-sol';
/** Small enough to be no long context for any model. */
const TENTH = MILLION / 10;
const BOTH = { in: TENTH, out: TENTH };

const tier = (name: string): Json => ({ serviceTier: { type: name } });
const FAST: Json = { performanceConfig: { latency: 'optimized' } };
const on = (timestamp: string): Json => ({ timestamp: `${timestamp}T00:00:00Z` });
const embed = (region: string): Json =>
  converse('amazon.titan-embed-text-v2:0', { in: MILLION }, { region });

type Case = readonly [name: string, record: Json, cost: string];

const REGION_AND_ROUTING: readonly Case[] = [
  // Called in Virginia, answered in Stockholm: 1 x 0.33, by the Region called.
  [
    'region: the one called, wherever inference ran',
    converse(LITE, { in: MILLION }, { inferenceRegion: 'eu-north-1' }),
    '0.33',
  ],
  [
    'region: Nova 2 Lite in Milan',
    converse(LITE, { in: MILLION }, { region: 'eu-south-1' }),
    '0.528',
  ],
  ['region: Titan embeddings in Virginia', embed('us-east-1'), '0.02'],
  ['region: Titan embeddings in São Paulo, ten times as much', embed('sa-east-1'), '0.2'],
  // (3.30 + 16.50) / 10
  ['routing: a bare id at the regional rate', converse(SONNET, BOTH), '1.98'],
  ['routing: a geo profile at the same rate', converse(`us.${SONNET}`, BOTH), '1.98'],
  // (3.00 + 15.00) / 10, nine percent less
  ['routing: a global profile', converse(`global.${SONNET}`, BOTH), '1.8'],
  ['routing: no premium before Claude 4.5, geo', converse(`us.${SONNET_4}`, BOTH), '1.8'],
  ['routing: no premium before Claude 4.5, global', converse(`global.${SONNET_4}`, BOTH), '1.8'],
];

const TIERS: readonly Case[] = [
  // 0.58, 0.58 x 1.75 = 1.015, 0.58 x 0.5 = 0.29
  ['tier: DeepSeek V3.1 standard', converse(DEEPSEEK, { in: MILLION }), '0.58'],
  ['tier: priority', converse(DEEPSEEK, { in: MILLION }, {}, tier('priority')), '1.015'],
  ['tier: flex', converse(DEEPSEEK, { in: MILLION }, {}, tier('flex')), '0.29'],
  ['tier: `default` is standard', converse(DEEPSEEK, { in: MILLION }, {}, tier('default')), '0.58'],
  ['tier: gpt-oss-120b standard', converse(OSS, { in: MILLION }), '0.15'],
  ['tier: gpt-oss-120b priority', converse(OSS, { in: MILLION }, {}, tier('priority')), '0.2625'],
  ['tier: gpt-oss-120b flex', converse(OSS, { in: MILLION }, {}, tier('flex')), '0.075'],
  // (0.80 + 3.20) x 0.5 / 10
  ['batch: half for Nova Pro', converse('amazon.nova-pro-v1:0', BOTH, {}, tier('batch')), '0.2'],
  // 2.00 becomes 1.50: three quarters, by its own row
  [
    'batch: not always half',
    converse(
      'mistral.mistral-large-2407-v1:0',
      { in: MILLION },
      { region: 'us-west-2' },
      tier('batch'),
    ),
    '1.5',
  ],
  // 0.0006 x 0.8 = 0.00048: a fifth less, not half
  [
    'batch: a page of a document a fifth less',
    invoke(
      'amazon.nova-2-multimodal-embeddings-v1:0',
      { singleEmbeddingParams: { image: { detailLevel: 'DOCUMENT_IMAGE' } } },
      tier('batch'),
      { region: 'us-east-1' },
    ),
    '0.00048',
  ],
];

const CACHE: readonly Case[] = [
  // 3.30 x 0.1 / 10 = 0.033
  ['cache: read of Claude 4.5', converse(SONNET, { read: TENTH }), '0.033'],
  // 3.30 x 1.25 / 10 = 0.4125
  ['cache: five minutes', converse(SONNET, { write: TENTH, write5m: TENTH }), '0.4125'],
  // 3.30 x 2 / 10 = 0.66
  ['cache: an hour', converse(SONNET, { write: TENTH, write1h: TENTH }), '0.66'],
  // 40,000 x 4.125 / M + 60,000 x 6.60 / M = 0.165 + 0.396
  [
    'cache: both lifetimes in one call',
    converse(SONNET, { write: TENTH, write5m: 40_000, write1h: 60_000 }),
    '0.561',
  ],
  // The body does not say: five minutes, and flagged.
  ['cache: a lifetime that is not told', converse(SONNET, { write: TENTH }), '0.4125 estimate'],
  // 4.00 x 0.05
  [
    'cache: read of Opus 5.5 at a twentieth',
    converse('global.anthropic.claude-opus-5-5', { read: MILLION }),
    '0.2',
  ],
  // 10.00 x 0.025
  [
    'cache: read of Fable 5.1 at a fortieth',
    converse('global.anthropic.claude-fable-5-1', { read: MILLION }),
    '0.25',
  ],
  // 0.80 x 0.25
  ['cache: read of Nova at a quarter', converse('amazon.nova-pro-v1:0', { read: MILLION }), '0.2'],
  // No source has a price for it: unknown and not free.
  ['cache: write of Nova', converse('amazon.nova-pro-v1:0', { write: MILLION }), '?'],
];

const CONTEXT: readonly Case[] = [
  // 200,000 x 3.30 / M = 0.66
  ['context: at the limit', converse(SONNET, { in: 200_000 }), '0.66'],
  // One token more: all of it at 6.60, 200,001 x 6.6 / M = 1.3200066
  ['context: past the limit, for the whole call', converse(SONNET, { in: 200_001 }), '1.3200066'],
  // 1 + 200,000 from the cache: 0.0000066 + 200,000 x 0.66 / M = 0.132
  ['context: cached tokens count', converse(SONNET, { in: 1, read: 200_000 }), '0.1320066'],
  // 300,000 x 6.60 / M + 1,000 x 24.75 / M = 1.98 + 0.02475
  [
    'context: output of a long call as well',
    converse(SONNET, { in: 300_000, out: 1000 }),
    '2.00475',
  ],
  // 300,000 x 3.30 / M
  [
    'context: no surcharge on Sonnet 4.6',
    converse('anthropic.claude-sonnet-4-6', { in: 300_000 }),
    '0.99',
  ],
  // 5.50 x 2 x 300,000 / M by the known ratio of these models, which is flagged.
  ['context: GPT-5.5 past 272,000', converse('openai.gpt-5.5', { in: 300_000 }), '3.3 estimate'],
];

const LATENCY_AND_MORE: readonly Case[] = [
  // (1.00 + 4.00) / 10 against (0.80 + 3.20) / 10
  ['latency: Nova Pro optimized', converse('us.amazon.nova-pro-v1:0', BOTH, {}, FAST), '0.5'],
  ['latency: Nova Pro standard', converse('us.amazon.nova-pro-v1:0', BOTH), '0.4'],
  // (0.90 + 0.90) / 10; the source names no Region
  [
    'latency: Llama 3.1 70B optimized',
    converse('us.meta.llama3-1-70b-instruct-v1:0', BOTH, { region: 'us-east-2' }, FAST),
    '0.18 fallback',
  ],
  // (1.00 + 5.00) / 10: the page says "per 1,000 tokens" there, a slip
  [
    'latency: Claude 3.5 Haiku optimized',
    converse('us.anthropic.claude-3-5-haiku-20241022-v1:0', BOTH, {}, FAST),
    '0.6',
  ],
  // (0.30 + 2.50) / 10, below the base of (0.33 + 2.75) / 10
  [
    'custom: Nova 2 Lite below its base',
    converse(
      'arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-2-lite-v1:0:256k/abc',
      BOTH,
    ),
    '0.28',
  ],
  ['custom: the base', converse(LITE, BOTH), '0.308'],
  // The capacity is paid by the minute of its units.
  [
    'custom: an imported model has no price a token',
    converse('arn:aws:bedrock:us-east-1:111122223333:imported-model/abc', BOTH),
    '0',
  ],
  [
    'date: Claude 3.5 Sonnet in November 2025',
    converse('anthropic.claude-3-5-sonnet-20240620-v1:0', BOTH, on('2025-11-30')),
    '1.8',
  ],
  // (6.00 + 30.00) / 10 from December 2025 on
  [
    'date: Claude 3.5 Sonnet in December 2025',
    converse('anthropic.claude-3-5-sonnet-20240620-v1:0', BOTH, on('2025-12-01')),
    '3.6',
  ],
];

const ROUTER = 'arn:aws:bedrock:us-east-1:111122223333:default-prompt-router/anthropic.claude:1';
const routed: Json = {
  trace: {
    promptRouter: { invokedModelId: `arn:aws:bedrock:us-east-1::foundation-model/${SONNET}` },
  },
};
/** Claude's own body splits the writes by name. */
const CLAUDE_USAGE: Json = {
  usage: {
    input_tokens: 0,
    cache_creation_input_tokens: 3000,
    cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
  },
};

const TOKENS: readonly Case[] = [
  // 4 x 3.30 / M + 18,131 x 0.33 / M = 0.0000132 + 0.00598323
  ['tokens: input beside the cache', converse(SONNET, { in: 4, read: 18_131 }), '0.00599643'],
  // 1,000 x 4.125 / M + 2,000 x 6.60 / M = 0.004125 + 0.0132
  [
    "tokens: lifetimes by Claude's own names",
    invoke(SONNET, {}, CLAUDE_USAGE, { region: 'us-east-1' }),
    '0.017325',
  ],
  // Measured: 8,369 in, of which 8,367 written: 2 x 5.50 / M + 8,367 x 6.875 / M
  // = 0.000011 + 0.057523125
  [
    'tokens: OpenAI counts what it writes to the cache as input',
    converse(SOL, { in: 8369, write: 8367 }, on('2026-08-20')),
    '0.057534125',
  ],
  // Measured: 12,401 in, 8,367 read, 4,032 written: 2 x 5.50 / M + 8,367 x 0.55 / M
  // + 4,032 x 6.875 / M = 0.000011 + 0.00460185 + 0.02772
  [
    'tokens: OpenAI counts what it reads from the cache as input',
    converse(SOL, { in: 12_401, read: 8367, write: 4032 }, on('2026-08-20')),
    '0.03233285',
  ],
  // The same prompt without a stream: 2 x 5.50 / M + 4,993 x 6.875 / M = 0.000011 + 0.034326875
  [
    'tokens: OpenAI beside the cache, where input is too small to hold it',
    converse(SOL, { in: 2, write: 4993 }, on('2026-08-20')),
    '0.034337875',
  ],
  // In a stream: 4,995 in, which hold them: the same two tokens.
  [
    'tokens: OpenAI in a stream, for the same prompt',
    converse(SOL, { in: 4995, write: 4993 }, on('2026-08-20')),
    '0.034337875',
  ],
  // 2,000 x 3.30 / M
  [
    'tokens: the model that a prompt router chose',
    converse(ROUTER, { in: 2000 }, {}, routed),
    '0.0066',
  ],
  // 1,000 x 5.50 / M on the day before, x 4.40 / M from then on
  [
    'date: GPT-5.6 Sol before its price fell',
    converse(SOL, { in: 1000 }, on('2026-08-20')),
    '0.0055',
  ],
  [
    'date: GPT-5.6 Sol after its price fell',
    converse(SOL, { in: 1000 }, on('2026-08-21')),
    '0.0044',
  ],
];

describe('the cost of a record by', () => {
  const cases = [REGION_AND_ROUTING, TIERS, CACHE, CONTEXT, LATENCY_AND_MORE, TOKENS].flat();
  test.each(cases)('%s', (_, value, cost) => {
    expect(costOf(value)).toBe(cost);
  });
});

describe('a rate of what no record of the runtime API tells', () => {
  const perMillion = (different: Partial<UsageType>): string | null => {
    const match = findRate(bundledPriceBook(), usage(different), OCTOBER_MS);
    return match && formatDecimal(match.picoUsdPerMillion, 12);
  };
  const omni = { model: 'amazon.nova-2-omni', routing: 'global' } as const;
  const next = { model: 'qwen.qwen3-next-80b-a3b', region: 'ap-south-1' } as const;

  test.each<[string, Partial<UsageType>, string]>([
    ['dimension: text into Nova 2 Omni', { ...omni, dimension: 'input_tokens' }, '0.3'],
    ['dimension: sound into it', { ...omni, dimension: 'input_audio_tokens' }, '1'],
    ['dimension: text out of it', { ...omni, dimension: 'output_tokens' }, '2.5'],
    ['dimension: images out of it', { ...omni, dimension: 'output_image_tokens' }, '40'],
    ['api: runtime', { ...next, api: 'runtime' }, '0.168'],
    ['api: mantle, at a price of its own', { ...next, api: 'mantle' }, '0.18'],
  ])('is listed by %s', (_, different, usd) => {
    expect(perMillion(different)).toBe(usd);
  });
});
