/** The sections `report` and `reports` of the config. */
import { expect, test } from 'vitest';
import type { ReportDefinition } from '../../server/config/config.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { formatFilter } from '../../shared/filter.ts';
import { NIGHTLY_SECTIONS } from '../../shared/report-contract.ts';

const MAIL =
  'channels: [{ name: mail, type: email, host: mx, from: a@b.example, to: [c@d.example] }]';

function reportsOf(text: string): readonly ReportDefinition[] {
  const config = parseConfig(`timeZone: Europe/Berlin\n${MAIL}\n${text}`, {});
  if (!config.ok) throw new Error(JSON.stringify(config.problem));
  return config.value.reports;
}

test('takes the short form for a nightly report of everything', () => {
  const text = "report: { nightlyAt: '02:30', directory: ./out, mailTo: [mail] }";
  expect(reportsOf(text)).toEqual([
    {
      name: 'nightly',
      kind: 'nightly',
      filter: { terms: [] },
      groupBy: null,
      sections: NIGHTLY_SECTIONS,
      timeZone: 'Europe/Berlin',
      atMinutes: 150,
      waitMinutes: 360,
      formats: ['html', 'csv', 'json'],
      directory: './out',
      bucket: null,
      channels: ['mail'],
    },
  ]);
});

test('reads definitions side by side, each with its zone, its usage and its places', () => {
  const [nightly, acme, bills, focus] = reportsOf(`report: { nightlyAt: '02:30', directory: ./out }
reports:
  - { name: acme, at: '07:00', timeZone: America/New_York, filter: 'region=us-*', tenants: [acme, bolt],
      groupBy: [model, tag.feature], channels: [mail] }
  - { name: bills, kind: statement, at: '06:00', directory: ./bills, filter: 'tenant!=internal' }
  - { name: lake, kind: focus, at: '03:00', formats: [parquet],
      s3: { bucket: our-lake, prefix: bedrock/, region: eu-west-1 } }
`);
  expect(nightly?.name).toBe('nightly');
  expect(acme && formatFilter(acme.filter)).toBe('region=us-* tenant=acme,bolt');
  expect(acme).toMatchObject({
    timeZone: 'America/New_York',
    atMinutes: 420,
    groupBy: ['model', 'tag.feature'],
    formats: ['html', 'csv'],
    directory: null,
    channels: ['mail'],
  });
  // Budgets and alarms are of all, which is not what a report of some tenants is for.
  expect(acme?.sections).toEqual(NIGHTLY_SECTIONS.filter((one) => !/budgets|alarms/.test(one)));
  expect(bills).toMatchObject({ kind: 'statement', formats: ['html', 'csv'] });
  expect(focus).toMatchObject({ kind: 'focus', formats: ['parquet'], timeZone: 'Europe/Berlin' });
  const bucket = { bucket: 'our-lake', prefix: 'bedrock/', region: 'eu-west-1', endpoint: null };
  expect(focus?.bucket).toEqual(bucket);
});

test.each([
  ['a name for two', "{ name: nightly, at: '01:00', directory: x }", 'name stands twice'],
  ['a name that is kept', "{ name: a-by-hand, at: '01:00', directory: x }", 'no name ends in'],
  ['a report for nobody', "{ name: a, at: '01:00' }", 'goes nowhere'],
  ['a filter that is none', "{ name: a, at: '01:00', directory: x, filter: 'tenat=a' }", 'no dim'],
  [
    'a dimension that is none',
    "{ name: a, at: '01:00', directory: x, groupBy: [team] }",
    'tag.KEY',
  ],
  [
    'a statement of some models',
    "{ name: a, kind: statement, at: '01:00', directory: x, filter: 'model=b' }",
    'whole tenants',
  ],
  [
    'a format of another kind',
    "{ name: a, kind: focus, at: '01:00', directory: x, formats: [html] }",
    'there is no html',
  ],
  ['a channel that is not there', "{ name: a, at: '01:00', channels: [ops] }", 'is called ops'],
])('refuses %s', (_, text, words) => {
  const short = "report: { nightlyAt: '02:30', directory: ./out }";
  const config = parseConfig(`${MAIL}\n${short}\nreports:\n  - ${text}\n`, {});
  const told = config.ok ? [] : config.problem.map(({ path, message }) => `${path} ${message}`);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^reports\.0/);
  expect(told[0]).toContain(words);
});
