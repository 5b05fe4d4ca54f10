/** Alarms under clocks that jump, days that gain an hour, and passes that are made twice. */
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { call, storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { passAt, storm, throttled, wordsOf } from './alarm-rig.ts';

const RULE = ruleOf({ name: 'storm' });
const ONCE = ['OK', 'ALARM!', 'OK!'];

/** Passes at these minutes after T0, in this order. */
function playedAt(minutes: readonly number[]): readonly string[] {
  const store = storeOf(storm());
  return minutes.flatMap((minute) => wordsOf(passAt(store, minute * MINUTE_MS, [RULE])));
}

describe('a storm is told once, and its end once', () => {
  test.each([
    ['with a pass each minute', Array.from({ length: 181 }, (_, minute) => minute)],
    ['with one pass for it all', [180]],
    ['when every pass is made twice', [0, 0, 60, 60, 68, 68, 90, 90, 180, 180]],
    ['when the clock is put back an hour while it stands', [0, 68, 8, 20, 68, 180]],
    ['when the clock is put back an hour after it', [0, 68, 180, 120, 130, 180, 200]],
    ['when the clock leaps an hour ahead and back', [0, 50, 128, 68, 128, 180]],
    ['when the machine slept through it', [0, 30, 300]],
  ])('%s', (_, minutes) => {
    expect(playedAt(minutes)).toEqual(ONCE);
  });
});

describe('periods of an alarm', () => {
  /** 2026-11-01 is the day on which clocks in New York go back: T0 is its start by UTC. */
  test('have the same length on the days on which clocks change', () => {
    const hourly = ruleOf({ name: 'storm', period: '1h', threshold: 0 });
    const calls = Array.from({ length: 12 }, (_, hour) => throttled(1, hour * HOUR_MS));
    const store = storeOf(calls.flat());
    const words = wordsOf(passAt(store, 13 * HOUR_MS, [hourly], { catchUpHours: 24 }));
    expect(words.filter((word) => word === 'ALARM!')).toHaveLength(1); // No hour is missing.
  });

  test('that lie in the future are judged when they are whole, and not before', () => {
    const store = storeOf([...storm(), call(9_999, 5 * HOUR_MS)]);
    const ahead = { completeToMs: T0_MS + 68 * MINUTE_MS };
    expect(wordsOf(passAt(store, 10 * HOUR_MS, [RULE], { ...ahead, catchUpHours: 24 }))).toEqual([
      'OK',
      'ALARM!',
    ]);
  });
});
