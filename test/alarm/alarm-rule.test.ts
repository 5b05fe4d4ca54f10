/** Rules as people write them: what is filled in, and what is refused at which key. */
import { describe, expect, test } from 'vitest';
import { parseAlarmRule } from '../../server/alarm/alarm-rule.ts';

const least = { name: 'Spend per tenant', metric: 'cost', threshold: '12.50' };

describe('parseAlarmRule', () => {
  test('fills in what is left out', () => {
    expect(parseAlarmRule(least)).toEqual({
      ok: true,
      value: {
        baseline: null,
        name: 'Spend per tenant',
        metric: 'cost',
        filter: '',
        groupBy: [],
        comparison: '>',
        threshold: { kind: 'money', text: '12.5', attoUsd: 12_500_000_000_000_000_000n },
        periodMs: 300_000,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: 'missing',
        evaluationDelayMs: 60_000,
        minimumInvocations: 0,
        keepFiringMs: 0,
        repeatMs: null,
        mute: [],
        inhibitedBy: [],
        owner: '',
        severity: 'warning',
        runbook: '',
      },
    });
  });

  test('reads a whole rule, with all periods to breach where M is left out', () => {
    const parsed = parseAlarmRule({
      ...least,
      metric: 'errorRatio',
      threshold: 0.05,
      filter: 'tenant=acme,"the others"',
      groupBy: ['tenant', 'tag.feature'],
      comparison: '>=',
      period: '1h',
      evaluationPeriods: 24,
      treatMissingData: 'notBreaching',
      evaluationDelay: '90s',
      minimumInvocations: 20,
      severity: 'critical',
      runbook: 'https://wiki.example.com/spend',
    });
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        datapointsToAlarm: 24,
        evaluationDelayMs: 90_000,
        periodMs: 3_600_000,
        threshold: { kind: 'number', text: '0.05', value: 0.05 },
        filter: 'tenant=acme,"the others"',
      },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown metric', { metric: 'toString' }, 'metric'],
    ['a threshold that is no decimal', { threshold: 'ten' }, 'threshold'],
    ['a threshold in powers of ten', { threshold: 1e308 }, 'threshold'],
    ['a NaN', { threshold: Number.NaN }, 'threshold'],
    ['a filter that does not parse', { filter: 'tenant' }, 'filter'],
    ['an unknown dimension', { groupBy: ['tenant', 'colour'] }, 'groupBy.1'],
    ['a dimension twice', { groupBy: ['tenant', 'tenant'] }, 'groupBy.1'],
    ['a group for each request', { groupBy: ['requestId'] }, 'groupBy.0'],
    ['four dimensions', { groupBy: ['tenant', 'model', 'region', 'tier'] }, 'groupBy'],
    ['an odd period', { period: '7m' }, 'period'],
    ['more breaches than periods', { datapointsToAlarm: 2 }, 'datapointsToAlarm'],
    ['no breaches', { datapointsToAlarm: 0 }, 'datapointsToAlarm'],
    ['over a day of minutes', { period: '5m', evaluationPeriods: 289 }, 'evaluationPeriods'],
    ['over a week of hours', { period: '1h', evaluationPeriods: 169 }, 'evaluationPeriods'],
    ['a delay of two days', { evaluationDelay: '2d' }, 'evaluationDelay'],
    ['a name with a line break', { name: 'a\nb' }, 'name'],
    ['a runbook with a control character', { runbook: 'a\u001bb' }, 'runbook'],
    ['a key that does not exist', { treshold: 1 }, ''],
  ])('refuses %s', (_, changes, path) => {
    expect(parseAlarmRule({ ...least, ...changes })).toMatchObject({
      ok: false,
      problem: { path },
    });
  });

  test.each([
    ['a day of five minutes', { period: '5m', evaluationPeriods: 288 }],
    ['a week of hours', { period: '1h', evaluationPeriods: 168 }],
    ['a week of days', { period: '1d', evaluationPeriods: 7 }],
  ])('takes %s', (_, changes) => {
    expect(parseAlarmRule({ ...least, ...changes }).ok).toBe(true);
  });

  test('survives values that are no objects', () => {
    for (const value of [null, undefined, 'rule', 7, []]) {
      expect(parseAlarmRule(value).ok).toBe(false);
    }
  });
});
