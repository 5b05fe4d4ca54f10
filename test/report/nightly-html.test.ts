/** Tests of the nightly report as a page: it adds up, hides nothing and lets nothing in. */
import { describe, expect, test } from 'vitest';
import type { NightlyReportData } from '../../server/report/nightly-data.ts';
import { nightlyHtml } from '../../server/report/nightly-html.ts';
import { DAY, NOTHING, row, totalOf, TROUBLED_DAY } from './nightly-fixture.ts';

/** Texts of all table rows, cell by cell, with plain spaces. */
function tableRows(page: string): readonly (readonly string[])[] {
  const tables = page.match(/<table class="figures">.*?<\/table>/gs) ?? [];
  return tables.flatMap((table) =>
    [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, tr = '']) =>
      [...tr.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) =>
        cell
          .replace(/<[^>]*>/g, '')
          .replaceAll('\u00a0', ' ')
          .trim(),
      ),
    ),
  );
}

function centsOf(text: string): number {
  return text === '&lt;$0.01' ? 0 : Number(text.replace(/[$,.]/g, ''));
}

/** The day with every outside text replaced; nothing else changes. */
function named(name: string): NightlyReportData {
  const rename = <Row extends { readonly name: string }>(each: Row): Row => ({ ...each, name });
  return {
    ...TROUBLED_DAY,
    generatedFrom: { ...TROUBLED_DAY.generatedFrom, priceBookVersion: name, rulesVersion: name },
    sections: TROUBLED_DAY.sections.map((section) => ({
      ...section,
      label: name,
      rows: section.rows.map(rename),
    })),
    unpriced: TROUBLED_DAY.unpriced.map((each) => ({ ...each, model: name })),
    gaps: TROUBLED_DAY.gaps.map((gap) => ({ ...gap, account: name, region: name })),
    alarms: TROUBLED_DAY.alarms.map((alarm) => ({
      ...alarm,
      name,
      reason: name,
      to: name,
      group: JSON.parse(JSON.stringify({ [name]: name })),
    })),
  };
}

function tagsOf(page: string): readonly string[] {
  return page.match(/<\/?[a-z]+/g) ?? [];
}

describe('nightlyHtml', () => {
  test('opens on the answer', () => {
    expect(nightlyHtml(DAY).replaceAll('\u00a0', ' ')).toMatch(
      /<h1>\s*\$48\.13 on Friday, 20 November 2026, 12 % over the day before; globex explains/,
    );
  });

  test('shows rows that sum to the shown total to the cent in every table', () => {
    let sumCents = 0;
    let tables = 0;
    for (const [name = '', cost = ''] of tableRows(nightlyHtml(DAY))) {
      if (cost === 'Cost') sumCents = 0;
      else if (name !== 'Total') sumCents += centsOf(cost);
      else {
        expect(sumCents).toBe(centsOf(cost));
        expect(cost).toBe('$48.13');
        tables += 1;
      }
    }
    expect(tables).toBe(3);
  });

  test('folds the rows past the limit into one that carries their cost', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => row(`t${index}`, '0.0149'));
    const sections = [{ dimension: 'tenant', label: 'Tenant', rows }];
    const shown = tableRows(nightlyHtml({ ...DAY, total: totalOf(rows), sections }));
    expect(shown).toHaveLength(1 + 25 + 1);
    expect(shown.at(-2)?.[0]).toBe('976 more');
    expect(shown.at(-1)?.[1]).toBe('$14.90');
    const sum = shown.slice(1, -1).reduce((cents, [, cost = '']) => cents + centsOf(cost), 0);
    expect(sum).toBe(1490);
  });

  test('leaves out the column of changes while the day is preliminary', () => {
    expect(tableRows(nightlyHtml(DAY))[0]).toContain('Change');
    expect(tableRows(nightlyHtml(TROUBLED_DAY))[0]).not.toContain('Change');
  });

  test('shows what has no rate as unpriced, not as zero', () => {
    const rows = [row('a', '0', { invocations: 5, unpricedInvocations: 5 })];
    const sections = [{ dimension: 'model', label: 'Model', rows }];
    const page = nightlyHtml({ ...DAY, total: totalOf(rows), sections, hourly: [] });
    expect(tableRows(page)[1]?.slice(0, 3)).toEqual(['a', 'unpriced', '–']);
    expect(page).toContain('<span class="value">unpriced</span>');
  });

  test.each([
    ['Logs complete', DAY],
    ['Logs have gaps', { ...DAY, gaps: TROUBLED_DAY.gaps }],
    ['Preliminary', TROUBLED_DAY],
  ])('is marked %s', (mark, data) => {
    const head = nightlyHtml(data).split('<h1>')[0];
    expect(head).toMatch(new RegExp(`<span class="state[^>]*>${mark}</span`));
  });

  test('names the price book, the rules and how far logs are read', () => {
    const footer = nightlyHtml(TROUBLED_DAY).split('<footer>')[1] ?? '';
    expect(footer).toContain('2026-11-01.3');
    expect(footer).toContain('r41');
    expect(footer.replace(/\s+/g, ' ')).toContain('Logs read up to 2026-11-20 19:40 Europe/Berlin');
  });

  test.each([
    ['an image', '<img src=x onerror=confirm(1)>'],
    ['an attribute break', '"><svg/onload=confirm(1)>'],
    ['a script', '</script></style></title><script>confirm(1)</script>'],
    ['a comment', '<!-- --><![CDATA['],
    ['single quotes', `' onload='confirm(1)`],
  ])('keeps the same elements when every outside text is %s', (_, hostile) => {
    const page = nightlyHtml(named(hostile));
    expect(tagsOf(page)).toEqual(tagsOf(nightlyHtml(named('harmless'))));
    expect(page.split(hostile)).toHaveLength(1);
  });

  test('shows names that are keys of every object as they are', () => {
    const rows = ['__proto__', 'constructor', 'toString'].map((name) => row(name, '1'));
    const sections = [{ dimension: 'tenant', label: 'Tenant', rows }];
    const page = nightlyHtml({ ...DAY, total: totalOf(rows), sections });
    expect(tableRows(page).map(([name]) => name)).toEqual([
      'Tenant',
      '__proto__',
      'constructor',
      'toString',
      'Total',
    ]);
  });

  test('loads nothing and runs nothing', () => {
    const page = nightlyHtml(TROUBLED_DAY);
    expect(page).not.toMatch(/<script|<link|<img|\ssrc=|\shref=|@import|url\((?!#)|\son\w+=/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('keeps its style below the size that Gmail drops', () => {
    const styles = nightlyHtml(DAY).match(/<style>.*?<\/style>/gs) ?? [];
    expect(styles).toHaveLength(2);
    for (const style of styles) expect(style.length).toBeLessThan(8192);
  });

  test('stands on a day on which nothing happened', () => {
    const nothing = {
      ...DAY,
      total: NOTHING,
      previousDay: null,
      sameWeekdayBefore: null,
      monthToDate: null,
      sections: [{ dimension: 'tenant', label: 'Tenant', rows: [] }],
      hourly: [],
      unattributed: { costAttoUsd: 0n, invocations: 0 },
    };
    const page = nightlyHtml(nothing);
    expect(page).toContain('No call was logged on Friday, 20 November 2026.');
    expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});
