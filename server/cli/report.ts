/** `outcrop report nightly`: the report of one day, on demand. */
import type { Command } from 'commander';
import { formatAttoUsd } from '../../shared/money.ts';
import { FORMATS_OF } from '../../shared/report-contract.ts';
import { writeNightlyReport } from '../job/nightly-report.ts';
import { nightlyDay } from '../report/nightly-day.ts';
import { nightlyHtml } from '../report/nightly-html.ts';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import { openExisting } from './query.ts';
import { addReportCheck } from './report-check.ts';
import { addReportExport } from './report-export.ts';
import { pdfWriter } from './report-pdf.ts';
import { formatsOf } from './report-span.ts';
import { addReportStatement } from './report-statement.ts';
import type { Root } from './root.ts';

interface NightlyOptions {
  readonly date: string;
  readonly out: string;
  readonly db: string;
  readonly config?: string;
  readonly tz?: string;
  readonly format: string;
  readonly json?: boolean;
}

const NIGHTLY_NOTES = `
  outcrop report nightly --date 2026-11-20 --format html,xlsx --out ./reports --db outcrop.db`;

export function addReport(program: Command, root: Root): void {
  const report = program.command('report').description('Write cost reports and exports.');
  addReportStatement(report, root);
  addReportExport(report, root);
  addReportCheck(report, root);
  report
    .command('nightly')
    .description('Write the cost report of one day.')
    .requiredOption('--date <day>', 'calendar day, such as 2026-11-20')
    .requiredOption('--out <dir>', 'folder for the files')
    .requiredOption('--db <file>', 'database file')
    .option('--config <file>', 'config with the zone, the price file and the rules')
    .option('--tz <zone>', 'zone in which the day begins; the config says otherwise')
    .option(
      '--format <formats>',
      `${FORMATS_OF.nightly.join(', ')}, joined by commas`,
      'html,csv,json',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', NIGHTLY_NOTES)
    .action((options: NightlyOptions) => writeNightly(options, root));
}

async function writeNightly(options: NightlyOptions, root: Root): Promise<void> {
  const config = readConfig(options.config ?? null, root);
  const pdf = pdfWriter(formatsOf(options.format, FORMATS_OF.nightly), config.chromium);
  const { book, version } = priceBookOf({ ...config, database: options.db });
  const asked = { directory: options.out, formats: pdf.formats };
  const store = openExisting(options.db);
  const written = writeNightlyReport(options.date, asked, {
    store,
    book,
    timeZone: options.tz ?? config.timeZone,
    priceBookVersion: version,
    rulesVersion: config.rules.version,
    budgets: config.budgets,
  });
  store.close();
  const { data } = written;
  const pages = () => [{ name: `nightly-${data.date}.html`, html: nightlyHtml(data) }];
  const pdfs = await pdf.write(pages, options.out, nightlyDay(data).endMs);
  const files = [...written.files, ...pdfs];
  const { total } = data;
  const summary = {
    date: data.date,
    cost: formatAttoUsd(total.costAttoUsd),
    invocations: total.invocations,
    unpricedInvocations: total.unpricedInvocations,
    files,
  };
  const text = `$${summary.cost} on ${summary.date}\n${files.join('\n')}\n`;
  root.writeOut(options.json ? `${JSON.stringify(summary)}\n` : text);
}
