/** The table of the prompt cache: the whole first, unknown as unknown, unused left out. */
import { describe, expect, test } from 'vitest';
import type { QueryRow } from '../../../shared/contract.ts';
import { cacheTable, usesCache } from '../../../web/chart/cache-spec.ts';

const NOTHING = {
  cacheHitRatio: 0,
  cacheSavings: '0',
  cacheWriteExtra: '0',
  cacheNetSavings: '0',
  cacheUnpricedTokens: 0,
} as const;

const row = (tenant: string, values: QueryRow['values']): QueryRow => ({
  group: { tenant },
  start: '2026-11-01T00:00:00Z',
  values: { ...NOTHING, ...values },
});

describe('cacheTable', () => {
  test('puts the whole first, then groups by what they saved, the unknown last', () => {
    const rows = [
      row('initech', { cacheNetSavings: null, cacheSavings: null, cacheUnpricedTokens: 7 }),
      row('acme', { cacheHitRatio: 0.5, cacheSavings: '2', cacheNetSavings: '1.5' }),
      row('hooli', {}),
      row('globex', { cacheSavings: '9', cacheWriteExtra: '11', cacheNetSavings: '-2' }),
    ];
    const table = cacheTable(rows, { ...NOTHING, cacheSavings: '11' }, 'tenant');
    expect(table.rows.map(([name, , saved, , net, tokens]) => [name, saved, net, tokens])).toEqual([
      ['All', '$11.00', '$0.00', '0'],
      ['acme', '$2.00', '$1.50', '0'],
      ['globex', '$9.00', '\u2212$2.00', '0'],
      ['initech', '\u2014', '\u2014', '7'],
    ]);
    expect(table.columns).toHaveLength(6);
  });
});

describe('usesCache', () => {
  test.each([
    ['nothing', NOTHING, false],
    ['nothing known', {}, false],
    ['reads', { ...NOTHING, cacheHitRatio: 0.1 }, true],
    ['writes', { ...NOTHING, cacheWriteExtra: '0.1' }, true],
    ['tokens without a rate', { ...NOTHING, cacheUnpricedTokens: 3 }, true],
  ] as const)('tells of %s', (_, values, isUsed) => {
    expect(usesCache(values)).toBe(isUsed);
  });
});
