/** The report's figures are the answers to the one question, and its files appear whole. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  alarmEvents,
  nightlyData,
  ReportError,
  writeNightlyReport,
} from '../../server/job/nightly-report.ts';
import type { NightlyContext } from '../../server/job/report-context.ts';
import type { DayFigures } from '../../server/report/nightly-data.ts';
import type { Store } from '../../server/store/store.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { ask, call, HAND_BOOK, point, storeOf } from '../query/ask.ts';
import { traffic } from '../query/traffic.ts';
import { passAt, storm } from './alarm-rig.ts';

function contextOf(store: Store, timeZone = 'UTC'): NightlyContext {
  return {
    store,
    book: HAND_BOOK,
    timeZone,
    priceBookVersion: 'b1',
    rulesVersion: 'r1',
    budgets: [],
  };
}

const FIGURE_OF: readonly (readonly [keyof DayFigures, MetricKey])[] = [
  ['invocations', 'invocations'],
  ['errors', 'errors'],
  ['throttles', 'throttles'],
  ['inputTokens', 'inputTokens'],
  ['outputTokens', 'outputTokens'],
  ['unpricedInvocations', 'unpricedInvocations'],
];

/** Figures by group as the question answers them, for one day of UTC. */
function asked(store: Store, groupBy: readonly string[]) {
  const metrics = ['cost', ...FIGURE_OF.map(([, metric]) => metric)];
  const question = { metrics, groupBy, from: '2026-11-02', to: '2026-11-03' };
  return ask(store, question).rows.map(({ group, values }) => ({
    name: group[0] ?? '',
    costAttoUsd: BigInt(values.get('cost') ?? 0),
    counts: FIGURE_OF.map(([, metric]) => values.get(metric)),
  }));
}

const toldOf = (name: string, figures: DayFigures) => ({
  name,
  costAttoUsd: figures.costAttoUsd,
  counts: FIGURE_OF.map(([figure]) => figures[figure]),
});

describe('nightlyData', () => {
  test('splits the cost of the day by kind of usage, to the last digit', () => {
    fc.assert(
      fc.property(traffic, (rows) => {
        const store = storeOf(rows);
        const { usage, total } = nightlyData('2026-11-02', contextOf(store));
        const sum = (of: 'costAttoUsd' | 'contractedCostAttoUsd'): bigint =>
          usage.reduce((before, one) => before + (one[of] ?? 0n), 0n);
        expect(sum('costAttoUsd')).toBe(total.costAttoUsd);
        expect(sum('contractedCostAttoUsd')).toBe(total.contractedCostAttoUsd);
        store.close();
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  test('says of any traffic what the question answers, in all and by each section', () => {
    fc.assert(
      fc.property(traffic, (rows) => {
        const store = storeOf(rows);
        const data = nightlyData('2026-11-02', contextOf(store));
        const [total] = asked(store, []);
        if (total) expect(toldOf('', data.total)).toEqual(total);
        for (const { dimension, rows: told } of data.sections) {
          const today = told.filter(({ figures }) => figures.invocations > 0);
          expect(today.map(({ name, figures }) => toldOf(name, figures))).toEqual(
            asked(store, [dimension]),
          );
          const sum = today.reduce((cost, { figures }) => cost + figures.costAttoUsd, 0n);
          expect(sum).toBe(data.total.costAttoUsd);
        }
        const hours = data.hourly.reduce((cost, hour) => cost + hour.costAttoUsd, 0n);
        expect(hours).toBe(data.total.costAttoUsd);
      }),
      { numRuns: 15, seed: 3 },
    );
  });

  test('lays the day and the week before beside it, and names who is gone', () => {
    const gone = { attribution: { tenant: 'gone' } };
    const rows = [call(1, -6 * DAY_MS), call(2, 0, gone), call(3, DAY_MS), call(4, DAY_MS + 1)];
    const data = nightlyData('2026-11-02', contextOf(storeOf(rows)));
    expect(data.total.invocations).toBe(2);
    expect(data.previousDay?.invocations).toBe(1);
    expect(data.sameWeekdayBefore?.invocations).toBe(1);
    expect(data.monthToDate).toEqual({ costAttoUsd: 630_000_000_000_000n, invocations: 3 });
    const [tenants] = data.sections;
    expect(
      tenants?.rows.map(({ name, previousCostAttoUsd }) => [name, previousCostAttoUsd]),
    ).toEqual([
      ['acme', 0n],
      ['gone', 210_000_000_000_000n],
    ]);
  });

  test('knows no day before where there was none', () => {
    const data = nightlyData('2026-11-01', contextOf(storeOf([call(1, 0)])));
    expect([data.previousDay, data.sameWeekdayBefore]).toEqual([null, null]);
    expect(data.sections[0]?.rows[0]?.previousCostAttoUsd).toBeNull();
  });

  test('takes the day of the reporting zone, also one of 25 hours', () => {
    const dayStartMs = Date.UTC(2026, 9, 24, 22); // 25 October in Berlin begins here.
    const at = (number: number, timestampMs: number) =>
      call(number, 0, { invocation: { timestampMs } });
    const edges = [-1, 0, 25 * HOUR_MS - 1, 25 * HOUR_MS];
    const store = storeOf(edges.map((afterMs, i) => at(i, dayStartMs + afterMs)));
    const data = nightlyData('2026-10-25', contextOf(store, 'Europe/Berlin'));
    expect(data.total.invocations).toBe(2);
    expect(data.previousDay?.invocations).toBe(1);
    expect(data.hourly.map(({ start }) => start)).toEqual([
      '2026-10-24T22:00:00Z',
      '2026-10-25T22:00:00Z',
    ]);
  });

  test('tells what it leaves out: no price, no tenant, gaps, alarms of the day', () => {
    const nobody = { attribution: { tenant: 'Unattributed', rule: null } };
    const store = storeOf([...storm(), call(900, 0, nobody), call(901, 1, { model: 'acme.x' })]);
    store.saveMetricPoints([point({ value: 40 })]);
    passAt(store, 3 * HOUR_MS, [ruleOf({ name: 'storm' })]);
    const data = nightlyData('2026-11-01', contextOf(store));
    expect(data.unpriced).toEqual([{ model: 'acme.x', invocations: 1 }]);
    expect(data.unattributed).toEqual({ costAttoUsd: 210_000_000_000_000n, invocations: 1 });
    expect(data.gaps.map(({ missingInvocations }) => missingInvocations)).toEqual([38]);
    expect(data.alarms.map(({ to }) => to)).toEqual(['ALARM', 'OK']);
    const before = nightlyData('2026-10-31', contextOf(store)).alarms;
    expect(before.map(({ to }) => to)).toEqual(['OK']); // It looked back past midnight.
    expect(nightlyData('2026-11-02', contextOf(store)).alarms).toEqual([]);
  });

  test('shows nothing but zeros for a day without a call', () => {
    const data = nightlyData('2026-11-01', contextOf(storeOf([])));
    expect(data.total).toMatchObject({ costAttoUsd: 0n, invocations: 0, latencyP50Ms: null });
    expect(data.hourly).toEqual([]);
  });

  test.each(['2026-02-30', '2026-1-1', '', 'yesterday', '../../etc'])(
    'refuses the day %j, which is none',
    (date) => {
      expect(() => nightlyData(date, contextOf(storeOf([])))).toThrow(ReportError);
    },
  );
});

describe('alarmEvents', () => {
  test('come oldest first, within the window only', () => {
    const store = storeOf(storm());
    passAt(store, 3 * HOUR_MS, [ruleOf({ name: 'storm' })]);
    const all = alarmEvents(store, { startMs: 0, endMs: Number.MAX_SAFE_INTEGER });
    expect(all.map(({ to }) => to)).toEqual(['OK', 'ALARM', 'OK']);
    const fromMs = Date.parse(all[1]?.at ?? '');
    const found = alarmEvents(store, { startMs: fromMs, endMs: fromMs + 1 });
    expect(found).toEqual([all[1]]);
  });
});

describe('writeNightlyReport', () => {
  test('writes all its files whole, over those of an earlier try', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcrop-report-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const directory = join(folder, 'made', 'here');
    const context = contextOf(storeOf([call(1, 0)]));
    const first = writeNightlyReport(
      '2026-11-01',
      { directory: directory, formats: ['html', 'csv', 'json'] },
      context,
    );
    const texts = first.files.map((file) => readFileSync(file, 'utf8'));
    for (const file of first.files) writeFileSync(file, 'torn');
    const second = writeNightlyReport(
      '2026-11-01',
      { directory: directory, formats: ['html', 'csv', 'json'] },
      context,
    );
    expect(second.files.map((file) => readFileSync(file, 'utf8'))).toEqual(texts);
    expect(readdirSync(directory).toSorted()).toEqual(
      first.files.map((file) => file.slice(directory.length + 1)).toSorted(),
    );
  });

  test('writes nothing for a day that is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcrop-report-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const context = contextOf(storeOf([]));
    expect(() =>
      writeNightlyReport(
        '2026-02-30',
        { directory: folder, formats: ['html', 'csv', 'json'] },
        context,
      ),
    ).toThrow(/no day 2026-02-30/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
