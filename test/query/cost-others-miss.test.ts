/** Ways in which other tools are known to price Bedrock wrongly: each by a record, by hand. */
import { describe, expect, test } from 'vitest';
import type { Inventory } from '../../server/source/inventory.ts';
import { invoke, type Json } from '../record/records.ts';
import { converse, costOf, MILLION } from './cost-of-record.ts';

const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const OPUS = 'anthropic.claude-opus-4-6-v1';
const CANVAS = 'amazon.nova-canvas-v1:0';
const APP = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
const TENTH = MILLION / 10;
const BOTH = { in: TENTH, out: TENTH };
const EAST: Json = { region: 'us-east-1' };
const tier = (name: string): Json => ({ serviceTier: { type: name } });
const on = (timestamp: string): Json => ({ timestamp: `${timestamp}T00:00:00Z` });

const BEHIND_APP: Inventory = {
  profiles: new Map([
    [
      APP,
      {
        arn: APP,
        name: 'shop',
        modelArns: ['us-east-1', 'us-west-2'].map(
          (region) => `arn:aws:bedrock:${region}::foundation-model/${SONNET}`,
        ),
        tags: new Map(),
      },
    ],
  ]),
};

const guarded = (stopReason: string, action: string): Json => ({
  stopReason,
  trace: {
    guardrail: {
      inputAssessment: {
        g1: {
          contentPolicy: { filters: [{ type: 'HATE', action }] },
          invocationMetrics: { usage: { contentPolicyUnits: 2, topicPolicyUnits: 1 } },
        },
      },
    },
  },
});

const canvas = (config: Json): Json =>
  invoke(CANVAS, { taskType: 'TEXT_IMAGE', imageGenerationConfig: config }, undefined, EAST);

type Case = readonly [line: string, record: Json, cost: string];

const ROUTING: readonly Case[] = [
  // (3.30 + 16.50) / 10; the global rate would be 1.8
  [
    'LiteLLM 42679: a bare id in its Region, not at the global rate',
    converse(SONNET, BOTH),
    '1.98',
  ],
  // The same premium on each geo prefix
  ['LiteLLM 30768: a us profile, not as its stripped id', converse(`us.${SONNET}`, BOTH), '1.98'],
  [
    'LiteLLM 30768: an eu profile',
    converse(`eu.${SONNET}`, BOTH, { region: 'eu-central-1' }),
    '1.98',
  ],
  [
    'LiteLLM 30768: an au profile',
    converse(`au.${SONNET}`, BOTH, { region: 'ap-southeast-2' }),
    '1.98',
  ],
  // (3.00 + 15.00) / 10
  [
    'LiteLLM 30846: no blanket premium on models before 4.5',
    converse('us.anthropic.claude-sonnet-4-20250514-v1:0', BOTH),
    '1.8',
  ],
  // 1,000 x 3.30 + 2,000 x 16.50 + 90,000 x 0.33 per M = 0.0033 + 0.033 + 0.0297
  [
    'Claude Code 56110: an eu profile with its cache',
    converse(`eu.${SONNET}`, { in: 1000, out: 2000, read: 90_000 }, { region: 'eu-west-1' }),
    '0.066',
  ],
  // (3.60 + 18.00) / 10
  [
    'Langfuse: a us-gov profile',
    converse(`us-gov.${SONNET}`, BOTH, { region: 'us-gov-west-1' }),
    '2.16',
  ],
  [
    'genai-prices: the ARN of a foundation model',
    converse(`arn:aws:bedrock:us-east-1::foundation-model/${SONNET}`, BOTH),
    '1.98',
  ],
  [
    'Langfuse: the ARN of a system profile',
    converse(`arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.${SONNET}`, BOTH),
    '1.98',
  ],
];

const CACHE: readonly Case[] = [
  // 3 x 3.30 + 18,131 x 4.125 per M = 0.0000099 + 0.074790375: never below zero
  [
    'LiteLLM 15292: cache writes beside the input, not taken off it',
    converse(SONNET, { in: 3, write: 18_131, write5m: 18_131 }),
    '0.074800275',
  ],
  // 5 x 3.30 + 10 x 16.50 + 18,131 x 0.33 per M = 0.0000165 + 0.000165 + 0.00598323
  [
    'ruby_llm 832, LangSmith 1858: a read larger than the input',
    converse(SONNET, { in: 5, out: 10, read: 18_131 }),
    '0.00616473',
  ],
  // 10,000 x 0.33 + 10,000 x 4.125 per M, neither at zero
  [
    'LiteLLM 29145: cache on Converse at its price',
    converse(SONNET, { read: 10_000, write: 10_000, write5m: 10_000 }),
    '0.04455',
  ],
  // 10,000 x 6.60 per M, not x 4.125
  [
    'LiteLLM 36762, Helicone: an hour of cache at its own rate',
    converse(SONNET, { write: 10_000, write1h: 10_000 }),
    '0.066',
  ],
  // The body repeats the total that the record has: it is one and the same.
  [
    'LiteLLM 26919: writes once, where record and body both count them',
    converse(
      SONNET,
      { write: 10_000 },
      {},
      {
        usage: {
          cacheWriteInputTokens: 10_000,
          cacheDetails: [{ ttl: '5m', inputTokens: 10_000 }],
        },
      },
    ),
    '0.04125',
  ],
  // 2 x 5.50 + 8,367 x 6.875 per M; counted twice it would be 8,369 x 5.50 more
  [
    'pi 8752, opencode 47296: OpenAI input that holds the cache, once',
    converse('openai.gpt-5.6-sol', { in: 8369, write: 8367 }, on('2026-08-20')),
    '0.057534125',
  ],
];

const TIERS: readonly Case[] = [
  // (0.58 + 1.68) / 10 x 1.75 = 0.226 x 1.75
  [
    'LiteLLM 21171: the service tier',
    converse('deepseek.v3-v1:0', BOTH, {}, tier('priority')),
    '0.3955',
  ],
  // (3.30 + 16.50) / 10 x 0.5, not zero
  ['LiteLLM 37219: a batch', converse(SONNET, BOTH, {}, tier('batch')), '0.99'],
  // 100,000 x 0.01 per M
  [
    'LiteLLM 41750: embeddings in a batch',
    converse('amazon.titan-embed-text-v2:0', { in: TENTH }, {}, tier('batch')),
    '0.001',
  ],
  // 1,000 x 1.65 per M, and 10,000 read at half of 0.33: no row lists it, and that is said
  [
    'LiteLLM 38341: cached tokens in a batch',
    converse(SONNET, { in: 1000, read: 10_000 }, {}, tier('batch')),
    '0.0033 estimate',
  ],
  // 272,001 x 11.00 per M until the price fell, x 8.80 from then on
  [
    'LiteLLM 38615: past 272,000 tokens',
    converse('openai.gpt-5.6-sol', { in: 272_001 }, on('2026-08-20')),
    '2.992011',
  ],
  [
    'LiteLLM 38615: the price of its day',
    converse('openai.gpt-5.6-sol', { in: 272_001 }, on('2026-08-21')),
    '2.3936088',
  ],
];

const UNITS: readonly Case[] = [
  // 1,000 x 3.30 per M + 2 x 0.00015 + 1 x 0.00015
  [
    'LiteLLM 37362: guardrail units',
    converse(SONNET, { in: 1000 }, {}, guarded('end_turn', 'NONE')),
    '0.00375',
  ],
  // Stopped before the model: the units, and no token
  [
    'LiteLLM 12154: a call that a guardrail stopped',
    converse(SONNET, {}, {}, guarded('guardrail_intervened', 'BLOCKED')),
    '0.00045',
  ],
  // 250 documents are 3 queries at 2.00 a thousand
  [
    'LiteLLM 7258: rerank',
    invoke(
      'cohere.rerank-v3-5:0',
      { query: 'x', documents: Array.from({ length: 250 }, () => 'd') },
      {},
      EAST,
    ),
    '0.006',
  ],
  // 0.04, 0.06, 0.06 and 0.08 an image
  ['pollinations 13831: Canvas, small', canvas({ width: 1024, height: 1024 }), '0.04'],
  ['pollinations 13831: Canvas, small premium', canvas({ quality: 'premium' }), '0.06'],
  ['pollinations 13831: Canvas, one side past 1024', canvas({ width: 1008, height: 1040 }), '0.06'],
  [
    'pollinations 13831: Canvas, large premium, three images',
    canvas({ width: 2048, height: 2048, quality: 'premium', numberOfImages: 3 }),
    '0.24',
  ],
];

/** One call of a tenth of a million in and out, of makers that other tables leave out. */
const MAKERS: readonly Case[] = [
  ['Langfuse: Nova', converse('us.amazon.nova-pro-v1:0', BOTH), '0.4'], // (0.80 + 3.20) / 10
  ['Langfuse: Llama', converse('meta.llama3-70b-instruct-v1:0', BOTH), '0.615'], // (2.65 + 3.50) / 10
  ['Langfuse: Mistral', converse('mistral.mistral-7b-instruct-v0:2', BOTH), '0.035'], // .15 + .20
  ['Langfuse: Cohere', converse('cohere.command-r-v1:0', BOTH), '0.2'], // 0.50 + 1.50
  ['Langfuse: gpt-oss', converse('openai.gpt-oss-120b-1:0', BOTH), '0.075'], // 0.15 + 0.60
  ['Langfuse: DeepSeek', converse('us.deepseek.r1-v1:0', BOTH), '0.675'], // 1.35 + 5.40
  ['Langfuse: Jamba', converse('ai21.jamba-1-5-large-v1:0', BOTH), '1'], // 2.00 + 8.00
  ['Langfuse: Opus through a profile', converse(`global.${OPUS}`, BOTH), '3'], // 5.00 + 25.00
];

describe('a record that costs right where others miss:', () => {
  test.each([ROUTING, CACHE, TIERS, UNITS, MAKERS].flat())('%s', (_, value, cost) => {
    expect(costOf(value)).toBe(cost);
  });

  test('LiteLLM 18258, Langfuse 13325: an application inference profile', () => {
    // Behind it stands a geo profile: (3.30 + 16.50) / 10.
    expect(costOf(converse(APP, BOTH), BEHIND_APP)).toBe('1.98');
  });

  test('an application inference profile that nobody knows is unpriced and not free', () => {
    expect(costOf(converse(APP, BOTH))).toBe('?');
  });

  test('no call costs less than nothing, whatever its counts', () => {
    for (const model of [SONNET, 'openai.gpt-5.6-sol', 'us.amazon.nova-pro-v1:0']) {
      for (const read of [0, 5, 90_000]) {
        expect(costOf(converse(model, { in: 5, out: 1, read }))).not.toMatch(/^-/);
      }
    }
  });
});
