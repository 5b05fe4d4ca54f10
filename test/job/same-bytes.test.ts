/** The same data, book and rules give the same bytes, in whatever order the records came. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeReport, type ReportOrder } from '../../server/job/make-report.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { readCsv } from '../../server/report/read-csv.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { FORMATS_OF, NIGHTLY_SECTIONS, REPORT_KINDS } from '../../shared/report-contract.ts';
import { DAY_MS } from '../../shared/window.ts';
import { call, HAND_BOOK, storeOf, valueOf } from '../query/ask.ts';
import { batch, T0_MS } from '../support/metered.ts';

const CALLS: readonly MeteredInvocation[] = Array.from({ length: 60 }, (_, index) =>
  call(index + 1, Math.floor((index * 3 * DAY_MS) / 60), {
    attribution: { tenant: `tenant-${index % 4}` },
  }),
);

function filesOf(calls: readonly MeteredInvocation[], kind: ReportOrder['kind']) {
  const store = storeOf(calls.slice(0, 20));
  const progress = { completeToMs: T0_MS + 30 * DAY_MS, done: 1, total: 1 };
  store.ingest(batch(calls.slice(20), { progress }));
  const date = kind === 'statement' ? '2026-11' : '2026-11-02';
  const formats = FORMATS_OF[kind].filter((format) => format !== 'pdf'); // Dated by its printer.
  const order: ReportOrder = {
    name: kind,
    kind,
    date,
    timeZone: 'UTC',
    formats,
    filter: EMPTY_FILTER,
    groupBy: null,
    sections: NIGHTLY_SECTIONS,
    revision: null,
    focus: { version: '1.4', step: '1h' },
  };
  const versions = { priceBookVersion: 'b1', rulesVersion: 'r1' };
  const capacity = { share: [], reserved: [], training: [] };
  const none = { budgets: [], adjustments: [], sharedCost: [], tagKeys: [] };
  const maker = { store, book: HAND_BOOK, capacity, ...none, ...versions };
  return { store, files: makeReport(order, maker, () => undefined).files };
}

describe('files of reports', () => {
  test.each(REPORT_KINDS.map((kind) => [kind]))('of kind %s are the same bytes', (kind) => {
    const hashes = [CALLS, CALLS.toReversed()].map((calls) =>
      filesOf(calls, kind).files.map(({ name, bytes }) => {
        return `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
      }),
    );
    expect(hashes[0]?.length).toBeGreaterThanOrEqual(FORMATS_OF[kind].length - 1);
    expect(hashes[1]).toEqual(hashes[0]);
  });

  test('I11: FOCUS rows sum to what a question says, to the last digit', () => {
    const { store, files } = filesOf(CALLS, 'focus');
    const text = files.find(({ name }) => name.endsWith('.csv'))?.bytes ?? new Uint8Array();
    const [head = [], ...rows] = [...readCsv([Buffer.from(text).toString('utf8')])];
    const whole = valueOf(store, 'cost', { from: '2026-11-02', to: '2026-11-03' });
    const costs = rows.map((row) => parseAttoUsd(row[head.indexOf('ListCost')] ?? '') ?? 0n);
    const sum = costs.reduce((before, cost) => before + cost, 0n);
    expect(sum).toBeGreaterThan(0n);
    expect(sum).toBe(whole);
  });
});
