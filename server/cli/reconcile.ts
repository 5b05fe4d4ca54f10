/** `outcrop reconcile`: the estimate beside the bill, and where every difference comes from. */
import type { Command } from 'commander';
import { formatAttoUsd } from '../../shared/money.ts';
import type { PriceBook } from '../price/price-book.ts';
import { BillError } from '../job/bill-rows.ts';
import { readBillFiles } from '../job/read-bill-files.ts';
import { dayBefore } from '../query/billed-to.ts';
import { differingRows, rowReply } from '../query/reconcile-reply.ts';
import { billDaysOf, reconcileLines, reconcileStored } from '../query/reconcile-stored.ts';
import type { ReconciledRow, Reconciliation } from '../query/reconcile.ts';
import { formatUsd, formatUsdChange } from '../report/format.ts';
import { SourceError } from '../source/source.ts';
import type { Store } from '../store/store.ts';
import { bookFromOptions, type BookOptions } from './book.ts';
import { createProgress } from './progress.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface ReconcileOptions extends BookOptions {
  readonly db: string;
  readonly billedTo?: string;
  readonly month?: string;
  readonly json?: boolean;
}

const NOTES = `
Reads AWS Cost and Usage Reports 2.0 and FOCUS exports, as .csv, .csv.gz or .parquet. Without
a path it takes the bill that \`outcrop serve\` has read from where \`bill:\` in the config says.

States:  pending     the bill does not tell this day yet
         estimated   used, and not on the bill
         reconciled  bill and estimate agree
         unmatched   they differ: in quantity, in rate, or one has no such usage

  outcrop reconcile --db outcrop.db --month 2026-11
  outcrop reconcile ./cur/data/BILLING_PERIOD=2026-11 --db outcrop.db
  outcrop reconcile focus.parquet --db outcrop.db --billed-to 2026-11-20 --json`;

export function addReconcile(program: Command, root: Root): void {
  program
    .command('reconcile')
    .description('Lay the bill of AWS beside the estimate, and explain each difference.')
    .argument('[path...]', 'files or folders of a Cost and Usage Report 2.0 or FOCUS export')
    .requiredOption('--db <file>', 'database file')
    .option('--config <file>', 'config that names your price file')
    .option('--prices <file>', 'your price file; the config names it otherwise')
    .option('--billed-to <day>', 'last day that the bill tells in full; the last but one in it')
    .option('--month <month>', 'only this month of UTC, such as 2026-11')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (paths: string[], options: ReconcileOptions) => {
      const { found, bill } = await compare(paths, options, root);
      root.writeOut(options.json ? `${JSON.stringify(encode(found, bill))}\n` : text(found, bill));
    });
}

/** What was read of the bill, for the first line. */
interface BillRead {
  readonly files: number | null;
  readonly rows: number;
  readonly read: number;
  readonly left: ReadonlyMap<string, number>;
}

interface Compared {
  readonly found: Reconciliation;
  readonly bill: BillRead;
}

async function compare(
  paths: readonly string[],
  options: ReconcileOptions,
  root: Root,
): Promise<Compared> {
  const month = monthOf(options.month);
  const book = bookFromOptions(options, root);
  const store = openExisting(options.db);
  try {
    return paths.length === 0
      ? compareStored(month, store, book)
      : await compareFiles({ paths, month, store, book }, options.billedTo, root);
  } finally {
    store.close();
  }
}

function compareStored(month: string, store: Store, book: PriceBook): Compared {
  const days = billDaysOf(store.bills.days(), month, store.extent()?.endMs ?? 0);
  if (!days) {
    const hint = 'Name the files, or set `bill:` in the config and let `outcrop serve` read it.';
    throw new UsageError('The database holds no bill of that time.', hint);
  }
  const rows = store.bills.periods().reduce((sum, one) => sum + one.rows, 0);
  const read = store.bills.lines(days).length;
  const bill = { files: null, rows, read, left: new Map<string, number>() };
  return { found: reconcileStored(days, store, book), bill };
}

async function compareFiles(
  given: {
    readonly paths: readonly string[];
    readonly month: string;
    readonly store: Store;
    readonly book: PriceBook;
  },
  billedTo: string | undefined,
  root: Root,
): Promise<Compared> {
  const bill = await readFiles(given.paths, root);
  const lines = bill.lines.filter(({ day }) => day.startsWith(given.month));
  const usedToMs = given.store.extent()?.endMs ?? 0;
  const days = billDaysOf(lines.map(({ day }) => day).sort(), given.month, usedToMs);
  if (!days) throw new UsageError('The bill has no line of Bedrock.', 'Check which export it is.');
  const told = lastDayTold(billedTo, bill.lastDay);
  const isBilled = (day: string): boolean => day <= told;
  return { found: reconcileLines({ days, lines, isBilled }, given.store, given.book), bill };
}

async function readFiles(paths: readonly string[], root: Root): ReturnType<typeof readBillFiles> {
  const progress = createProgress('Reading', process.stderr.isTTY, root.writeError);
  try {
    return await readBillFiles(paths, (done, total) => progress.show(done, total, `${done} files`));
  } catch (error) {
    const isKnown = error instanceof BillError || error instanceof SourceError;
    if (isKnown) throw new UsageError(error.message, error.hint);
    throw error;
  } finally {
    progress.end();
  }
}

/** '' for all of it. */
function monthOf(text: string | undefined): string {
  if (text === undefined) return '';
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new UsageError(`There is no month ${text}.`, 'Write a month such as 2026-11.');
}

/** The newest day of a bill is still being written. */
function lastDayTold(text: string | undefined, newest: string | null): string {
  if (text === undefined) return newest === null ? '' : dayBefore(newest);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new UsageError(`There is no day ${text}.`, 'Write a day such as 2026-11-20.');
}

function encode({ rows, ...sums }: Reconciliation, bill: BillRead): object {
  const usd = formatAttoUsd;
  return {
    files: bill.files,
    rowsRead: bill.rows,
    left: Object.fromEntries(bill.left),
    estimatedUsd: usd(sums.estimatedAttoUsd),
    billedListUsd: usd(sums.billedListAttoUsd),
    takenOff: sums.takenOff.map(({ kind, attoUsd }) => ({ kind, usd: usd(attoUsd) })),
    billedUsd: usd(sums.billedAttoUsd),
    rows: rows.map(rowReply),
  };
}

const ROWS_SHOWN_MAX = 30;

function text(found: Reconciliation, bill: BillRead): string {
  const { rows, takenOff } = found;
  const states = ['pending', 'estimated', 'reconciled', 'unmatched'].map((state) => {
    return `${rows.filter((row) => row.state === state).length} ${state}`;
  });
  const sums = [
    ['estimated, list', formatUsd(found.estimatedAttoUsd)],
    ['billed, list', formatUsd(found.billedListAttoUsd)],
    ...takenOff.map(({ kind, attoUsd }) => [kind, formatUsdChange(attoUsd)]),
    ['billed for usage', formatUsd(found.billedAttoUsd)],
  ];
  const differing = differingRows(rows);
  const header = ['day', 'account', 'region', 'model', 'usage', 'differs', 'estimated', 'billed'];
  const lines = differing.slice(0, ROWS_SHOWN_MAX).map(lineOf);
  const more = differing.length - lines.length;
  const from = bill.files === null ? ' that were read' : ` in ${bill.files} files`;
  return [
    `${bill.read} lines of Bedrock among ${bill.rows}${from}; ` +
      `by day, place and usage: ${states.join(', ')}.`,
    ...textTable(['', ''], sums, 1).slice(1),
    ...(lines.length > 0 ? ['', ...textTable(header, lines, 6)] : []),
    ...(more > 0 ? [`and ${more} more.`] : []),
    '',
  ].join('\n');
}

function lineOf(row: ReconciledRow): readonly string[] {
  const usd = (atto: bigint | null): string => (atto === null ? '-' : formatUsd(atto));
  const { day, account, region, model, usage, differs } = row;
  const money = [usd(row.estimatedAttoUsd), usd(row.billedAttoUsd)];
  return [day, account, region, model, usage, differs, ...money];
}
