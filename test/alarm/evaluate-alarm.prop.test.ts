/** What holds of alarms on any tape. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateAlarm, newAlarmState } from '../../server/alarm/evaluate-alarm.ts';
import { MISSING_DATA_TREATMENTS } from '../../server/alarm/evaluate-points.ts';
import { noticesFor } from '../../server/alarm/notices.ts';
import { START_MS, ruleOf, ticksOf } from './tape.ts';

const tapes = fc
  .array(fc.constantFrom('0', '60', '_', '~'), { minLength: 1, maxLength: 40 })
  .map((samples) => samples.join(' '));

const rules = fc
  .record({
    evaluationPeriods: fc.integer({ min: 1, max: 5 }),
    treatMissingData: fc.constantFrom(...MISSING_DATA_TREATMENTS),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .map(({ evaluationPeriods, treatMissingData, share }) => {
    const datapointsToAlarm = Math.ceil(evaluationPeriods * share);
    return ruleOf({ evaluationPeriods, treatMissingData, datapointsToAlarm });
  });

describe('evaluateAlarm', () => {
  test('gives the same states, reasons and ids when all is evaluated again', () => {
    const endpoints = [{ id: 'ops' }];
    fc.assert(
      fc.property(rules, tapes, (rule, tape) => {
        const run = () => {
          const ticks = ticksOf(rule, tape);
          const subject = { rule, group: {}, links: {}, contributors: [] };
          const owed = ticks.flatMap(({ transition }) => {
            return transition ? noticesFor(transition, subject, endpoints) : [];
          });
          return { states: ticks.map(({ after }) => after), owed };
        };
        const { states, owed } = run();
        expect(run()).toEqual({ states, owed });
        expect(new Set(owed.map(({ id }) => id)).size).toBe(owed.length);
      }),
    );
  });

  test('fires and resolves in turn, firing first', () => {
    fc.assert(
      fc.property(rules, tapes, (rule, tape) => {
        const told = ticksOf(rule, tape).flatMap(({ transition }) => transition?.notice ?? []);
        const turns = told.map((_, index) => (index % 2 === 0 ? 'firing' : 'resolved'));
        expect(told).toEqual(turns);
      }),
    );
  });

  test('never leaves ALARM while the source is behind', () => {
    fc.assert(
      fc.property(rules, tapes, (rule, tape) => {
        const samples = tape.split(' ');
        const states = ticksOf(rule, tape).map(({ after }) => after.state);
        for (const [index, sample] of samples.entries()) {
          if (sample === '~' && states[index - 1] === 'ALARM') expect(states[index]).toBe('ALARM');
        }
      }),
    );
  });

  test('does not depend on the order of the series, nor on evaluating twice', () => {
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { maxLength: 7 });
    fc.assert(
      fc.property(rules, values, (rule, list) => {
        const series = list.map((value, index) => {
          return { startMs: START_MS + index * rule.periodMs, value, invocations: 1 };
        });
        const endMs = START_MS + 7 * rule.periodMs;
        const time = { nowMs: endMs + rule.evaluationDelayMs, completeToMs: endMs };
        const before = newAlarmState(START_MS);
        const once = evaluateAlarm(rule, series, before, time);
        expect(evaluateAlarm(rule, series.toReversed(), before, time)).toEqual(once);
        const twice = evaluateAlarm(rule, series, once.after, time);
        expect(twice).toEqual({ after: once.after, transition: null });
      }),
    );
  });
});
