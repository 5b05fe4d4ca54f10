/** Properties of rows: whatever is cut, sorted or folded, they sum to the whole. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldRows, NOT_LISTED, sectionRows } from '../../server/report/figures.ts';
import type { NightlyRow } from '../../server/report/nightly-data.ts';
import { NOTHING, row, totalOf } from './nightly-fixture.ts';

const someRow = fc
  .record({
    name: fc.string(),
    costAttoUsd: fc.bigInt({ min: 0n, max: 10n ** 22n }),
    contractedCostAttoUsd: fc.bigInt({ min: 0n, max: 10n ** 22n }),
    inexactCostAttoUsd: fc.bigInt({ min: 0n, max: 10n ** 22n }),
    invocations: fc.nat(),
    inputTokens: fc.nat(),
    videoMs: fc.nat(),
    previousCostAttoUsd: fc.option(fc.bigInt({ min: 0n, max: 10n ** 22n })),
  })
  .map(({ name, previousCostAttoUsd, ...figures }): NightlyRow => {
    return { name, figures: { ...NOTHING, ...figures }, previousCostAttoUsd };
  });
const someRows = fc.array(someRow, { maxLength: 30 });

/** Total without percentiles, which no sum of rows tells. */
function sums(rows: readonly NightlyRow[]): object {
  return { ...totalOf(rows), latencyP50Ms: null, latencyP99Ms: null };
}

describe('sectionRows', () => {
  test('sum to the total, whichever rows the section leaves out', () => {
    fc.assert(
      fc.property(someRows, fc.nat(30), (rows, kept) => {
        const section = { dimension: 'tenant', label: 'Tenant', rows: rows.slice(0, kept) };
        expect(sums(sectionRows(section, totalOf(rows)))).toEqual(sums(rows));
      }),
    );
  });

  test('do not depend on the order in which names of different cost come', () => {
    const rows = [row('a', '3'), row('b', '2'), row('c', '1')];
    const total = totalOf(rows);
    const forward = sectionRows({ dimension: 'tenant', label: 'Tenant', rows }, total);
    const back = { dimension: 'tenant', label: 'Tenant', rows: [...rows].reverse() };
    expect(sectionRows(back, total)).toEqual(forward);
  });

  test('name what is left over only when something is', () => {
    const rows = [row('a', '3')];
    const section = { dimension: 'tenant', label: 'Tenant', rows };
    expect(sectionRows(section, totalOf(rows)).map(({ name }) => name)).toEqual(['a']);
    const more = totalOf([...rows, row('b', '0', { throttles: 1 })]);
    expect(sectionRows(section, more).map(({ name }) => name)).toEqual(['a', NOT_LISTED]);
  });

  test('refuse rows that hold more than the total', () => {
    const section = { dimension: 'tenant', label: 'Tenant', rows: [row('a', '3')] };
    expect(() => sectionRows(section, NOTHING)).toThrow('no more than the total');
  });
});

describe('foldRows', () => {
  test('keeps the sum and the limit', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 2, max: 10 }), (rows, rowsMax) => {
        const section = { dimension: 'tenant', label: 'Tenant', rows };
        const folded = foldRows(sectionRows(section, totalOf(rows)), rowsMax);
        expect(folded.length).toBeLessThanOrEqual(rowsMax);
        expect(sums(folded)).toEqual(sums(rows));
      }),
    );
  });
});
