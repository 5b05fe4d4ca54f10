/** Passes of alarms against their weeks: what departs is told once, per group, over restarts. */
import { describe, expect, test } from 'vitest';
import { alarmBars } from '../../server/job/alarm-bars.ts';
import { backtest } from '../../server/job/backtest.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { passAt, wordsOf } from './alarm-rig.ts';

let number = 0;

function calls(count: number, afterMs: number, tenant = 'acme'): readonly MeteredInvocation[] {
  return Array.from({ length: count }, (_, index) => {
    number += 1;
    return call(number, afterMs + index, { attribution: { tenant } });
  });
}

/** Three weeks of ten calls at noon and one at midnight, then a day that differs. */
function weeks(last: readonly MeteredInvocation[]): Store {
  const days = Array.from({ length: 21 }, (_, day) => [
    ...calls(10, day * DAY_MS + 12 * HOUR_MS),
    ...calls(1, day * DAY_MS),
  ]);
  return storeOf([...days.flat(), ...last]);
}

const RULE = ruleOf({
  name: 'usual',
  metric: 'invocations',
  groupBy: ['tenant'],
  period: '1h',
  threshold: 6,
  baseline: { minimumChange: 5 },
});
const DAY = 21 * DAY_MS;
const hourly = (store: Store, hours: number, rule = RULE): readonly string[] =>
  Array.from({ length: hours }, (_, hour) =>
    wordsOf(passAt(store, DAY + (hour + 1) * HOUR_MS + MINUTE_MS, [rule])),
  ).flat();

describe('an alarm against its week', () => {
  test('says nothing of what is usual at that hour, and all of what is not', () => {
    const store = weeks([...calls(10, DAY + 12 * HOUR_MS), ...calls(10, DAY + 15 * HOUR_MS)]);
    expect(hourly(store, 20)).toEqual(['acme OK', 'acme ALARM!', 'acme OK!']);
  });

  test('finds the same in one pass over all hours as hour by hour', () => {
    const store = weeks(calls(10, DAY + 15 * HOUR_MS));
    const once = passAt(store, DAY + 20 * HOUR_MS, [RULE], { catchUpHours: 20 });
    expect(wordsOf(once)).toEqual(['acme OK', 'acme ALARM!', 'acme OK!']);
  });

  test('adds nothing when an hour is evaluated twice', () => {
    const store = weeks(calls(10, DAY + 15 * HOUR_MS));
    hourly(store, 16);
    expect(passAt(store, DAY + 16 * HOUR_MS + 2 * MINUTE_MS, [RULE])).toEqual([]);
  });

  test('holds a new tenant against nothing, from the least departure on', () => {
    const store = weeks([...calls(9, DAY + HOUR_MS, 'newcomer'), ...calls(2, DAY, 'small')]);
    const told = hourly(store, 3).filter((word) => !word.startsWith('acme'));
    expect(told).toEqual(['small OK', 'newcomer OK', 'newcomer ALARM!', 'newcomer OK!']);
  });

  test('turns nothing green while its source is behind', () => {
    const store = weeks(calls(10, DAY + 15 * HOUR_MS));
    hourly(store, 16);
    const completeToMs = T0_MS + DAY + 16 * HOUR_MS;
    const late = { completeToMs };
    expect(passAt(store, DAY + 20 * HOUR_MS, [RULE], late)).toEqual([]);
    expect(store.alarmStates()[0]?.state.state).toBe('ALARM');
  });

  test('is played over the past by a backtest', () => {
    const store = weeks(calls(40, DAY + 15 * HOUR_MS));
    const window = { startMs: T0_MS, endMs: T0_MS + DAY + DAY_MS };
    const { spans } = backtest(RULE, window, { store, book: HAND_BOOK });
    expect(spans.map(({ startMs }) => (startMs - T0_MS - DAY) / HOUR_MS)).toEqual([16]);
  });
});

describe('a warning beside an alarm', () => {
  const warning = ruleOf({ name: 'low', threshold: 5, groupBy: ['tenant'], inhibitedBy: ['high'] });
  const high = ruleOf({ name: 'high', threshold: 50, groupBy: ['tenant'] });
  const tell = (store: Store) =>
    passAt(store, 3 * HOUR_MS, [
      { ...warning, metric: 'invocations' },
      { ...high, metric: 'invocations' },
    ])
      .filter(({ transition }) => transition.notice !== null)
      .map(({ alarm, group, transition }) => `${alarm} ${group['tenant']} ${transition.notice}`);

  test('is quiet for the tenant whose alarm stands, and told for others', () => {
    const store = storeOf([...calls(60, HOUR_MS), ...calls(10, HOUR_MS, 'globex')]);
    expect(tell(store)).toEqual([
      'high acme firing',
      'high acme resolved',
      'low globex firing',
      'low globex resolved',
    ]);
  });

  test('is told when the alarm stood at another time', () => {
    const store = storeOf([...calls(60, HOUR_MS), ...calls(10, 2 * HOUR_MS)]);
    expect(tell(store).filter((word) => word.startsWith('low'))).toEqual([
      'low acme firing',
      'low acme resolved',
    ]);
  });
});

test('alarmBars gives the values of each group with what is usual and the bar', () => {
  const store = weeks(calls(10, DAY + 15 * HOUR_MS));
  const window = { startMs: T0_MS + DAY + 12 * HOUR_MS, endMs: T0_MS + DAY + 16 * HOUR_MS };
  expect(alarmBars(RULE, window, { store, book: HAND_BOOK })).toEqual([
    {
      group: { tenant: 'acme' },
      values: [0, 0, 0, 10],
      usual: [10, 0, 0, 0],
      bars: [15, 5, 5, 5],
    },
  ]);
});
