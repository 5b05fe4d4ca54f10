/** Throws thousands of strange records at the parser: no throw, no NaN, no word of a prompt. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRecords } from '../../server/record/parse-records.ts';
import { linesOf } from '../meter/lines.ts';
import { CANARY, CANARY_RECORDS } from './canary-records.ts';
import { codesOf, NOW_MS, type Json } from './records.ts';

const SEED = 20_261_120;

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
  .constantFrom(...CANARY_RECORDS)
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
