/** What CloudWatch counts is found out by the logs; what is missing is not taken for zero. */
import { describe, expect, test } from 'vitest';
import { modelCoverage } from '../../server/query/completeness.ts';
import { countedCalls } from '../../server/query/counted-calls.ts';
import { logCoverage } from '../../server/query/status.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { passAt, wordsOf } from '../job/alarm-rig.ts';
import { T0_MS } from '../support/metered.ts';
import { call, HAND_BOOK, point, storeOf, valueOf } from './ask.ts';

const NOW_MS = T0_MS + 5 * HOUR_MS;

/** An hour with so many good and failed calls, of which CloudWatch counted so many. */
function hourOf(good: number, failed: number, counted: number) {
  const rows = Array.from({ length: good + failed }, (_, i) =>
    call(i + 1, i, { invocation: { status: i < good ? 'success' : 'clientError' } }),
  );
  const store = storeOf(rows);
  store.saveMetricPoints([point({ value: counted, periodSeconds: 3600 })]);
  return store;
}

describe('T-MET-10: what CloudWatch means by Invocations', () => {
  test.each([
    ['failed calls too', 100, 40, 140, 'accepted'],
    ['successful calls alone', 100, 40, 100, 'successful'],
    ['some lost records beside failed calls', 95, 40, 140, 'accepted'],
    ['too few failures to tell', 100, 10, 100, null],
    ['neither, since half of the logs are missing', 50, 20, 140, null],
  ] as const)('is told by the logs: %s', (_name, good, failed, counted, expected) => {
    expect(countedCalls(NOW_MS, hourOf(good, failed, counted), HAND_BOOK)).toBe(expected);
  });

  test('decides what is compared: a lost record shows in either case', () => {
    const store = hourOf(98, 40, 100);
    expect(logCoverage(NOW_MS, store, HAND_BOOK)).toBe(0.98);
    expect(modelCoverage(NOW_MS, store, HAND_BOOK)).toMatchObject([{ logged: 98, counted: 100 }]);
    expect(logCoverage(NOW_MS, hourOf(98, 40, 140), HAND_BOOK)).toBe(138 / 140);
  });

  test('changes no ratio of errors: that is one of logged calls alone', () => {
    expect(valueOf(hourOf(60, 40, 60), 'errorRatio')).toBe(0.4);
    expect(valueOf(hourOf(60, 40, 100), 'errorRatio')).toBe(0.4);
  });
});

describe('T-MET-09: silence', () => {
  const store = () => storeOf([call(1, 0, { invocation: { latencyMs: 900 } })]);
  const wordsOfRule = (changes: Readonly<Record<string, unknown>>) =>
    wordsOf(passAt(store(), 21 * MINUTE_MS, [ruleOf({ name: 'a', ...changes })]));

  test.each([
    ['of calls is none of them', { metric: 'throttles' }, ['OK']],
    ['of calls is zero spend', { metric: 'cost', comparison: '<', threshold: '1' }, ['ALARM!']],
    ['tells no latency', { metric: 'latencyP99', threshold: '5000' }, ['OK', 'INSUFFICIENT_DATA']],
    ['of a count of CloudWatch breaks no bar', { metric: 'cloudWatchThrottles' }, ['OK']],
    [
      'is no zero where the rule says so',
      { metric: 'cloudWatchThrottles', comparison: '<', treatMissingData: 'missing' },
      [],
    ],
  ])('%s', (_name, rule, expected) => {
    expect(wordsOfRule(rule)).toEqual(expected);
  });
});

describe('T-MET-11: a percentile', () => {
  const latencies = (from: number, count: number, latencyMs: number, model: string) =>
    Array.from({ length: count }, (_, i) => {
      const profile = { model, kind: 'foundation', routing: 'regional', profile: null } as const;
      return call(from + i, i, {
        model,
        invocation: { latencyMs, modelReference: profile },
      });
    });

  test('is that of all calls together, not a mean of percentiles', () => {
    const store = storeOf([
      ...latencies(1, 990, 100, 'amazon.nova-micro'),
      ...latencies(2_000, 10, 10_000, 'amazon.nova-half'),
    ]);
    const p99 = Number(valueOf(store, 'latencyP99'));
    expect(Math.abs(p99 - 100)).toBeLessThanOrEqual(1);
    expect(Number(valueOf(store, 'latencyP99', { filter: 'model=amazon.nova-half' }))).toBeCloseTo(
      10_000,
      -3,
    );
  });

  test('of too few calls sets no alarm off', () => {
    const store = storeOf(latencies(1, 5, 10_000, 'amazon.nova-micro'));
    const few = { name: 'slow', metric: 'latencyP99', threshold: '5000' };
    const words = (changes: object): readonly string[] =>
      wordsOf(passAt(store, 6 * MINUTE_MS, [ruleOf({ ...few, ...changes })]));
    expect(words({})).toContain('ALARM!');
    expect(words({ minimumInvocations: 6 })).not.toContain('ALARM!');
  });
});
