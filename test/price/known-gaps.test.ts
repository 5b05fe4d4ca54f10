/** Ways in which other tools are known to price Bedrock wrongly: each is right here. */
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { findRate, rateBoundaries } from '../../server/price/price-book.ts';
import { formatDecimal } from '../../shared/money.ts';
import { baseModelId, routingOfModelId } from '../../shared/model-id.ts';
import { OCTOBER_MS, SONNET, usage } from './usage-samples.ts';

const BOOK = bundledPriceBook();
const SONNET_4 = 'anthropic.claude-sonnet-4-20250514';
const SONNET_35 = 'anthropic.claude-3-5-sonnet-20240620';
const SOL = 'openai.gpt-5.6-sol';
const BEFORE_MS = Date.UTC(2025, 10, 30);

/** US dollars per million units; null when unpriced. */
function perMillion(different: Partial<UsageType>, atMs = OCTOBER_MS): string | null {
  const match = findRate(BOOK, usage(different), atMs);
  return match && formatDecimal(match.picoUsdPerMillion, 12);
}

function byId(modelId: string, region = 'us-east-1'): string | null {
  return perMillion({
    model: baseModelId(modelId),
    routing: routingOfModelId(modelId),
    region,
  });
}

const WRITE = { dimension: 'cache_write_tokens' } as const;

describe('findRate on the bundled book', () => {
  test('prices bare Claude ids in the Region at the regional and not the global rate', () => {
    expect(byId(`${SONNET}-v1:0`)).toBe('3.3');
    expect(byId(`global.${SONNET}-v1:0`)).toBe('3');
  });

  test('prices us, eu and au profiles with the premium, not as the stripped id', () => {
    expect(byId(`us.${SONNET}-v1:0`)).toBe('3.3');
    expect(byId(`eu.${SONNET}-v1:0`, 'eu-central-1')).toBe('3.3');
    expect(byId(`au.${SONNET}-v1:0`, 'ap-southeast-2')).toBe('3.3');
  });

  test('puts no premium on models older than Claude 4.5', () => {
    expect(byId(`us.${SONNET_4}-v1:0`)).toBe('3');
    expect(byId(`global.${SONNET_4}-v1:0`)).toBe('3');
    expect(byId('us.anthropic.claude-3-haiku-20240307-v1:0')).toBe('0.25');
  });

  test('never prices cache reads and writes of current Claude models at zero', () => {
    const models = ['sonnet-4-6', 'opus-4-6', 'opus-4-8', 'sonnet-5', 'opus-5', 'fable-5'];
    for (const name of models) {
      const model = `anthropic.claude-${name}`;
      for (const routing of ['regional', 'global'] as const) {
        expect(
          Number(perMillion({ model, routing, dimension: 'cache_read_tokens' })),
        ).toBeGreaterThan(0);
        expect(Number(perMillion({ model, routing, ...WRITE, cacheTtl: '5m' }))).toBeGreaterThan(0);
      }
    }
  });

  test('keeps 1h cache writes apart from 5m ones', () => {
    expect(perMillion({ ...WRITE, cacheTtl: '5m' })).toBe('4.125');
    expect(perMillion({ ...WRITE, cacheTtl: '1h' })).toBe('6.6');
  });

  test('takes cache read prices from rows, which are no constant share of input', () => {
    const read = { routing: 'global', dimension: 'cache_read_tokens' } as const;
    expect(perMillion({ ...read, model: 'anthropic.claude-opus-5-5' })).toBe('0.2'); // 0.05 of 4.
    expect(perMillion({ ...read, model: 'anthropic.claude-fable-5-1' })).toBe('0.25'); // Of 10.
  });

  test('heeds the service tier', () => {
    const model = 'deepseek.v3';
    const rates = (['standard', 'priority', 'flex'] as const).map((tier) =>
      perMillion({ model, tier }),
    );
    expect(rates).toEqual(['0.58', '1.015', '0.29']);
  });

  test('prices batch by its own rows, not as zero and not always as half', () => {
    expect(perMillion({ tier: 'batch' })).toBe('1.65');
    const large = { model: 'mistral.mistral-large-2407', region: 'us-west-2' } as const;
    expect(perMillion(large)).toBe('2');
    expect(perMillion({ ...large, tier: 'batch' })).toBe('1.5');
  });

  test('prices guardrail units', () => {
    const units = { model: 'guardrail', dimension: 'guardrail_text_units' } as const;
    expect(perMillion({ ...units, detail: 'policy=contentPolicyUnits' })).toBe('150');
    expect(perMillion({ ...units, detail: 'policy=checksContentUnits' })).toBe('70');
  });

  test('leaves an unresolved application profile ARN unpriced, not free', () => {
    const model = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc';
    expect(perMillion({ model })).toBeNull();
  });

  test('knows the long tier past 272,000 tokens', () => {
    const mantle = { api: 'mantle', model: SOL } as const;
    expect(perMillion({ ...mantle, context: 'long' })).toBe('8.8');
    expect(perMillion({ ...mantle, context: 'long', dimension: 'output_tokens' })).toBe('33');
    const older = findRate(BOOK, usage({ model: 'openai.gpt-5.5', context: 'long' }), OCTOBER_MS);
    expect(older?.quality).toBe('estimate');
  });

  test('moves with the date on which AWS changed a price', () => {
    const sol = { api: 'mantle', model: SOL } as const;
    const cutMs = Date.UTC(2026, 7, 21);
    expect(perMillion(sol, cutMs - 1)).toBe('5.5');
    expect(perMillion(sol, cutMs)).toBe('4.4');
    expect(rateBoundaries(BOOK, usage(sol))).toEqual([cutMs]);
    expect(perMillion({ ...sol, dimension: 'output_tokens' }, cutMs)).toBe('22');
  });

  test('doubles Claude 3.5 Sonnet in seven Regions from December 2025, on any prompt length', () => {
    const regions = [
      'us-east-1',
      'us-east-2',
      'us-west-2',
      'eu-central-1',
      'eu-west-1',
      'eu-central-2',
      'eu-west-3',
    ];
    for (const region of regions) {
      expect(perMillion({ model: SONNET_35, region })).toBe('6');
      expect(perMillion({ model: SONNET_35, region, context: 'long' })).toBe('6');
    }
    expect(perMillion({ model: SONNET_35 }, BEFORE_MS)).toBe('3');
    expect(perMillion({ model: SONNET_35, region: 'ap-northeast-1' })).toBe('3');
  });

  test('prices rerank queries', () => {
    expect(perMillion({ model: 'cohere.rerank-v3-5', dimension: 'rerank_queries' })).toBe('2000');
  });

  test.each([
    ['amazon.nova-lite'],
    ['amazon.titan-text-express'],
    ['meta.llama3-70b-instruct'],
    ['mistral.mistral-7b-instruct'],
    ['cohere.command-r'],
    ['openai.gpt-oss-120b'],
    ['deepseek.r1'],
    ['qwen.qwen3-32b'],
    ['ai21.jamba-1-5-large'],
    ['writer.palmyra-x5'],
    ['zai.glm-4.7'],
    ['xai.grok-4.3'],
    ['google.gemma-3-27b-it'],
    ['nvidia.nemotron-nano-9b-v2'],
    ['minimax.minimax-m2'],
    ['moonshotai.kimi-k2.5'],
  ])('prices input and output of %s', (model) => {
    expect(perMillion({ model })).not.toBeNull();
    expect(perMillion({ model, dimension: 'output_tokens' })).not.toBeNull();
  });

  test('prices GovCloud by its own rows', () => {
    expect(byId(`us-gov.${SONNET}-v1:0`, 'us-gov-west-1')).toBe('3.6');
  });

  test('keeps Titan embeddings v2 apart from v1, five times as dear', () => {
    expect(byId('amazon.titan-embed-text-v2:0')).toBe('0.02');
    expect(byId('amazon.titan-embed-text-v1')).toBe('0.1');
  });

  test('never prices a custom model silently as its base', () => {
    expect(perMillion({ model: 'amazon.nova-pro', variant: 'custom' })).toBeNull();
    expect(perMillion({ model: 'qwen.qwen3-32b', variant: 'custom' })).toBe('0.2');
  });

  test('charges long prompts of Sonnet 4 and 4.5 only, with their caches', () => {
    const long = { context: 'long' } as const;
    expect(perMillion({ ...long, model: SONNET_4 })).toBe('6');
    expect(perMillion({ ...long, model: SONNET_4, ...WRITE, cacheTtl: '5m' })).toBe('7.5');
    expect(perMillion({ ...long, model: 'anthropic.claude-sonnet-4-6' })).toBe('3.3');
  });

  test('does not take latency-optimized rows for the base price', () => {
    const haiku = { model: 'anthropic.claude-3-5-haiku-20241022' } as const;
    expect(perMillion(haiku)).toBe('0.8');
    expect(perMillion({ ...haiku, latency: 'optimized' })).toBe('1');
    expect(perMillion({ ...haiku, latency: 'optimized', dimension: 'output_tokens' })).toBe('5');
  });

  test('lets the mantle API have prices of its own', () => {
    const next = { model: 'qwen.qwen3-next-80b-a3b', region: 'ap-south-1' } as const;
    expect(perMillion({ ...next, api: 'runtime' })).toBe('0.168');
    expect(perMillion({ ...next, api: 'mantle' })).toBe('0.18');
  });

  test('prices first-party models by Region', () => {
    const lite = { model: 'amazon.nova-2-lite' } as const;
    expect(perMillion({ ...lite, region: 'eu-south-1' })).toBe('0.528');
    expect(perMillion({ ...lite, region: 'eu-north-1' })).toBe('0.363');
  });
});
