/** Why an alarm is in its state, as people read it. */
import { describe, expect, test } from 'vitest';
import { ruleOf, ticksOf } from './tape.ts';

function lastReason(changes: Record<string, unknown>, tape: string): string | undefined {
  return ticksOf(ruleOf(changes), tape).at(-1)?.after.reason;
}

const ofThree = { evaluationPeriods: 3 };

describe('describeDecision', () => {
  test.each([
    ['a breach', ofThree, '60 60 312', 'Throttles was 312 (> 50) in 3 of 3 periods of 5 min.'],
    ['calm', ofThree, '1 2 3', 'Throttles was 3 (not > 50).'],
    [
      'too few breaches',
      { ...ofThree, datapointsToAlarm: 2 },
      '1 1 60',
      'Throttles was 60 (> 50) in 1 of 3 periods of 5 min; 2 must breach.',
    ],
    ['no data', ofThree, '_', 'No data in 3 of 3 periods of 5 min.'],
    [
      'missing is breaching',
      { ...ofThree, treatMissingData: 'breaching' },
      '60 _ _',
      'No data in 2 of 3 periods of 5 min, which counts as breaching.',
    ],
    [
      'missing is good',
      { ...ofThree, treatMissingData: 'notBreaching' },
      '60 _ _',
      'No data in 2 of 3 periods of 5 min, which counts as good.',
    ],
    [
      'only old breaches are known',
      ofThree,
      '60 _ _',
      'Throttles was 60 (> 50) in 1 of 3 periods of 5 min; no data in the others.',
    ],
    [
      'too few calls',
      { minimumInvocations: 1000, period: '1h' },
      '1',
      'Fewer than 1000 calls in 1 of 1 period of 1 h.',
    ],
    [
      'latency below its bar',
      { metric: 'latencyP99', comparison: '<=', threshold: 1800, period: '1d' },
      '900',
      'Latency p99 was 900 ms (<= 1800 ms) in 1 of 1 period of 1 d.',
    ],
  ])('says it of %s', (_, changes, tape, reason) => {
    expect(lastReason(changes, tape)).toBe(reason);
  });
});
