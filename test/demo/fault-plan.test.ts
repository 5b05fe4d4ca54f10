/** The fault plan of the local endpoint: whom it hits, how often, and by seeded chance. */
import { describe, expect, test } from 'vitest';
import { createFaults, type FaultRule, type FaultTarget } from '../../server/demo/fault-plan.ts';

const TARGET: FaultTarget = {
  service: 'logs',
  operation: 'FilterLogEvents',
  account: '111122223333',
  region: 'us-east-1',
  path: '/',
};

/** One letter a call: x where it is hit. */
function tape(rule: Partial<FaultRule>, calls: number, seed = 1): string {
  const faults = createFaults({ seed, rules: [{ kind: 'throttle', ...rule }] });
  const hits = Array.from({ length: calls }, () => faults.take('throttle', TARGET) !== null);
  return hits.map((hit) => (hit ? 'x' : '.')).join('');
}

describe('createFaults', () => {
  test.each<[name: string, rule: Partial<FaultRule>, expected: string]>([
    ['every call when nothing else is said', {}, 'xxxxx'],
    ['so many calls at the most', { times: 2 }, 'xx...'],
    ['calls behind those that pass first', { skip: 1, times: 2 }, '.xx..'],
    ['calls of its operation', { operation: 'FilterLogEvents' }, 'xxxxx'],
    ['no call of another operation', { operation: 'GetObject' }, '.....'],
    ['no call of another service', { service: 's3' }, '.....'],
    ['no call of another account', { account: '444455556666' }, '.....'],
    ['no call of another Region', { region: 'eu-central-1' }, '.....'],
    ['no call of another kind', { kind: 'cutBody' }, '.....'],
  ])('hits %s', (_name, rule, expected) => {
    expect(tape(rule, 5)).toBe(expected);
  });

  test('hits a share of calls, the same ones for the same seed', () => {
    const hits = tape({ ratio: 0.3 }, 1000).replace(/\./g, '').length;
    expect(hits).toBeGreaterThan(240);
    expect(hits).toBeLessThan(360);
    expect(tape({ ratio: 0.3 }, 100, 5)).toBe(tape({ ratio: 0.3 }, 100, 5));
    expect(tape({ ratio: 0.3 }, 100, 5)).not.toBe(tape({ ratio: 0.3 }, 100, 6));
  });

  test('goes on to the next rule when the first is used up', () => {
    const rules: FaultRule[] = [
      { kind: 'metricStatus', status: 'Forbidden', times: 1 },
      { kind: 'metricStatus', status: 'PartialData' },
    ];
    const faults = createFaults({ rules });
    const statuses = [1, 2, 3].map(() => faults.take('metricStatus', TARGET)?.status);
    expect(statuses).toEqual(['Forbidden', 'PartialData', 'PartialData']);
  });
});
