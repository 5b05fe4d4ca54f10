/** `outcrop report export`: usage and cost as files for other tools. */
import type { Command } from 'commander';
import { join } from 'node:path';
import { EMPTY_FILTER, parseFilter } from '../../shared/filter.ts';
import { exportRows } from '../job/export-rows.ts';
import { focusLines } from '../job/focus-export.ts';
import { writeWholeFile } from '../job/write-file.ts';
import { FOCUS_VERSIONS, type FocusVersion } from '../report/focus/focus-columns.ts';
import { focusRequired, focusTable, type FocusSettings } from '../report/focus/focus-table.ts';
import { ROWS_REQUIRED, rowsTable } from '../report/rows-table.ts';
import type { Table } from '../report/table.ts';
import { tableJsonLines } from '../report/table-json.ts';
import { tableParquet } from '../report/table-parquet.ts';
import { tableCsv } from '../report/table-csv.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import { createCollector } from './collect-garbage.ts';
import { createProgress } from './progress.ts';
import { openExisting } from './query.ts';
import { daySpan, formatsOf, monthSpan, type ReportSpan } from './report-span.ts';
import { UsageError, type Root } from './root.ts';

interface ExportOptions {
  readonly date?: string;
  readonly month?: string;
  readonly format: string;
  readonly step: string;
  readonly focusVersion: string;
  readonly filter?: string;
  readonly payer?: string;
  readonly out: string;
  readonly db: string;
  readonly config?: string;
  readonly json?: boolean;
}

const FORMATS = ['focus', 'focus-parquet', 'csv', 'jsonl', 'parquet'] as const;
type RowFormat = Exclude<(typeof FORMATS)[number], 'focus' | 'focus-parquet'>;

const NOTES = `
Formats:
  focus          FOCUS Cost and Usage as CSV, by hour or day, with what tenants share
  focus-parquet  the same as Parquet, with exact decimals
  csv            single invocations, the newest first, while they are kept
  jsonl          the same as JSON, one object a line
  parquet        the same as Parquet

Days and months are those of UTC.

  outcrop report export --month 2026-11 --format focus,focus-parquet --out ./out --db outcrop.db
  outcrop report check-focus ./out/focus-1.4-2026-11.csv`;

export function addReportExport(report: Command, root: Root): void {
  report
    .command('export')
    .description('Write usage and cost as files for other tools, such as FOCUS.')
    .option('--date <day>', 'calendar day of UTC, such as 2026-11-20')
    .option('--month <month>', 'calendar month of UTC, such as 2026-11')
    .option('--format <formats>', `${FORMATS.join(', ')}, joined by commas`, 'focus')
    .option('--step <step>', 'one row for each hour, 1h, or day, 1d', '1d')
    .option('--focus-version <version>', FOCUS_VERSIONS.join(' or '), FOCUS_VERSIONS[0])
    .option('--filter <text>', 'such as "tenant=acme"; everything when left out')
    .option('--payer <account>', 'account that pays the bill; that of the usage when left out')
    .requiredOption('--out <dir>', 'folder for the files')
    .requiredOption('--db <file>', 'database file')
    .option('--config <file>', 'config with the price file and the tags')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action((options: ExportOptions) => {
      const files = exportFiles(options, root);
      const text = files.map(({ path, bytes }) => `${path} ${bytes} bytes\n`).join('');
      root.writeOut(options.json ? `${JSON.stringify({ files })}\n` : text);
    });
}

interface Written {
  readonly path: string;
  readonly bytes: number;
}

function exportFiles(options: ExportOptions, root: Root): readonly Written[] {
  const config = readConfig(options.config ?? null, root);
  const { book } = priceBookOf({ ...config, database: options.db });
  const settings: FocusSettings = {
    version: versionOf(options.focusVersion),
    payerAccount: options.payer ?? null,
    tagKeys: config.promotedTags.map(({ key }) => key),
  };
  const formats = formatsOf(options.format, FORMATS);
  const store = openExisting(options.db);
  try {
    return formats.map((format) => {
      const asked = { options, settings, span: spanOf(options), store, book };
      const isFocus = format === 'focus' || format === 'focus-parquet';
      return isFocus ? writeFocus(format, asked, root) : writeRows(format, asked, root);
    });
  } finally {
    store.close();
  }
}

interface Focus {
  readonly options: ExportOptions;
  readonly settings: FocusSettings;
  readonly span: ReportSpan;
  readonly store: Store;
  readonly book: PriceBook;
}

function writeFocus(format: 'focus' | 'focus-parquet', focus: Focus, root: Root): Written {
  const { options, settings, span, store, book } = focus;
  const progress = createProgress(format, process.stderr.isTTY, root.writeError);
  const filter = filterOf(options.filter);
  const asked = {
    window: span.window,
    step: stepOf(options.step),
    ...(filter ? { filter } : {}),
    settings,
    onProgress: (done: number, total: number) => progress.show(done, total, `${done} days`),
  };
  const table = focusTable(focusLines(asked, store, book), settings);
  const ending = format === 'focus' ? 'csv' : 'parquet';
  const path = join(options.out, `focus-${settings.version}-${span.name}.${ending}`);
  const pieces =
    format === 'focus' ? tableCsv(table) : tableParquet(table, focusRequired(settings.version));
  const bytes = writeWholeFile(path, pieces);
  progress.end();
  return { path, bytes };
}

/** Single invocations: no more than a page and a group of rows are in memory. */
function writeRows(format: RowFormat, { options, span, store, book }: Focus, root: Root): Written {
  const progress = createProgress(format, process.stderr.isTTY, root.writeError);
  const collect = createCollector();
  const { startMs, endMs } = span.window;
  const asked = {
    window: span.window,
    filter: filterOf(options.filter) ?? EMPTY_FILTER,
    onProgress: (rows: number, atMs: number) => {
      progress.show(endMs - atMs, endMs - startMs, `${rows} rows`);
      collect(rows);
    },
  };
  const table = rowsTable(exportRows(asked, store, book));
  const path = join(options.out, `invocations-${span.name}.${format}`);
  const bytes = writeWholeFile(path, rowPieces(format, table));
  progress.end();
  return { path, bytes };
}

function rowPieces(format: RowFormat, table: Table): Iterable<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return tableCsv(table);
    case 'jsonl':
      return tableJsonLines(table);
    case 'parquet':
      return tableParquet(table, ROWS_REQUIRED);
  }
}

function spanOf({ date, month }: ExportOptions): ReportSpan {
  if (date !== undefined && month === undefined) return daySpan(date, 'UTC');
  if (month !== undefined && date === undefined) return monthSpan(month, 'UTC');
  throw new UsageError('Say which day or month.', 'Add --month 2026-11 or --date 2026-11-20.');
}

function filterOf(text: string | undefined) {
  if (text === undefined) return null;
  const filter = parseFilter(text);
  if (filter.ok) return filter.value;
  throw new UsageError(`The filter is wrong: ${filter.problem.message}.`, 'Write "tenant=acme".');
}

function stepOf(text: string): '1h' | '1d' {
  if (text === '1h' || text === '1d') return text;
  throw new UsageError(`There is no step ${text} here.`, 'Use 1h or 1d.');
}

function versionOf(text: string): FocusVersion {
  const version = FOCUS_VERSIONS.find((one) => one === text);
  if (version !== undefined) return version;
  throw new UsageError(`FOCUS ${text} is not written.`, `Use ${FOCUS_VERSIONS.join(' or ')}.`);
}
