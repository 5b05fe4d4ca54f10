/** Claims about any metric drawn by group. */
import { describe, expect, test } from 'vitest';
import type { QueryRow } from '../../../shared/contract.ts';
import { addsUp, exploreSpec, type ExploreInput } from '../../../web/chart/explore-spec.ts';

const STARTS = ['2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z'] as const;
const steps = {
  startsMs: STARTS.map((start) => Date.parse(start)),
  endMs: Date.parse('2026-11-22T12:00:00Z'),
  step: '1h',
  timeZone: 'UTC',
  completeToMs: Date.parse('2026-11-22T12:00:00Z'),
} as const;

function rowOf(tenant: string | null, at: 0 | 1, values: QueryRow['values']): QueryRow {
  return { group: tenant === null ? {} : { tenant }, start: STARTS[at], values };
}

function specOf(part: Partial<ExploreInput>) {
  return exploreSpec({
    metric: 'throttles',
    look: 'bars',
    steps,
    totals: [],
    trends: [],
    dimensions: ['tenant'],
    names: ['acme', 'globex'],
    slots: new Map([['acme', 0]]),
    before: null,
    alarms: [],
    filter: '',
    ...part,
  });
}

describe('exploreSpec', () => {
  test('leaves nothing of a sum out: what the named groups leave is other', () => {
    const spec = specOf({
      totals: [rowOf(null, 0, { throttles: 7 })],
      trends: [rowOf('acme', 0, { throttles: 5 })],
    });
    expect(spec.series.map(({ name, values }) => [name, values])).toEqual([
      ['acme', [5, 0]],
      ['1 other', [2, 0]],
    ]);
  });

  test('keeps the other of money exact to the last digit', () => {
    const spec = specOf({
      metric: 'idleCost',
      totals: [rowOf(null, 0, { idleCost: '1.000000000000000003' })],
      trends: [rowOf('acme', 0, { idleCost: '1.000000000000000001' })],
    });
    expect(spec.series.at(-1)?.texts[0]).toBe('$0.000000000000000002');
  });

  test('draws what does not add up as lines, with a gap where nothing is known', () => {
    const spec = specOf({
      metric: 'latencyP99',
      totals: [rowOf(null, 0, { latencyP99: 900 })],
      trends: [rowOf('acme', 0, { latencyP99: 800 }), rowOf('globex', 0, { latencyP99: 950 })],
    });
    expect(spec.kind).toBe('lines');
    expect(spec.series.map(({ name, values }) => [name, values])).toEqual([
      ['acme', [800, null]],
      ['globex', [950, null]],
      ['all together', [900, null]],
    ]);
  });

  test('lays the span before under this one as a line in no stack', () => {
    const past = { ...steps, startsMs: steps.startsMs.map((atMs) => atMs - 7_200_000) };
    const spec = specOf({
      totals: [rowOf(null, 0, { throttles: 2 })],
      trends: [rowOf('acme', 0, { throttles: 2 })],
      before: {
        rows: [{ group: {}, start: '2026-11-22T09:00:00Z', values: { throttles: 9 } }],
        steps: { ...past, endMs: steps.startsMs[0] ?? 0 },
      },
    });
    const before = spec.series.find(({ isBefore }) => isBefore);
    expect(before?.values).toEqual([0, 9]);
    expect(spec.axis.max).toBeGreaterThanOrEqual(9);
  });

  test('says in a sentence what is highest and when', () => {
    const spec = specOf({
      totals: [rowOf(null, 1, { throttles: 7 })],
      trends: [rowOf('acme', 1, { throttles: 5 })],
    });
    expect(spec.summary).toBe(
      'Throttles: 7 in all; 5 of it of acme; highest at 22 Nov, 11:00 with 7.',
    );
  });
});

describe('addsUp', () => {
  test.each([
    ['cost', true],
    ['cloudWatchThrottles', true],
    ['cloudWatchTokensPerMinuteMax', false],
    ['latencyP50', false],
    ['errorRatio', false],
  ] as const)('says of %s: %s', (metric, isSum) => {
    expect(addsUp(metric)).toBe(isSum);
  });
});
