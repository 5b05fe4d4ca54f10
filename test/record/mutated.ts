/** Spoils the text of a record, in ways that mean something to whoever reads it. */
import type { Chance } from '../bench/ingest/chance.ts';

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

/** One mutation; most leave no record, and some a different one. */
export function mutated(text: string, chance: Chance): string {
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
