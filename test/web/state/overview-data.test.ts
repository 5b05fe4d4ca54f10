/** Claims about what the overview asks for, against canned answers. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UNATTRIBUTED } from '../../../shared/dimensions.ts';
import { isoTime } from '../../../shared/window.ts';
import { spendSpec } from '../../../web/chart/spend-spec.ts';
import { attoOf, sumAtto } from '../../../web/format/money.ts';
import {
  isComparable,
  loadGroups,
  loadRanking,
  loadSeries,
  loadTotals,
  nameOf,
} from '../../../web/state/overview-data.ts';
import { DEFAULT_QUESTION } from '../../../web/state/question.ts';
import { scopeOf, type Scope } from '../../../web/state/scope.ts';
import { cannedQuery } from '../fixtures/canned-api.ts';

const NOW_MS = Date.parse('2026-11-22T14:00:00Z');
const patience = new AbortController().signal;
let asked: URLSearchParams[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (url: string) => {
    const { searchParams } = new URL(url, 'http://localhost');
    asked.push(searchParams);
    return Promise.resolve(new Response(JSON.stringify(cannedQuery(searchParams, NOW_MS))));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function scopeWith(filter: string): Scope {
  const question = { ...DEFAULT_QUESTION, from: 'now-6h', step: '1h', filter } as const;
  const scope = scopeOf(question, NOW_MS);
  if (!scope.ok) throw new Error(scope.problem);
  return scope.value;
}

describe('loadGroups', () => {
  test('gives groups dearest first, and the course of each', async () => {
    const { now, trends } = await loadGroups(scopeWith(''), true, patience);
    const costs = now.map((row) => attoOf(row.values.cost) ?? 0n);
    expect(costs.every((cost, at) => at === 0 || cost <= (costs[at - 1] ?? 0n))).toBe(true);
    expect(new Set(trends.map((row) => nameOf(row, 'tenant'))).size).toBe(now.length);
  });

  test('asks three times at once, and for the course of the dearest groups only', async () => {
    const { now } = await loadGroups(scopeWith('tenant=nobody'), true, patience);
    const tops = asked.map((search) => [search.get('step'), search.get('top')]);
    expect(tops).toEqual([
      ['1h', '16'],
      ['all', null],
      ['all', null],
    ]);
    expect(now).toEqual([]);
  });
});

test('the stack adds up to the total, to the last digit', async () => {
  const scope = scopeWith('');
  const [groups, series] = await Promise.all([
    loadGroups(scope, true, patience),
    loadSeries(scope, patience),
  ]);
  const spec = spendSpec({
    steps: { ...scope, endMs: scope.window.endMs, completeToMs: NOW_MS },
    totals: series.rows,
    trends: groups.trends,
    dimension: 'tenant',
    names: groups.now.map((row) => nameOf(row, 'tenant')),
    slots: new Map(),
    alarms: [],
    filter: '',
  });
  const total = sumAtto(series.rows.map((row) => attoOf(row.values.cost)));
  const parts = sumAtto(groups.trends.map((row) => attoOf(row.values.cost)));
  expect(parts).toBe(total);
  expect(spec.series.map(({ name }) => name)).toContain(UNATTRIBUTED);
});

test('totals come with those of the span before', async () => {
  const { now, before } = await loadTotals(scopeWith(''), true, patience);
  expect(asked[1]?.get('to')).toBe(asked[0]?.get('from'));
  expect(now.cost).not.toBe(before?.cost);
});

test('totals stand alone where the data do not reach back', async () => {
  const scope = scopeWith('');
  const { previous } = scope;
  expect(isComparable(scope, isoTime(previous.startMs))).toBe(true);
  expect(isComparable(scope, isoTime(previous.startMs + 3_600_000))).toBe(false);
  expect(isComparable(scope, null)).toBe(false);
  const { before } = await loadTotals(scope, false, patience);
  expect([before, asked.length]).toEqual([null, 1]);
});

test('a ranking groups by its own dimension', async () => {
  const rows = await loadRanking(scopeWith(''), 'tag.feature', patience);
  expect(rows.map((row) => nameOf(row, 'tag.feature'))).toContain('(none)');
});
