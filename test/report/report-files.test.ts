/** Tests of the files of a report, above all that each of them tells the same exact sums. */
import { describe, expect, test } from 'vitest';
import { NIGHTLY_CSV_COLUMNS } from '../../server/report/nightly-csv.ts';
import { nightlyFiles } from '../../server/report/report-files.ts';
import { DAY, row, totalOf, TROUBLED_DAY, usd } from './nightly-fixture.ts';

function textOf(extension: string, data = DAY): string {
  return (
    nightlyFiles(data)
      .find(({ name }) => name.endsWith(extension))
      ?.content.toString() ?? ''
  );
}

function csvRows(data = DAY): readonly (readonly string[])[] {
  const lines = textOf('.csv', data).split('\r\n').slice(0, -1);
  return lines.map((line) => line.split(','));
}

describe('nightlyFiles', () => {
  test('are named after the day', () => {
    expect(nightlyFiles(DAY).map(({ name, contentType }) => [name, contentType])).toEqual([
      ['nightly-2026-11-20.html', 'text/html; charset=utf-8'],
      ['nightly-2026-11-20.csv', 'text/csv; charset=utf-8'],
      ['nightly-2026-11-20.json', 'application/json'],
    ]);
  });

  test('are the same bytes for the same data, in whichever order its rows come', () => {
    const again = structuredClone(TROUBLED_DAY);
    const sections = again.sections.map((section) => ({
      ...section,
      rows: [...section.rows].reverse(),
    }));
    expect(nightlyFiles({ ...again, sections })).toEqual(nightlyFiles(TROUBLED_DAY));
  });
});

describe('nightlyCsv', () => {
  test('writes one total and exact costs that sum to it in every dimension', () => {
    const [header, total, ...rows] = csvRows();
    expect(header).toEqual(NIGHTLY_CSV_COLUMNS);
    expect(total?.slice(0, 5)).toEqual(['2026-11-20', 'total', '', '48.125109925', '27158']);
    for (const dimension of ['tenant', 'model', 'tag.feature']) {
      const costs = rows.filter((cells) => cells[1] === dimension).map((cells) => cells[3] ?? '');
      expect(costs.reduce((sum, cost) => sum + usd(cost), 0n)).toBe(DAY.total.costAttoUsd);
    }
  });

  test('writes all columns of a row', () => {
    const initech = csvRows().find((cells) => cells[2] === 'initech');
    expect(initech?.join(',')).toBe(
      '2026-11-20,tenant,initech,7.2250049,2004,2,0,410900,92000,0,0,88,12.5,2210,9004,0,7.2250049,0',
    );
  });

  test('leaves the cost empty where nothing could be priced', () => {
    const rows = [row('a', '0', { invocations: 2, unpricedInvocations: 2 })];
    const sections = [{ dimension: 'tenant', label: 'Tenant', rows }];
    const cells = csvRows({ ...DAY, total: totalOf(rows), sections }).at(-1);
    expect([cells?.[3], cells?.[15]]).toEqual(['', '2']);
  });

  test('guards a tenant and a tag key that are formulas', () => {
    const rows = [row('=HYPERLINK("http://x","y")', '1')];
    const sections = [{ dimension: 'tag.a;=1', label: 'Tag', rows }];
    const text = textOf('.csv', { ...DAY, total: totalOf(rows), sections });
    expect(text).toContain(`\r\n2026-11-20,"'tag.a;'=1","'=HYPERLINK(""http://x"",""y"")",1,0,`);
  });
});

describe('nightlyJson', () => {
  test('carries the exact sums as text', () => {
    const summary = JSON.parse(textOf('.json'));
    expect(summary).toMatchObject({
      schema: 'outcrop.nightly.v1',
      date: '2026-11-20',
      preliminary: false,
      generatedFrom: DAY.generatedFrom,
      total: { costUsd: '48.125109925', invocations: 27_158 },
      monthToDate: { costUsd: '902.4417' },
      unattributed: { costUsd: '3.9000009', invocations: 700 },
    });
    expect(summary.sections[0].rows[0]).toMatchObject({
      name: 'globex',
      costUsd: '21.403300125',
      previousCostUsd: '17.29',
    });
  });

  test('writes no cost where nothing could be priced', () => {
    const rows = [row('a', '0', { unpricedInvocations: 2 })];
    const sections = [{ dimension: 'tenant', label: 'Tenant', rows }];
    const summary = JSON.parse(textOf('.json', { ...DAY, total: totalOf(rows), sections }));
    expect(summary.total.costUsd).toBeNull();
  });
});
