/** Alarms against what is usual at their hour of the week. */
import { describe, expect, test } from 'vitest';
import { alarmLevels } from '../../server/alarm/alarm-levels.ts';
import { parseAlarmRule } from '../../server/alarm/alarm-rule.ts';
import { barFor } from '../../server/alarm/bar-for.ts';
import { barOf, departureOf, periodsLike, usualOf } from '../../server/alarm/baseline.ts';
import { DEFAULT_ALARMS } from '../../server/alarm/default-alarms.ts';
import { evaluateAlarm, newAlarmState } from '../../server/alarm/evaluate-alarm.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { ruleOf, START_MS } from './tape.ts';

const BAND = { kind: 'band', weeks: 4, minimumChange: 0, timeZone: 'UTC' } as const;
const at = (text: string): number => Date.parse(text);

describe('usualOf', () => {
  test('takes the median, so that one odd week moves nothing', () => {
    const weeks = [
      [10, 9, 12],
      [11, 9, 12],
      [1000, 900, 1200],
      [10, 9, 12],
    ];
    expect(usualOf(weeks)).toMatchObject({ median: 10.5 });
    expect(usualOf(weeks)?.spread).toBeLessThan(3);
  });

  test('knows a job that runs for one hour of the week', () => {
    const week = [10, 0, 0];
    expect(usualOf([week, week, week])).toEqual({ median: 10, spread: 0.5 });
  });

  test('takes the hours around into the median of a level, such as a percentile', () => {
    const weeks = [
      [90, 20, 20],
      [80, 20, 20],
    ];
    expect(usualOf(weeks)?.median).toBe(85);
    expect(usualOf(weeks, 'level')?.median).toBe(20);
  });

  test('takes the spread of the hours around, where that is larger', () => {
    const week = [10, 4, 16];
    expect(usualOf([week, week])?.spread).toBeCloseTo(6 * 1.4826);
  });

  test('takes what comes at odd hours every week as usual', () => {
    const weeks = [
      [1, 9, 1],
      [1, 1, 9],
      [9, 1, 1],
      [1, 1, 1],
    ];
    expect(usualOf(weeks)).toEqual({ median: 1, spread: 8 / 1.2638 });
  });

  test('never finds less spread than a twentieth of the median', () => {
    expect(usualOf([[100], [100], [100]])).toEqual({ median: 100, spread: 5 });
  });

  test('knows nothing from one week, and takes weeks without a value for unknown', () => {
    expect(usualOf([[1, 2, 3]])).toBeNull();
    expect(
      usualOf([
        [1, 2, 3],
        [null, 2, 3],
      ]),
    ).toBeNull();
    expect(usualOf([])).toBeNull();
  });
});

describe('barOf', () => {
  const usual = { median: 10, spread: 2 };
  test.each([
    ['a band above', BAND, '>', 3, 16],
    ['a band below', BAND, '<', 3, 4],
    ['a band that would be below nothing', BAND, '<', 30, 0],
    ['a change above', { ...BAND, kind: 'change' }, '>=', 50, 15],
    ['a change below', { ...BAND, kind: 'change' }, '<=', 50, 5],
    ['the least departure', { ...BAND, minimumChange: 20 }, '>', 3, 30],
  ] as const)('gives %s', (_, baseline, comparison, amount, bar) => {
    expect(barOf(baseline, usual, comparison, amount)).toBe(bar);
  });

  test('counts a departure in the unit of the threshold', () => {
    expect(departureOf(BAND, usual, 16)).toBe(3);
    expect(departureOf({ kind: 'change' }, usual, 15)).toBe(50);
  });
});

describe('periodsLike', () => {
  test('looks at the same hour of earlier weeks and at its neighbours', () => {
    const startMs = at('2026-11-20T12:00:00Z');
    const weeks = periodsLike(startMs, HOUR_MS, { ...BAND, weeks: 2 });
    const hoursBefore = weeks.map((week) => week.map((ms) => (startMs - ms) / HOUR_MS));
    expect(hoursBefore).toEqual([
      [168, 169, 167],
      [336, 337, 335],
    ]);
  });

  test('looks at the same hour on the wall when clocks have changed between', () => {
    const startMs = at('2026-10-27T08:00:00Z'); // Nine o'clock in Berlin, as 07:00 UTC was before.
    const weeks = periodsLike(startMs, HOUR_MS, { ...BAND, timeZone: 'Europe/Berlin' });
    expect(weeks[0]?.[0]).toBe(at('2026-10-20T07:00:00Z'));
  });

  test('looks at the same day only, for periods of a day', () => {
    const startMs = at('2026-10-27T00:00:00Z');
    const weeks = periodsLike(startMs, DAY_MS, { ...BAND, timeZone: 'Europe/Berlin' });
    const daysBefore = weeks.map((week) => week.map((ms) => (startMs - ms) / DAY_MS));
    expect(daysBefore).toEqual([[7], [14], [21], [28]]);
  });
});

describe('an alarm with a baseline', () => {
  const rule = ruleOf({ metric: 'cost', threshold: 3, baseline: {}, period: '1h' });
  const stepOf = (value: string, usual: { median: number; spread: number } | null) => {
    const point = { startMs: START_MS, value, invocations: 5, usual };
    const endMs = START_MS + HOUR_MS;
    const time = { nowMs: endMs + rule.evaluationDelayMs, completeToMs: endMs };
    return evaluateAlarm(rule, [point], newAlarmState(START_MS), time).after;
  };

  test.each([
    ['above the band', '16.01', { median: 10, spread: 2 }, 'ALARM'],
    ['within the band', '15.99', { median: 10, spread: 2 }, 'OK'],
    ['whose week is not known', '1000', null, 'INSUFFICIENT_DATA'],
  ])('judges a period %s', (_, value, usual, state) => {
    expect(stepOf(value, usual).state).toBe(state);
  });

  test('says what was usual', () => {
    expect(stepOf('17.5', { median: 10, spread: 2 }).reason).toBe(
      'Cost was $17.5 (> $16, usually $10) in 1 of 1 period of 1 h.',
    );
  });

  test('has no bar where its week is not known, and a fixed one needs no week', () => {
    expect(barFor(rule, { usual: null })).toBeNull();
    expect(barFor(ruleOf(), {})).toEqual(ruleOf().threshold);
  });

  test.each([
    [{ period: '1m', baseline: {} }, 'period'],
    [{ baseline: { kind: 'mood' } }, 'baseline.kind'],
    [{ baseline: { weeks: 1 } }, 'baseline.weeks'],
    [{ baseline: { minimumChange: -1 } }, 'baseline.minimumChange'],
  ])('is refused with %j', (text, path) => {
    const rule = { name: 'x', metric: 'cost', threshold: 3, ...text };
    expect(parseAlarmRule(rule)).toMatchObject({ ok: false, problem: { path } });
  });
});

describe('alarmLevels', () => {
  const text = { name: 'Slow', metric: 'latencyP99', threshold: 9000, severity: 'critical' };

  test('makes a warning beside an alarm, quiet while the alarm stands', () => {
    const levels = alarmLevels({ ...text, warning: 5000 }, 'UTC');
    expect(levels).toMatchObject({
      ok: true,
      value: [
        { name: 'Slow', severity: 'critical', inhibitedBy: [] },
        { name: 'Slow (warning)', severity: 'warning', inhibitedBy: ['Slow'] },
      ],
    });
  });

  test('makes one alarm without a warning, and tells what is wrong with it', () => {
    expect(alarmLevels(text, 'UTC')).toMatchObject({ ok: true, value: [{ name: 'Slow' }] });
    expect(alarmLevels({ ...text, warning: 'soon' }, 'UTC')).toMatchObject({ ok: false });
    expect(alarmLevels(null, 'UTC')).toMatchObject({ ok: false });
  });
});

describe('the default alarms', () => {
  test.each(DEFAULT_ALARMS)('can be read: $name', (text) => {
    expect(alarmLevels(text, 'UTC')).toMatchObject({ ok: true });
  });
});
