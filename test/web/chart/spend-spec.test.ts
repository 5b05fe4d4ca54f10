/** Claims about the stack of spend. */
import { describe, expect, test } from 'vitest';
import type { QueryRow } from '../../../shared/contract.ts';
import { UNATTRIBUTED } from '../../../shared/dimensions.ts';
import {
  groupColour,
  shownNames,
  spendSpec,
  type SpendInput,
} from '../../../web/chart/spend-spec.ts';

const STARTS = ['2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z'] as const;

function rowOf(tenant: string | null, at: 0 | 1, cost: string): QueryRow {
  return { group: tenant === null ? {} : { tenant }, start: STARTS[at], values: { cost } };
}

function specOf(part: Partial<SpendInput>) {
  return spendSpec({
    steps: {
      startsMs: STARTS.map((start) => Date.parse(start)),
      endMs: Date.parse('2026-11-22T12:00:00Z'),
      step: '1h',
      timeZone: 'UTC',
      completeToMs: Date.parse('2026-11-22T12:00:00Z'),
    },
    totals: [],
    trends: [],
    dimension: 'tenant',
    names: [],
    slots: new Map(),
    alarms: [],
    filter: '',
    ...part,
  });
}

describe('spendSpec', () => {
  const spec = specOf({
    totals: [rowOf(null, 0, '1.30'), rowOf(null, 1, '0.000000000001')],
    trends: [rowOf('acme', 0, '1.00'), rowOf(UNATTRIBUTED, 0, '0.10')],
    names: ['acme', 'globex', UNATTRIBUTED],
    slots: new Map([['acme', 4]]),
  });

  test('shows what the named groups leave of the total as other, exactly', () => {
    const other = spec.series.at(-1);
    expect([other?.name, other?.texts]).toEqual(['1 other', ['$0.20', '$0.000000000001']]);
  });

  test('keeps a name in its hue and Unattributed in its own look', () => {
    expect(spec.series.map(({ colour }) => colour)).toEqual(['series-5', 'unattributed', 'other']);
  });

  test('says in a sentence what was spent, on whom and when most', () => {
    expect(spec.summary).toBe(
      '$1.30 in all; $1.00 of it on acme; the highest bar is $1.30 at 22 Nov, 10:00.',
    );
  });

  test('gives the table the total as its last column', () => {
    expect(spec.table.columns.at(-1)?.label).toBe('Total');
    expect(spec.table.rows[0]).toEqual(['22 Nov, 10:00', '$1.00', '$0.10', '$0.20', '$1.30']);
  });

  test('leaves out groups without a price instead of drawing them as free', () => {
    const names = ['acme', 'mystery'];
    const priced = specOf({
      totals: [rowOf(null, 0, '1')],
      trends: [rowOf('acme', 0, '1')],
      names,
    });
    expect(priced.series.map(({ name }) => name)).toEqual(['acme']);
  });

  test('is empty without any cost', () => {
    expect([specOf({}).isEmpty, specOf({}).summary]).toEqual([true, 'No cost in this range.']);
  });
});

describe('shownNames', () => {
  const many = Array.from({ length: 12 }, (_, at) => `t${at}`);

  test('names eight groups', () => {
    expect(shownNames(many)).toHaveLength(8);
  });

  test('names Unattributed however little it is', () => {
    expect(shownNames([...many, UNATTRIBUTED])).toEqual([...many.slice(0, 7), UNATTRIBUTED]);
  });
});

test('what has no hue is grey', () => {
  expect([groupColour('x', new Map()), groupColour('(other)', new Map([['(other)', 1]]))]).toEqual([
    'other',
    'other',
  ]);
});
