/** Holds metering to the units and classes that AWS bills, call by call. */
import { describe, expect, test } from 'vitest';
import { meterInvocation } from '../../server/meter/meter-invocation.ts';
import { usageTypeKey } from '../../server/meter/usage.ts';
import { resolveModel } from '../../server/record/resolve-model.ts';
import { invocationOf, invoke, record, type Json } from '../record/records.ts';
import { EMPTY_INVENTORY, linesOf, metered } from './lines.ts';

const CLAUDE = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const GPT = 'openai.gpt-5.6-sol';

const counts = (input: Json, output: number | null = 34, modelId = CLAUDE): Json =>
  record({ modelId, input, output: output === null ? {} : { outputTokenCount: output } });
const cached = (read: number, write: number, input = 10): Json => ({
  inputTokenCount: input,
  cacheReadInputTokenCount: read,
  cacheWriteInputTokenCount: write,
});
const withUsage = (input: Json, usage: Json): Json =>
  record({ modelId: CLAUDE, input, output: { outputTokenCount: 1, outputBodyJson: { usage } } });

interface Case {
  readonly name: string;
  readonly value: Json;
  readonly lines: readonly string[];
}

const TOKENS: readonly Case[] = [
  {
    name: 'input and output',
    value: counts({ inputTokenCount: 12 }),
    lines: ['input_tokens=12', 'output_tokens=34'],
  },
  {
    name: 'input beside the cache, not within it',
    value: counts(cached(18_131, 400)),
    lines: [
      'cache_read_tokens=18131',
      'cache_write_tokens[unknown]=400',
      'input_tokens=10',
      'output_tokens=34',
    ],
  },
  {
    name: 'cache writes by lifetime, as Claude splits them',
    value: withUsage(cached(0, 700), {
      cache_creation: { ephemeral_5m_input_tokens: 500, ephemeral_1h_input_tokens: 200 },
    }),
    lines: [
      'cache_write_tokens[1h]=200',
      'cache_write_tokens[5m]=500',
      'input_tokens=10',
      'output_tokens=1',
    ],
  },
  {
    name: 'cache writes by lifetime, as Converse lists them',
    value: withUsage(cached(0, 700), {
      cacheDetails: [
        { ttl: '1h', inputTokens: 100 },
        { ttl: '1h', inputTokens: 50 },
        { ttl: '5m', inputTokens: 500 },
      ],
    }),
    lines: [
      'cache_write_tokens[1h]=150',
      'cache_write_tokens[5m]=500',
      'cache_write_tokens[unknown]=50',
      'input_tokens=10',
      'output_tokens=1',
    ],
  },
  {
    name: 'no more cache writes than the record counts',
    value: withUsage(cached(0, 300), {
      cache_creation: { ephemeral_5m_input_tokens: 500, ephemeral_1h_input_tokens: 200 },
    }),
    lines: ['cache_write_tokens[5m]=300', 'input_tokens=10', 'output_tokens=1'],
  },
  {
    name: "OpenAI's input without the cache that it holds",
    value: counts(cached(4000, 4367, 8369), 11, GPT),
    lines: [
      'cache_read_tokens=4000',
      'cache_write_tokens[30m]=4367',
      'input_tokens=2',
      'output_tokens=11',
    ],
  },
  {
    name: "OpenAI's input as it is, where it is too small to hold the cache",
    value: counts(cached(0, 4993, 2), 11, GPT),
    lines: ['cache_write_tokens[30m]=4993', 'input_tokens=2', 'output_tokens=11'],
  },
  { name: 'counts of zero as nothing', value: counts({ inputTokenCount: 0 }, 0), lines: [] },
  {
    name: 'tokens of a call that failed on its way',
    value: { ...counts({ inputTokenCount: 12 }, 3), errorCode: 'ModelStreamErrorException' },
    lines: ['input_tokens=12', 'output_tokens=3'],
  },
  {
    name: 'a call that tells nothing as one unmetered call',
    value: record(),
    lines: ['unmetered_calls=1'],
  },
  {
    name: 'a failed call as nothing',
    value: record({ errorCode: 'ValidationException' }),
    lines: [],
  },
  {
    name: 'provisioned capacity without counts as nothing, since hours pay for it',
    value: record({ modelId: 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc' }),
    lines: [],
  },
];

describe('meterInvocation', () => {
  test.each(TOKENS)('counts $name', ({ value, lines }) => {
    expect(metered(value)).toEqual(lines);
  });
});

describe('the axes of a usage type', () => {
  const typeOf = (value: Json) => linesOf(value)[0]?.type;

  test('come from the call', () => {
    const value = invoke(`global.${CLAUDE}`, undefined, {
      serviceTier: { type: 'priority' },
      performanceConfig: { latency: 'optimized' },
      usage: { inputTokens: 1 },
    });
    expect(typeOf(value)).toEqual({
      model: 'anthropic.claude-sonnet-4-5-20250929',
      region: 'eu-west-1',
      dimension: 'input_tokens',
      api: 'runtime',
      routing: 'global',
      tier: 'priority',
      latency: 'optimized',
      context: 'standard',
      variant: 'base',
      cacheTtl: null,
      detail: '',
    });
  });

  test('name the variant of a custom model', () => {
    const modelId = 'arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/abc';
    expect(typeOf(counts({ inputTokenCount: 1 }, null, modelId))?.variant).toBe('custom');
  });

  test.each([
    { modelId: CLAUDE, input: cached(100_000, 0, 100_000), context: 'standard' },
    { modelId: CLAUDE, input: cached(100_000, 1, 100_000), context: 'long' },
    { modelId: 'anthropic.claude-sonnet-4-6', input: cached(0, 0, 900_000), context: 'standard' },
    { modelId: GPT, input: cached(272_000, 0, 272_000), context: 'standard' },
    { modelId: GPT, input: cached(1000, 0, 272_001), context: 'long' },
  ])('tell that $modelId with $input has a $context context', ({ modelId, input, context }) => {
    expect(typeOf(counts(input, 1, modelId))?.context).toBe(context);
  });

  test('put the whole call at the long rate', () => {
    const lines = linesOf(counts(cached(150_000, 60_000), 5));
    expect(new Set(lines.map(({ type }) => type.context))).toEqual(new Set(['long']));
  });
});

describe('lines of guardrails', () => {
  const usage = {
    contentPolicyUnits: 2,
    sensitiveInformationPolicyFreeUnits: 1,
    automatedReasoningPolicies: 5,
    contentPolicyImageUnits: 3,
    topicPolicyUnits: 0,
  };
  const guardrail = { inputAssessment: { g1: { invocationMetrics: { usage } } } };
  const value = record({
    modelId: 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc',
    output: { outputBodyJson: { serviceTier: { type: 'flex' }, trace: { guardrail } } },
  });

  test('hold units only, and pictures apart', () => {
    expect(metered(value)).toEqual([
      'guardrail_images[policy=contentPolicyImageUnits]=3',
      'guardrail_text_units[policy=contentPolicyUnits]=2',
      'guardrail_text_units[policy=sensitiveInformationPolicyFreeUnits]=1',
    ]);
  });

  test('leave the tier and the capacity of the call', () => {
    for (const { type } of linesOf(value)) {
      expect(type).toMatchObject({ model: 'guardrail', tier: 'standard', variant: 'base' });
    }
  });

  test('do not hide that the call itself is unmetered', () => {
    const plain = record({ output: { outputBodyJson: { trace: { guardrail } } } });
    expect(metered(plain)).toContain('unmetered_calls=1');
  });
});

describe('usage lines', () => {
  const value = counts(cached(5, 6), 7);

  test('are sorted by their keys', () => {
    const keys = linesOf(value).map(({ type }) => usageTypeKey(type));
    expect(keys).toEqual(keys.toSorted());
  });

  test('share one frozen type where they are alike', () => {
    const [one, other] = [linesOf(value)[0]?.type, linesOf(value)[0]?.type];
    expect(one).toBe(other);
    expect(Object.isFrozen(one)).toBe(true);
  });

  test('do not depend on what was metered before', () => {
    const invocation = invocationOf(value);
    const before = linesOf(value).map(({ type, quantity }) => [usageTypeKey(type), quantity]);
    for (let index = 0; index < 21_000; index += 1) {
      const modelId = `maker.model-${index}`;
      const reference = { ...invocation.modelReference, model: modelId };
      meterInvocation(invocation, resolveModel(modelId, reference, EMPTY_INVENTORY));
    }
    const after = linesOf(value).map(({ type, quantity }) => [usageTypeKey(type), quantity]);
    expect(after).toEqual(before);
  });

  test('keep a region and a model apart that run into one text', () => {
    const modelOf = (region: string, model: string) => {
      const invocation = { ...invocationOf(value), region };
      const reference = { ...invocation.modelReference, model };
      return meterInvocation(invocation, resolveModel(model, reference, EMPTY_INVENTORY))[0]?.type;
    };
    expect(modelOf('a b', 'c.d')).toMatchObject({ region: 'a b', model: 'c.d' });
    expect(modelOf('a', 'b c.d')).toMatchObject({ region: 'a', model: 'b c.d' });
  });
});
