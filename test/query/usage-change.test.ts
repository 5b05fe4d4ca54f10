/** Another choice changes what it is about, and nothing that is sold apart. */
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import {
  assumptionsOf,
  changedType,
  NO_CHANGE,
  type UsageChange,
} from '../../server/query/usage-change.ts';
import { INPUT_TYPE } from '../support/metered.ts';

const ALL: UsageChange = { model: 'acme.other', tier: 'batch', routing: 'global', cacheTtl: '1h' };

/** What differs from the usage itself after all is changed. */
function differences(type: Partial<UsageType>, change: UsageChange = ALL) {
  const before: UsageType = { ...INPUT_TYPE, ...type };
  const after = changedType(before, change);
  const keys = Object.keys(after) as (keyof UsageType)[]; // Of one literal shape.
  return Object.fromEntries(
    keys.filter((key) => after[key] !== before[key]).map((key) => [key, after[key]]),
  );
}

const ELSEWHERE = { tier: 'batch', routing: 'global' };

describe('changedType', () => {
  test.each([
    ['text tokens', {}, { model: 'acme.other', ...ELSEWHERE }],
    [
      'a cache write',
      { dimension: 'cache_write_tokens', cacheTtl: '5m' },
      { model: 'acme.other', cacheTtl: '1h', ...ELSEWHERE },
    ],
    [
      'optimized latency',
      { latency: 'optimized' },
      { model: 'acme.other', latency: 'standard', ...ELSEWHERE },
    ],
    ['images', { dimension: 'output_images' }, ELSEWHERE],
    ['a reserved call', { tier: 'reserved' }, { model: 'acme.other', routing: 'global' }],
    ['a guardrail', { dimension: 'guardrail_text_units' }, {}],
    ['provisioned capacity', { variant: 'provisioned' }, {}],
    ['a custom model', { variant: 'custom' }, {}],
  ] as const)('of %s changes what the choice is about', (_, type, expected) => {
    expect(differences(type)).toEqual(expected);
  });

  test('of anything changes nothing when nothing is chosen', () => {
    expect(differences({ tier: 'flex', latency: 'optimized' }, NO_CHANGE)).toEqual({});
  });
});

describe('assumptionsOf', () => {
  test.each([
    ['model', { model: 'acme.other' }, /Token counts stay/],
    ['tier', { tier: 'batch' }, /may take a day/],
    ['routing', { routing: 'global' }, /any Region/],
    ['cache lifetime', { cacheTtl: '1h' }, /Hits stay/],
  ] as const)('says what a change of the %s takes for granted', (_, change, words) => {
    expect(assumptionsOf({ ...NO_CHANGE, ...change }).join(' ')).toMatch(words);
  });

  test('is empty for no change', () => {
    expect(assumptionsOf(NO_CHANGE)).toEqual([]);
  });
});
