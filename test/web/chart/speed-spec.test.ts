/** Claims about the speed of groups against the span before. */
import { describe, expect, test } from 'vitest';
import type { QueryRow } from '../../../shared/contract.ts';
import { speedTable } from '../../../web/chart/speed-spec.ts';

function rowOf(model: string, invocations: number, latencyP50: number | null): QueryRow {
  return {
    group: { model },
    start: '2026-11-22T00:00:00Z',
    values: { invocations, latencyP50, latencyP99: 9000 },
  };
}

const tableOf = (now: readonly QueryRow[], before: readonly QueryRow[]) =>
  speedTable({ now, before, total: { now: null, before: null }, dimensions: ['model'] });

describe('speedTable', () => {
  test('puts the most called first, with the change of its median beside it', () => {
    const table = tableOf(
      [rowOf('a', 40, 100), rowOf('b', 400, 150)],
      [rowOf('a', 40, 100), rowOf('b', 300, 100)],
    );
    expect(table.rows.map((row) => [row[0], row[3]])).toEqual([
      ['b', '+50.0\u00a0%'],
      ['a', '\u00b10.0\u00a0%'],
    ]);
    expect(table.slowest).toEqual({ label: 'b', change: '+50.0\u00a0%' });
  });

  test.each([
    ['few calls', [rowOf('a', 29, 200)], [rowOf('a', 29, 100)]],
    ['no calls before', [rowOf('a', 90, 200)], []],
    ['less than a tenth', [rowOf('a', 90, 109)], [rowOf('a', 90, 100)]],
    ['no latency', [rowOf('a', 90, null)], [rowOf('a', 90, 100)]],
  ])('names no slowest group for %s', (_, now, before) => {
    expect(tableOf(now, before).slowest).toBeNull();
  });
});
