/** `outcrop report statement`: what each tenant owes for a month. */
import type { Command } from 'commander';
import { join } from 'node:path';
import { formatAttoUsd, formatDecimal } from '../../shared/money.ts';
import { FORMATS_OF } from '../../shared/report-contract.ts';
import { monthStatements, statementFiles } from '../job/statements.ts';
import { writeWholeFile } from '../job/write-file.ts';
import { formatCents } from '../report/format.ts';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import { openExisting } from './query.ts';
import { pdfWriter } from './report-pdf.ts';
import { formatsOf, monthSpan } from './report-span.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface StatementOptions {
  readonly month: string;
  readonly tenant?: string;
  readonly format: string;
  readonly out: string;
  readonly db: string;
  readonly config?: string;
  readonly tz?: string;
  readonly json?: boolean;
}

const NOTES = `
html, json and pdf are one file for each tenant; csv, xlsx and parquet hold all of them.
A pdf is printed by Chromium, which must be on the PATH or named in the config.

  outcrop report statement --month 2026-10 --format html,xlsx --out ./out --db outcrop.db
  outcrop report statement --month 2026-10 --tenant acme --format html --out . --db outcrop.db`;

export function addReportStatement(report: Command, root: Root): void {
  report
    .command('statement')
    .description('Write what each tenant owes for a month, line by line.')
    .requiredOption('--month <month>', 'calendar month, such as 2026-10')
    .option('--tenant <name>', 'only this tenant; all of them when left out')
    .option(
      '--format <formats>',
      `${FORMATS_OF.statement.join(', ')}, joined by commas`,
      'html,json',
    )
    .requiredOption('--out <dir>', 'folder for the files')
    .requiredOption('--db <file>', 'database file')
    .option('--config <file>', 'config with the zone, the price file, shares and adjustments')
    .option('--tz <zone>', 'zone in which the month begins; the config says otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action((options: StatementOptions) => writeStatements(options, root));
}

async function writeStatements(options: StatementOptions, root: Root): Promise<void> {
  const config = readConfig(options.config ?? null, root);
  const { book, version } = priceBookOf({ ...config, database: options.db });
  const timeZone = options.tz ?? config.timeZone;
  const span = monthSpan(options.month, timeZone);
  const pdf = pdfWriter(formatsOf(options.format, FORMATS_OF.statement), config.chromium);
  const store = openExisting(options.db);
  try {
    const { capacity, adjustments, sharedCost } = config;
    const tenant = options.tenant ?? null;
    const asked = {
      month: span.name,
      window: span.window,
      tenant,
      adjustments,
      capacity,
      sharedCost,
    };
    const statements = monthStatements(asked, {
      store,
      book,
      timeZone,
      priceBookVersion: version,
      rulesVersion: config.rules.version,
    });
    if (statements.length === 0) {
      const who = tenant === null ? 'No tenant' : `Tenant ${tenant}`;
      throw new UsageError(`${who} has usage in ${span.name}.`, 'Ask for another month.');
    }
    const written = statementFiles(statements, span.name, pdf.formats).map(({ name, pieces }) => {
      const path = join(options.out, name);
      writeWholeFile(path, pieces);
      return path;
    });
    const pages = () =>
      statementFiles(statements, span.name, ['html']).map(({ name, pieces }) => {
        return { name, html: [...pieces].join('') };
      });
    const files = [...written, ...(await pdf.write(pages, options.out, span.window.endMs))];
    const told = statements.map((one) => ({
      tenant: one.tenant,
      totalUsd: formatAttoUsd(one.totalAttoUsd),
      totalRoundedUsd: formatDecimal(one.totalCents, 2),
      unpricedLines: one.unpricedLines,
      preliminary: one.isPreliminary,
    }));
    const rows = statements.map((one) => [one.tenant, formatCents(one.totalCents)]);
    const text = `${textTable(['tenant', 'total'], rows, 1).join('\n')}\n${files.join('\n')}\n`;
    root.writeOut(options.json ? `${JSON.stringify({ statements: told, files })}\n` : text);
  } finally {
    store.close();
  }
}
