/** `outcrop prices check`: what has no rate, a rough one, or soon another; the user's own rates. */
import type { Command } from 'commander';
import type { PriceCheckReply, RateUse } from '../../shared/prices.ts';
import { isoTime } from '../../shared/window.ts';
import { bundledPriceBook } from '../price/bundled-book.ts';
import type { PriceListLayer } from '../price/price-list-layer.ts';
import { priceCheckReply } from '../query/price-check-reply.ts';
import { bookFromOptions, listBookOf, type BookOptions } from './book.ts';
import { readPriceLayer } from './price-list-file.ts';
import { openExisting } from './query.ts';
import type { Root } from './root.ts';
import { textTable } from './text-table.ts';
import { windowFromOptions, type WindowOptions } from './window-options.ts';

interface CheckOptions extends BookOptions, WindowOptions {
  readonly db: string;
  readonly json?: boolean;
}

/** Adds what is special about the verb to a command that has the options of a book. */
export function addPricesCheck(command: Command, root: Root): void {
  command
    .description('Hold the price book against the usage in a database.')
    .requiredOption('--db <file>', 'database file')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .action((options: CheckOptions) => {
      const report = reportOf(options, root);
      root.writeOut(options.json ? `${JSON.stringify(report)}\n` : formatReport(report));
    });
}

type Report = PriceCheckReply & {
  /** Null when it was never read. */
  readonly priceList: ReturnType<typeof priceListOf> | null;
};

/** What is kept of AWS's list. */
function priceListOf({ refreshedAtMs, rows, refused }: PriceListLayer) {
  return { refreshedAt: isoTime(refreshedAtMs), rates: rows.length, refused: refused.length };
}

function reportOf(options: CheckOptions, root: Root): Report {
  const book = bookFromOptions(options, root);
  const layer = readPriceLayer(options.db);
  const store = openExisting(options.db);
  try {
    const window = windowFromOptions(options, store, root);
    const list = listBookOf(layer).book;
    return {
      ...priceCheckReply({ window, nowMs: root.nowMs() }, store, {
        book,
        list,
        bundled: bundledPriceBook(),
      }),
      priceList: layer && priceListOf(layer),
    };
  } finally {
    store.close();
  }
}

function formatReport(report: Report): string {
  const sections = [
    section('Usage without a rate', report.unpriced, ['quantity', 'invocations']),
    section('Usage whose rate is not listed for it', report.inexact, ['quality', 'cost', 'rate']),
    section('Rates far from the bundled ones', report.odd, ['cost', 'rate', 'bundled', 'source']),
    section('Rates that changed in the window', report.changed, ['at', 'before', 'after']),
    section('Rates that change within 30 days', report.changing, ['at', 'before', 'after']),
    section('Your own rates', report.own, ['usd', 'list', 'percentOfList']),
  ];
  return `${[...sections.flat(), priceListText(report.priceList)].join('\n')}\n`;
}

function priceListText(list: Report['priceList']): string {
  if (list === null) return 'AWS Price List: never read; `outcrop prices refresh` reads it.';
  const { rates, refused, refreshedAt } = list;
  return `AWS Price List: ${rates} rates, ${refused} refused, read ${refreshedAt.slice(0, 10)}.`;
}

function section<Row extends RateUse>(
  title: string,
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
): readonly string[] {
  if (rows.length === 0) return [`${title}: none.`];
  const header = ['model', 'region', 'dimension', 'kind', ...columns];
  const cells = rows.map((row) => {
    const told = columns.map((column) => String(row[column] ?? 'none'));
    return [row.model, row.region, row.dimension, row.kind, ...told];
  });
  return [`${title}: ${rows.length}.`, ...textTable(header, cells, 4).map((line) => `  ${line}`)];
}
