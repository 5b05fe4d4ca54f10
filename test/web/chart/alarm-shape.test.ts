/** Small charts of alarms: values and threshold in one box. */
import { describe, expect, test } from 'vitest';
import { alarmShape, alarmValues } from '../../../web/chart/alarm-shape.ts';

const BOX = { width: 100, height: 42 };

describe('alarmShape', () => {
  test('puts a threshold above all values near the top, and the values under it', () => {
    const { line, thresholdY } = alarmShape([0, 50], 100, BOX);
    expect(thresholdY).toBeCloseTo(41 - 40 / 1.15, 5);
    expect(line).toBe('M0.0 41.0L100.0 23.6');
  });

  test('puts a threshold that is passed among the values', () => {
    expect(alarmShape([0, 200], 100, BOX).thresholdY).toBeCloseTo(21, 5);
  });

  test('has a threshold and no line without values', () => {
    expect(alarmShape([null, null], 0, BOX)).toEqual({ line: '', area: '', thresholdY: 41 });
  });
});

describe('alarmValues', () => {
  const at = (minute: number): string => `2026-11-20T10:0${minute}:00Z`;
  const rows = [
    { group: { tenant: 'acme' }, start: at(0), values: { cost: '1.5' } },
    { group: { tenant: 'globex' }, start: at(0), values: { cost: '9' } },
    { group: { tenant: 'acme' }, start: at(2), values: { cost: null } },
  ] as const;
  const startsMs = [0, 1, 2].map((minute) => Date.parse(at(minute)));

  test('are those of the group alone, with a gap where nothing is known', () => {
    const alarm = { metric: 'cost', group: { tenant: 'acme' } } as const;
    expect(alarmValues(alarm, rows, startsMs)).toEqual([1.5, null, null]);
  });

  test('of a metric that is not ours are all gaps', () => {
    expect(alarmValues({ metric: null, group: {} }, rows, startsMs)).toEqual([null, null, null]);
  });
});
