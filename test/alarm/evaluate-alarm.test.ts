/** One alarm over time: what fires, what clears, and what silence does. */
import { describe, expect, test } from 'vitest';
import {
  evaluateAlarm,
  evaluationWindow,
  newAlarmState,
  type AlarmState,
} from '../../server/alarm/evaluate-alarm.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { START_MS, play, ruleOf, ticksOf } from './tape.ts';

const PERIOD_MS = 5 * MINUTE_MS;
const twoOfThree = ruleOf({ evaluationPeriods: 3, datapointsToAlarm: 2 });

describe('evaluateAlarm', () => {
  test.each([
    [
      'fires on a first breach and resolves on the first good period',
      '60 60 50',
      'alarm! alarm ok!',
    ],
    ['tells nobody that a new alarm is OK', '1 1', 'ok ok'],
    ['takes a value equal to the threshold as good', '50 50.5', 'ok alarm!'],
    ['keeps its state over one period without data', '60 _ _ 1', 'alarm! alarm alarm ok!'],
    ['starts without a state and stays so without data', '_ _ 1', 'none none ok'],
    [
      'falls to no data without a word, and fires once',
      '60 _x2 70',
      'alarm! alarm alarm none alarm',
    ],
  ])('1 of 1: %s', (_, tape, states) => {
    expect(play(ruleOf(), tape)).toBe(states);
  });

  test.each([
    ['fires when two of three breach', '0 60 0 60', 'ok ok ok alarm!'],
    ['fires on a ramp when its second sample is over', '30+15x4', 'ok ok ok alarm! alarm'],
    ['clears when one of three breaches', '60 60 0 0', 'none alarm! alarm ok!'],
    ['counts data on both sides of a hole', '60 _ 60', 'none alarm! alarm'],
  ])('2 of 3: %s', (_, tape, states) => {
    expect(play(twoOfThree, tape)).toBe(states);
  });

  test('is one firing and one resolved around a time without data', () => {
    expect(play(ruleOf(), '60 _x3 1')).toBe('alarm! alarm alarm none none ok!');
    expect(play(ruleOf(), '60 _x3 60 1')).toBe('alarm! alarm alarm none none alarm ok!');
  });

  test('stays in ALARM while the source is behind, whatever missing data means', () => {
    for (const treatMissingData of ['missing', 'ignore', 'breaching', 'notBreaching']) {
      const rule = ruleOf({ treatMissingData });
      expect(play(rule, '60 ~x6 1')).toBe(`alarm!${' alarm'.repeat(7)} ok!`);
    }
  });

  test('stays OK while the source is behind, even if missing data is breaching', () => {
    expect(play(ruleOf({ treatMissingData: 'breaching' }), '1 ~x6')).toBe(`ok${' ok'.repeat(7)}`);
  });

  test('says that it waits, and no more so when data has come', () => {
    const reasons = ticksOf(ruleOf(), '60 ~x1 70').map(({ after }) => after.reason);
    expect(reasons[0]).toBe('Throttles was 60 (> 50) in 1 of 1 period of 5 min.');
    expect(reasons[2]).toBe(
      'Throttles was 60 (> 50) in 1 of 1 period of 5 min. Waiting for data: it is whole up to ' +
        '2026-10-01T00:05:00Z, periods to 2026-10-01T00:15:00Z are due.',
    );
    expect(reasons[3]).toBe('Throttles was 70 (> 50) in 1 of 1 period of 5 min.');
  });

  test('does not look at anything before a source has finished a pass', () => {
    const before = newAlarmState(START_MS);
    const series = [{ startMs: START_MS, value: 60, invocations: 100 }];
    const time = { nowMs: START_MS + 10 * PERIOD_MS, completeToMs: null };
    const { after, transition } = evaluateAlarm(ruleOf(), series, before, time);
    expect(transition).toBeNull();
    expect(after).toMatchObject({ state: 'INSUFFICIENT_DATA', evaluatedToMs: null });
    expect(after.reason).toBe('Stays INSUFFICIENT_DATA. No source has finished a pass yet.');
  });

  test('takes a period with too few calls as missing', () => {
    const rule = ruleOf({ metric: 'errorRatio', threshold: '0.05', minimumInvocations: 20 });
    const time = { nowMs: START_MS + 2 * PERIOD_MS, completeToMs: START_MS + PERIOD_MS };
    const evaluate = (invocations: number): AlarmState => {
      const series = [{ startMs: START_MS, value: 0.5, invocations }];
      return evaluateAlarm(rule, series, newAlarmState(START_MS), time).after;
    };
    expect(evaluate(19)).toMatchObject({ state: 'INSUFFICIENT_DATA', lastValue: null });
    expect(evaluate(20)).toMatchObject({ state: 'ALARM', lastValue: 0.5 });
  });

  test('carries what was seen: window, points, sequence and both states', () => {
    const transitions = ticksOf(ruleOf(), '1 60 1').map(({ transition }) => transition);
    expect(transitions.map((transition) => transition?.sequence)).toEqual([1, 2, 3]);
    expect(transitions[1]).toMatchObject({
      from: 'OK',
      to: 'ALARM',
      notice: 'firing',
      value: 60,
      occurredAtMs: START_MS + 2 * PERIOD_MS + MINUTE_MS,
      window: { startMs: START_MS - PERIOD_MS, endMs: START_MS + 2 * PERIOD_MS },
    });
    expect(transitions[1]?.points.map(({ verdict }) => verdict)).toEqual([
      'missing',
      'good',
      'breaching',
    ]);
  });

  describe('without a newer period', () => {
    const time = { nowMs: START_MS + PERIOD_MS + MINUTE_MS, completeToMs: START_MS + PERIOD_MS };
    const later = { ...time, nowMs: time.nowMs + MINUTE_MS };
    const seriesOf = (value: number) => [{ startMs: START_MS, value, invocations: 100 }];

    test('rises when late records show a breach', () => {
      const calm = evaluateAlarm(ruleOf(), seriesOf(40), newAlarmState(START_MS), time).after;
      const { after, transition } = evaluateAlarm(ruleOf(), seriesOf(60), calm, later);
      expect(after.state).toBe('ALARM');
      expect(transition?.notice).toBe('firing');
    });

    test('does not clear when a figure is mended', () => {
      const firing = evaluateAlarm(ruleOf(), seriesOf(60), newAlarmState(START_MS), time).after;
      const { after, transition } = evaluateAlarm(ruleOf(), seriesOf(40), firing, later);
      expect(after).toMatchObject({ state: 'ALARM', lastValue: 40 });
      expect(after.reason).toBe('Stays ALARM until a newer period is whole.');
      expect(transition).toBeNull();
    });

    test('keeps all when the clock or the source steps back', () => {
      const firing = evaluateAlarm(ruleOf(), seriesOf(60), newAlarmState(START_MS), time).after;
      const back = { nowMs: time.nowMs - 12 * PERIOD_MS, completeToMs: time.completeToMs };
      const { after, transition } = evaluateAlarm(ruleOf(), [], firing, back);
      expect(transition).toBeNull();
      expect(after).toMatchObject({ state: 'ALARM', evaluatedToMs: firing.evaluatedToMs });
    });
  });
});

describe('evaluationWindow', () => {
  test('ends at the last period that is due and whole, and holds N and two more', () => {
    const rule = twoOfThree;
    const nowMs = START_MS + 10 * PERIOD_MS + MINUTE_MS - 1; // The delay of 1 min is not over.
    const completeToMs = START_MS + 100 * PERIOD_MS;
    const endMs = START_MS + 9 * PERIOD_MS;
    expect(evaluationWindow(rule, { nowMs, completeToMs })).toEqual({
      startMs: endMs - 5 * PERIOD_MS,
      endMs,
    });
    const behind = { nowMs, completeToMs: START_MS + 4 * PERIOD_MS - 1 };
    expect(evaluationWindow(rule, behind)?.endMs).toBe(START_MS + 3 * PERIOD_MS);
    expect(evaluationWindow(rule, { nowMs, completeToMs: null })).toBeNull();
  });
});
