/** `outcrop reconcile`: the estimate beside the bill, and where every difference comes from. */
import type { Command } from 'commander';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { DAY_MS, type Window } from '../../shared/window.ts';
import { BillError, readBillFiles, type Bill } from '../job/read-bill-files.ts';
import { pricedLines } from '../query/priced-lines.ts';
import { formatUsd, formatUsdChange } from '../report/format.ts';
import {
  reconcile,
  type ReconciledRow,
  type Reconciliation,
} from '../report/reconcile/reconcile.ts';
import { bookFromOptions, type BookOptions } from './book.ts';
import { createProgress } from './progress.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface ReconcileOptions extends BookOptions {
  readonly db: string;
  readonly billedTo?: string;
  readonly json?: boolean;
}

const NOTES = `
Reads AWS Cost and Usage Reports 2.0 and FOCUS exports, as .csv, .csv.gz or .parquet.

States:  pending     the bill does not tell this day yet
         estimated   used, and not on the bill
         reconciled  bill and estimate agree
         unmatched   they differ: in quantity, in rate, or one has no such usage

  outcrop reconcile ./cur/data/BILLING_PERIOD=2026-11 --db outcrop.db
  outcrop reconcile focus.parquet --db outcrop.db --billed-to 2026-11-20 --json`;

export function addReconcile(program: Command, root: Root): void {
  program
    .command('reconcile')
    .description('Lay the bill of AWS beside the estimate, and explain each difference.')
    .argument('<path...>', 'files or folders of a Cost and Usage Report 2.0 or FOCUS export')
    .requiredOption('--db <file>', 'database file')
    .option('--config <file>', 'config that names your price file')
    .option('--prices <file>', 'your price file; the config names it otherwise')
    .option('--billed-to <day>', 'last day that the bill tells in full; the last but one in it')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (paths: string[], options: ReconcileOptions) => {
      const bill = await readBill(paths, root);
      const found = compare(bill, options, root);
      root.writeOut(options.json ? `${JSON.stringify(encode(found, bill))}\n` : text(found, bill));
    });
}

async function readBill(paths: readonly string[], root: Root): Promise<Bill> {
  const progress = createProgress('Reading', process.stderr.isTTY, root.writeError);
  try {
    const bill = await readBillFiles(paths, (done, total) => progress.show(done, total, 'files'));
    if (bill.lines.length > 0) return bill;
    throw new UsageError('The bill has no line of Bedrock.', 'Check which export it is.');
  } catch (error) {
    if (error instanceof BillError) throw new UsageError(error.message, error.hint);
    throw error;
  } finally {
    progress.end();
  }
}

function compare(bill: Bill, options: ReconcileOptions, root: Root): Reconciliation {
  const book = bookFromOptions(options, root);
  const store = openExisting(options.db);
  try {
    const days = [...new Set(bill.lines.map(({ day }) => day))].sort();
    const window = windowOf(days, store.extent());
    const groupBy = ['account', 'region'] as const;
    const asked = { filter: EMPTY_FILTER, groupBy, window, step: '1d', timeZone: 'UTC' } as const;
    const billedTo = billedToOf(options.billedTo, days);
    return reconcile(pricedLines(asked, store, book), bill.lines, { billedTo });
  } finally {
    store.close();
  }
}

/** From the first day of the bill on: what is before it is on another one. */
function windowOf(days: readonly string[], extent: Window | null): Window {
  const startMs = Date.parse(`${days[0] ?? ''}T00:00:00Z`);
  const endMs = Date.parse(`${days.at(-1) ?? ''}T00:00:00Z`) + DAY_MS;
  return { startMs, endMs: Math.max(endMs, extent?.endMs ?? 0) };
}

function billedToOf(text: string | undefined, days: readonly string[]): string {
  if (text === undefined) return days.at(-2) ?? days[0] ?? '';
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new UsageError(`There is no day ${text}.`, 'Write a day such as 2026-11-20.');
}

function encode({ rows, ...sums }: Reconciliation, bill: Bill): object {
  const usd = (atto: bigint | null): string | null => (atto === null ? null : formatAttoUsd(atto));
  return {
    files: bill.files,
    rowsRead: bill.rows,
    left: Object.fromEntries(bill.left),
    estimatedUsd: usd(sums.estimatedAttoUsd),
    billedListUsd: usd(sums.billedListAttoUsd),
    takenOff: sums.takenOff.map(({ kind, attoUsd }) => ({ kind, usd: usd(attoUsd) })),
    billedUsd: usd(sums.billedAttoUsd),
    rows: rows.map(({ estimatedAttoUsd, billedAttoUsd, quantityAttoUsd, rateAttoUsd, ...row }) => ({
      ...row,
      estimatedQuantity: String(row.estimatedQuantity),
      billedQuantity: String(row.billedQuantity),
      estimatedUsd: usd(estimatedAttoUsd),
      billedUsd: usd(billedAttoUsd),
      byQuantityUsd: usd(quantityAttoUsd),
      byRateUsd: usd(rateAttoUsd),
    })),
  };
}

const ROWS_SHOWN_MAX = 30;

function text(found: Reconciliation, bill: Bill): string {
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
  const differing = rows.filter(({ differs }) => differs !== 'none' && differs !== 'rounding');
  const shown = differing.toSorted((a, b) => (sizeOf(b) > sizeOf(a) ? 1 : -1));
  const header = ['day', 'account', 'region', 'model', 'usage', 'differs', 'estimated', 'billed'];
  const lines = shown.slice(0, ROWS_SHOWN_MAX).map(lineOf);
  const more = differing.length - lines.length;
  return [
    `${bill.lines.length} lines of Bedrock among ${bill.rows} in ${bill.files} files; ` +
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

function sizeOf({ estimatedAttoUsd, billedAttoUsd }: ReconciledRow): bigint {
  const difference = (billedAttoUsd ?? 0n) - (estimatedAttoUsd ?? 0n);
  return difference < 0n ? -difference : difference;
}
