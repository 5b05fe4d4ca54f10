/** Claims about the other specs of the overview: counts, latency, rankings, movers, tables. */
import { describe, expect, test } from 'vitest';
import type { QueryRow } from '../../../shared/contract.ts';
import { UNATTRIBUTED } from '../../../shared/dimensions.ts';
import { countSpec } from '../../../web/chart/count-spec.ts';
import { groupLines, sortedLines } from '../../../web/chart/groups-spec.ts';
import { latencySpec } from '../../../web/chart/latency-spec.ts';
import { movers, rankSpec } from '../../../web/chart/ranking-spec.ts';
import { sparkPath, thinned } from '../../../web/chart/spark-spec.ts';
import type { Steps } from '../../../web/chart/steps.ts';
import { cannedAlarm } from '../fixtures/canned-replies.ts';

const steps: Steps = {
  startsMs: ['10', '11', '12'].map((hour) => Date.parse(`2026-11-22T${hour}:00:00Z`)),
  endMs: Date.parse('2026-11-22T13:00:00Z'),
  step: '1h',
  timeZone: 'UTC',
  completeToMs: Date.parse('2026-11-22T13:00:00Z'),
};

function tenantRow(tenant: string, values: QueryRow['values']): QueryRow {
  return { group: { tenant }, start: '2026-11-22T10:00:00Z', values };
}

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('countSpec', () => {
  const input = {
    steps,
    metrics: [
      { metric: 'throttles', colour: 'series-2' },
      { metric: 'serverErrors', colour: 'series-6' },
    ],
    watched: ['throttles'],
    unit: 'count',
    alarms: [],
    filter: '',
    none: 'All went well.',
  } as const;

  test('sums each series and names the worst step', () => {
    const rows = [
      { group: {}, start: '2026-11-22T11:00:00Z', values: { throttles: 5, serverErrors: 2 } },
    ];
    expect(countSpec({ ...input, rows }).summary).toBe(
      '5 throttles, 2 server errors; most at 22 Nov, 11:00.',
    );
  });

  test('says so when nothing happened', () => {
    const spec = countSpec({ ...input, rows: [] });
    expect([spec.isEmpty, spec.summary]).toEqual([true, 'All went well.']);
  });
});

describe('latencySpec', () => {
  const rows = [
    { group: {}, start: '2026-11-22T10:00:00Z', values: { latencyP50: 300, latencyP99: 9000 } },
    { group: {}, start: '2026-11-22T12:00:00Z', values: { latencyP50: 400, latencyP99: 12_500 } },
  ];

  test('breaks the lines where no call was made', () => {
    const spec = latencySpec({ steps, rows, alarms: [], filter: '' });
    expect(spec.series[0]?.values).toEqual([9000, null, 12_500]);
  });

  test('names the peak and the thresholds', () => {
    const spec = latencySpec({ steps, rows, alarms: [cannedAlarm({})], filter: '' });
    expect(plain(spec.summary)).toBe(
      'The 99th percentile of latency peaked at 12.5 s, at 22 Nov, 12:00. ' +
        'Thresholds, none in alarm: Slow answers > 5,500 ms.',
    );
  });
});

describe('rankSpec', () => {
  test('adds up what is past the eighth bar', () => {
    const rows = Array.from({ length: 11 }, (_, at) => tenantRow(`t${at}`, { cost: '0.1' }));
    const { bars, table } = rankSpec(rows, 'tenant');
    expect([bars.length, bars.at(-1)?.label, bars.at(-1)?.exact]).toEqual([9, '3 others', '$0.30']);
    expect(table.rows).toHaveLength(11);
  });

  test('marks what nobody answers for and what has no rate', () => {
    const rows = [
      tenantRow(UNATTRIBUTED, { cost: '2' }),
      tenantRow('acme', { cost: '0', unpricedInvocations: 4 }),
    ];
    expect(rankSpec(rows, 'tenant').bars.map(({ look }) => look)).toEqual(['nobody', 'unpriced']);
  });
});

describe('movers', () => {
  test('puts the largest move first, either way, with its reason', () => {
    const now = [
      tenantRow('acme', { cost: '30', invocations: 300 }),
      tenantRow('globex', { cost: '10', invocations: 100 }),
      tenantRow('new', { cost: '1', invocations: 1 }),
    ];
    const before = [
      tenantRow('acme', { cost: '20', invocations: 200 }),
      tenantRow('globex', { cost: '50', invocations: 100 }),
    ];
    const told = movers(now, before, 'tenant').map(
      (m) => `${m.name} ${m.change} ${plain(m.reason)}`,
    );
    expect(told).toEqual([
      'globex \u2212$40.00 cost of a call \u221280.0 %',
      'acme +$10.00 calls +50.0 %',
      'new +$1.00 not seen before',
    ]);
  });

  test('keep quiet without an earlier span', () => {
    expect(movers([tenantRow('acme', { cost: '1' })], [], 'tenant')).toEqual([]);
  });
});

describe('groupLines', () => {
  const lines = groupLines({
    dimension: 'tenant',
    now: [
      tenantRow('acme', { cost: '30', invocations: 3, throttles: 0 }),
      tenantRow('mystery', { cost: '0', invocations: 9, throttles: 2, unpricedInvocations: 9 }),
    ],
    before: [tenantRow('acme', { cost: '20' })],
    trends: [tenantRow('acme', { cost: '30' })],
    steps,
    slots: new Map(),
    alarms: [
      cannedAlarm({ group: { tenant: 'acme' } }),
      cannedAlarm({ name: 'Worse', group: { tenant: 'acme' }, state: 'ALARM' }),
    ],
  });

  test('never shows usage without a rate as free', () => {
    expect([lines[1]?.cost, lines[1]?.costPerMillionTokens]).toEqual(['unpriced', '\u2014']);
  });

  test('shows the worst of the alarms of a group', () => {
    expect([lines[0]?.alarm, lines[0]?.alarmNames, lines[1]?.alarm]).toEqual([
      'ALARM',
      'Worse',
      null,
    ]);
  });

  test('gives change and trend', () => {
    expect([plain(lines[0]?.change ?? ''), lines[0]?.changeUsd]).toEqual(['+50.0 %', '+$10.00']);
    expect(lines[0]?.trend).toEqual([30, 0, 0]);
  });

  test('sorts by a column, and back', () => {
    const by = (isReversed: boolean): readonly string[] => {
      return sortedLines(lines, 'throttles', isReversed).map(({ name }) => name);
    };
    expect([by(false), by(true)]).toEqual([
      ['mystery', 'acme'],
      ['acme', 'mystery'],
    ]);
  });
});

describe('sparkPath', () => {
  test('breaks the line at a gap', () => {
    const { line } = sparkPath([0, 10, null, 10], { width: 30, height: 12 });
    expect(line).toBe('M0.0 11.0L10.0 1.0M30.0 1.0h0.01');
  });

  test('draws nothing of nothing', () => {
    expect(sparkPath([null], { width: 10, height: 10 })).toEqual({ line: '', area: '' });
  });

  test('thins by means and keeps gaps', () => {
    expect(thinned([1, 3, null, null, 5, null], 3)).toEqual([2, null, 5]);
  });
});
