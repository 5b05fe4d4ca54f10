/** Skimming against JSON.parse and the reader of records: the same on every field, or nothing. */
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../shared/window.ts';
import { createChance, type Chance } from '../bench/ingest/chance.ts';
import { sampleRecord } from '../bench/ingest/record-set.ts';
import { T0_MS } from '../support/metered.ts';
import { agrees, skimmed } from './skim-agreement.ts';

/** The full number runs where time does not matter. */
const MUTATIONS = process.env['CI'] === undefined ? 20_000 : 200_000;
const NOW_MS = T0_MS + DAY_MS;

/** Words that mean something somewhere, so that a mutation can hit. */
const WORDS = [
  '"usage":{"input_tokens":7},',
  '"usage":null,',
  '"inputTokenCount":3,',
  '"outputTokenCount":0,',
  '"metrics":{"latencyMs":12},',
  '"amazon-bedrock-invocationMetrics":{"firstByteLatency":4},',
  '"amazon-bedrock-guardrailAction":"INTERVENED",',
  '"trace":{"guardrail":{}},',
  '"stopReason":"end_turn",',
  '"stop_reason":null,',
  '"type":"content_block_delta",',
  '"type":"message_delta",',
  '"contentBlockDelta":{},',
  '"serviceTier":{"type":"flex"},',
  '"service_tier":"priority",',
  '"requestMetadata":{"tenant":"x"},',
  '"identity":{"arn":"arn:aws:iam::1:user/x"},',
  '"identity":null,',
  '"errorCode":"ThrottlingException",',
  '"cacheDetails":[{"ttl":"1h","inputTokens":5}],',
  '"messages":[],',
  '"images":["a","b"],',
  '"schemaType":"ModelInvocationLog",',
  '"mod\\u0065lId":"m",',
  '"__proto__":{"usage":1},',
  '"requestId":"00000000-0000-4000-8000-000000000009",',
  '"outputImageCount":2,',
];
const BITS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\"',
  '\\u00e9',
  '\u0001',
  'é',
  '😀',
  '0',
  '9',
];
const NUMBERS = [
  '-1',
  '0',
  '-0',
  '1.5',
  '1e3',
  '01',
  '1000000000001',
  '123456789012',
  'null',
  '""',
];

function mutated(text: string, chance: Chance): string {
  const at = chance.below(text.length);
  switch (chance.below(7)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + chance.below(4));
    case 1:
      return text.slice(0, at) + chance.pick(BITS) + text.slice(at + chance.below(2));
    case 2: {
      const braces = [...text.matchAll(/\{/g)].map(({ index }) => index + 1);
      const place = braces[chance.below(braces.length)] ?? 1;
      return text.slice(0, place) + chance.pick(WORDS) + text.slice(place);
    }
    case 3: {
      const numbers = [...text.matchAll(/(?<=:)\d+/g)];
      const [found] = numbers.length > 0 ? [chance.pick(numbers)] : [];
      if (!found) return text;
      const end = found.index + found[0].length;
      return text.slice(0, found.index) + chance.pick(NUMBERS) + text.slice(end);
    }
    case 4:
      return text.slice(0, at);
    case 5:
      return text + text.slice(at);
    default: {
      const end = at + chance.below(30);
      return text.slice(0, end) + text.slice(at, end) + text.slice(end);
    }
  }
}

describe('skimRecord', () => {
  test('gives what reading in full gives, for every kind of call', () => {
    const chance = createChance(5);
    const known = Array.from({ length: 300 }, (_, index) =>
      agrees(JSON.stringify(sampleRecord(T0_MS, index % 2 === 0 ? 'lean' : 'fat', chance)), NOW_MS),
    );
    expect(known.filter((one) => !one)).toEqual([]);
  });

  test(`agrees with reading in full on ${MUTATIONS} mutated records`, () => {
    const chance = createChance(17);
    const bases = Array.from({ length: 200 }, () =>
      JSON.stringify(sampleRecord(T0_MS, 'lean', chance)),
    );
    let known = 0;
    for (let index = 0; index < MUTATIONS; index += 1) {
      let text = chance.pick(bases);
      for (let times = chance.below(3); times >= 0; times -= 1) text = mutated(text, chance);
      known += Number(agrees(text, NOW_MS));
    }
    expect(known).toBeGreaterThan(MUTATIONS / 10); // Else nothing was compared.
  }, 300_000);

  const base = JSON.parse(JSON.stringify(sampleRecord(T0_MS, 'lean', createChance(2)))) as object;
  const rare = [
    { name: 'no JSON', text: '{"modelId":' },
    { name: 'two records on a line', text: `${JSON.stringify(base)}${JSON.stringify(base)}` },
    {
      name: 'a control character in a body',
      text: JSON.stringify({ ...base, x: 1 }).replace('"x":1', '"x":"\u0001"'),
    },
    {
      name: 'an escape in a key',
      text: JSON.stringify(base).replace('"modelId"', '"mod\\u0065lId"'),
    },
    {
      name: 'a time ahead of the clock',
      text: JSON.stringify({ ...base, timestamp: '2030-01-01T00:00:00Z' }),
    },
    {
      name: 'a fraction of a token',
      text: JSON.stringify({ ...base, input: { inputTokenCount: 1.5 } }),
    },
    { name: 'an id that is no UUID', text: JSON.stringify({ ...base, requestId: 'abc' }) },
    { name: 'a list of chunks alone', text: '[{"type":"message_start"}]' },
  ];

  test.each(rare)('leaves $name to the reader in full', ({ text }) => {
    expect(skimmed(text, NOW_MS)).toBeNull();
  });

  test('takes no count from a body that imitates one', () => {
    const forged = { output: { outputBodyJson: { content: { usage: { input_tokens: 9e9 } } } } };
    const text = JSON.stringify({ ...base, input: { inputTokenCount: 5 }, ...forged });
    expect(skimmed(text, NOW_MS)?.tokens.input).toBe(5);
  });
});
