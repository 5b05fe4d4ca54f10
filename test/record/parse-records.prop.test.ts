/** Throws thousands of strange records at the parser: no throw, no NaN, no word of a prompt. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRecords } from '../../server/record/parse-records.ts';
import { linesOf } from '../meter/lines.ts';
import { codesOf, invoke, NOW_MS, record, streamed, type Json } from './records.ts';

/** Planted wherever prompts and answers stand; two words, as every prompt has. */
const CANARY = 'canary prompt-7f3a';
const SEED = 20_261_120;

const content = [{ type: 'text', text: CANARY }];
const trace = {
  guardrail: {
    modelOutput: [CANARY],
    inputAssessment: {
      g1: {
        wordPolicy: { customWords: [{ match: CANARY, action: 'BLOCKED' }] },
        invocationMetrics: { usage: { contentPolicyUnits: 1, [CANARY]: 2 } },
      },
    },
  },
};

const SEEDS: readonly Json[] = [
  record({
    input: { inputTokenCount: 3, inputBodyJson: { messages: [{ role: 'user', content }] } },
    output: {
      outputTokenCount: 5,
      outputBodyJson: {
        output: { message: { content } },
        stopReason: 'end_turn',
        metrics: { latencyMs: 12 },
        usage: { inputTokens: 3, outputTokens: 5, cacheDetails: [{ ttl: '5m', inputTokens: 2 }] },
        trace,
      },
    },
  }),
  streamed('anthropic.claude-opus-4-7', [
    { type: 'message_start', message: { model: 'claude-opus-4-7', usage: { input_tokens: 3 } } },
    { type: 'content_block_delta', delta: { text: CANARY } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: CANARY } },
    { 'amazon-bedrock-invocationMetrics': { invocationLatency: 3, firstByteLatency: 1 } },
  ]),
  invoke(
    'amazon.nova-canvas-v1:0',
    {
      taskType: 'TEXT_IMAGE',
      textToImageParams: { text: CANARY },
      imageGenerationConfig: { numberOfImages: 2, width: 512, height: 512, quality: CANARY },
    },
    { images: [CANARY], error: CANARY },
  ),
  invoke(
    'cohere.rerank-v3-5:0',
    { query: CANARY, documents: [CANARY, CANARY] },
    { results: [{ index: 0, relevance_score: 0.5, document: CANARY }] },
  ),
  invoke(
    'luma.ray-v2:0',
    { prompt: CANARY, output_format: 'png', duration: '5s', resolution: CANARY },
    { generation: CANARY, results: [{ tokenCount: 2, completionReason: CANARY }] },
  ),
  record({ errorCode: CANARY, operation: CANARY, status: CANARY, inferenceRegion: CANARY }),
];

const strange = fc.oneof(
  fc.constantFrom<unknown>(CANARY, '', null, true, -1, 1.5, 1e308, -0, [], {}, [[]], 2 ** 53),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Keys whose values name a caller or a model: what stands there is no content. */
const NAMES = new Set(['accountId', 'region', 'requestId', 'modelId', 'arn', 'model', 'id']);

/** Every path of a value, deepest last, but for names. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const deeper = Object.entries(value).flatMap(([key, one]) => {
    return NAMES.has(key) ? [] : pathsOf(one, [...path, key]);
  });
  return path.length === 0 ? deeper : [path, ...deeper];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((one, index) => (String(index) === key ? replaced(one, rest, by) : one));
  }
  const object = Object(value) as Json; // A path leads through lists and objects only.
  return { ...object, [key]: replaced(object[key], rest, by) };
}

const mutated = fc
  .constantFrom(...SEEDS)
  .chain((seed) =>
    fc.record({
      seed: fc.constant(seed),
      changes: fc.array(fc.tuple(fc.constantFrom(...pathsOf(seed)), strange), {
        minLength: 0,
        maxLength: 3,
      }),
    }),
  )
  .map(({ seed, changes }) =>
    changes.reduce<unknown>((value, [path, by]) => replaced(value, path, by), seed),
  );

/** Maps as lists, so that nothing hides from a look at the text. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (one instanceof Map ? [...one] : one));
}

function numbersOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (value instanceof Map) return [...value.values()].flatMap(numbersOf);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

describe('parseRecords of 5,000 mutated records', () => {
  test('shows no content, and numbers that are whole and safe', () => {
    let invocations = 0;
    fc.assert(
      fc.property(mutated, (value) => {
        const text = JSON.stringify(value);
        for (const parsed of parseRecords({ text, sourceAtMs: NOW_MS }, NOW_MS)) {
          expect(textOf(parsed)).not.toContain(CANARY);
          if (!parsed.ok) continue;
          invocations += 1;
          expect(numbersOf(parsed.value).every(Number.isSafeInteger)).toBe(true);
          const lines = linesOf(value, { profiles: new Map() });
          expect(textOf(lines)).not.toContain(CANARY);
          expect(lines.every((one) => Number.isSafeInteger(one.quantity))).toBe(true);
          expect(lines.every((one) => one.quantity > 0)).toBe(true);
        }
      }),
      { seed: SEED, numRuns: 5000 },
    );
    expect(invocations).toBeGreaterThan(2500);
  });
});

describe('parseRecords of any text', () => {
  test('never throws', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.tuple(mutated, fc.nat(2000)).map(([value, end]) => JSON.stringify(value).slice(0, end)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const parsed of parseRecords({ text, sourceAtMs: null }, NOW_MS)) {
          expect(textOf(parsed)).not.toContain(CANARY);
        }
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  test('finds the same in an envelope as without', () => {
    fc.assert(
      fc.property(mutated, (value) => {
        const text = JSON.stringify(value);
        const event = { timestamp: NOW_MS, message: text };
        expect(codesOf({ logEvents: [event, event] })).toEqual([
          ...codesOf(text, NOW_MS),
          ...codesOf(text, NOW_MS),
        ]);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
