/** Who drove an alarm: the largest first, only of its own group, and only where parts add up. */
import { expect, test } from 'vitest';
import { alarmDrivers } from '../../server/job/alarm-drivers.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { HAND_BOOK, storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { throttled } from './alarm-rig.ts';

const WINDOW = { startMs: T0_MS, endMs: T0_MS + HOUR_MS };
const store = storeOf([
  ...throttled(3, 0, 'acme'),
  ...throttled(5, 1_000, 'globex'),
  ...throttled(2, 2_000, 'a*'),
]);

function driversOf(changes: Record<string, unknown>, group: Readonly<Record<string, string>> = {}) {
  const rule = ruleOf(changes);
  return alarmDrivers({ rule, group }, WINDOW, { store, book: HAND_BOOK });
}

test('the largest parts come first, with their amounts', () => {
  expect(driversOf({ metric: 'throttles' })).toEqual([
    { group: 'globex, amazon.nova-micro', value: '5' },
    { group: 'acme, amazon.nova-micro', value: '3' },
    { group: 'a*, amazon.nova-micro', value: '2' },
  ]);
});

test('a group is told by what it is not itself, and its name is no pattern', () => {
  expect(driversOf({ metric: 'throttles', groupBy: ['tenant'] }, { tenant: 'a*' })).toEqual([
    { group: 'amazon.nova-micro', value: '2' },
  ]);
});

test.each([
  ['a percentile', { metric: 'latencyP90' }],
  ['a metric of which there is none', { metric: 'errors' }],
  ['an alarm of each tenant and model', { metric: 'throttles', groupBy: ['tenant', 'model'] }],
])('%s has no drivers', (_, changes) => {
  expect(driversOf(changes, { tenant: 'acme', model: 'amazon.nova-micro' })).toEqual([]);
});
