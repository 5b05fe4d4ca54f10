/** Claims about bands of latency, and about the step from which on a model is slower. */
import { describe, expect, test } from 'vitest';
import type { QueryRow } from '../../../shared/contract.ts';
import { heatSpec } from '../../../web/chart/heat-spec.ts';
import { shiftsOf } from '../../../web/chart/shift-spec.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-11-22T00:00:00Z');
const steps = {
  startsMs: Array.from({ length: 12 }, (_, at) => START_MS + at * HOUR_MS),
  endMs: START_MS + 12 * HOUR_MS,
  step: '1h',
  timeZone: 'UTC',
  completeToMs: START_MS + 12 * HOUR_MS,
} as const;

function startAt(at: number): string {
  return new Date(START_MS + at * HOUR_MS).toISOString();
}

describe('heatSpec', () => {
  const values = { within250Ms: 0, within500Ms: 0, within1000Ms: 1, within2000Ms: 4 };
  const rest = { within4000Ms: 4, within8000Ms: 4, within16000Ms: 4, within32000Ms: 4 };
  const row: QueryRow = {
    group: {},
    start: startAt(0),
    values: { ...values, ...rest, within64000Ms: 4, timedInvocations: 4 },
  };
  const spec = heatSpec([row], steps);

  test('takes bands from counts up to their bounds, the slowest on top', () => {
    expect(spec.bands.map(({ label }) => label)).toEqual(['1 s to 2 s', '500 ms to 1 s']);
    expect(spec.table.rows[0]?.slice(1)).toEqual(['1', '3']);
  });

  test('leaves a step without calls blank', () => {
    expect(spec.bands.map(({ levels }) => levels[1])).toEqual([null, null]);
  });

  test('says which band holds most calls', () => {
    expect(spec.summary).toBe('75.0\u00a0% of 4 calls took 1 s to 2 s.');
  });
});

describe('shiftsOf', () => {
  function course(model: string, mediansMs: readonly number[]): readonly QueryRow[] {
    return mediansMs.map((latencyP50, at) => ({
      group: { model },
      start: startAt(at),
      values: { latencyP50, invocations: 20 },
    }));
  }

  test('names the step from which on a model is slower, and by how much', () => {
    const rows = [
      ...course(
        'steady',
        Array.from({ length: 12 }, () => 500),
      ),
      ...course('slowed', [400, 410, 390, 400, 400, 400, 400, 800, 800, 810, 790, 800]),
    ];
    const [first, ...others] = shiftsOf(rows, 'model', steps);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ name: 'slowed', beforeMs: 400, afterMs: 800, sinceIndex: 7 });
  });

  test('takes one slow step for chance', () => {
    const rows = course('m', [400, 400, 400, 400, 400, 400, 400, 400, 400, 400, 400, 900]);
    expect(shiftsOf(rows, 'model', steps).map(({ sinceIndex }) => sinceIndex)).not.toContain(11);
  });
});
