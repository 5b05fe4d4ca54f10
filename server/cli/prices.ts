/** `outcrop prices`: which rates there are, where they come from, and what they leave open. */
import type { Command } from 'commander';
import { USAGE_DIMENSIONS } from '../../shared/usage-dimension.ts';
import { knownModelIds, modelDisplayName, modelIdOf } from '../price/model-names.ts';
import type { PriceBook } from '../price/price-book.ts';
import { listPrices, type ListingFilter } from '../price/price-listing.ts';
import { bookFromOptions, type BookOptions } from './book.ts';
import { addPricesCheck } from './prices-check.ts';
import { addPricesDiff } from './prices-diff.ts';
import { addPricesRefresh } from './prices-refresh.ts';
import { axesText, encodeRow, periodText } from '../query/price-text.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface ListOptions extends BookOptions {
  readonly model?: string;
  readonly region?: string;
  readonly dimension?: string;
  readonly json?: boolean;
}

export function addPrices(program: Command, root: Root): void {
  const prices = program.command('prices').description('Show and check the price book.');
  const withBook = (command: Command): Command =>
    command
      .option('--config <file>', 'config that names your price file')
      .option('--prices <file>', 'your price file; the config names it otherwise')
      .option('--json', 'print JSON');
  withBook(prices.command('list').description('List rates, with source and date.'))
    .option('--model <pattern>', 'id or name, such as "anthropic.*"')
    .option('--region <pattern>', 'such as us-east-1; rates for all Regions are always listed')
    .option('--dimension <pattern>', 'such as input_tokens')
    .option('--db <file>', 'database beside which refreshed prices lie')
    .action((options: ListOptions) => list(options, root));
  withBook(prices.command('show').description('Show all rates of one model.'))
    .argument('<model>', 'id or name, such as "Claude Sonnet 4.5"')
    .option('--region <pattern>', 'such as us-east-1; rates for all Regions are always shown')
    .option('--db <file>', 'database beside which refreshed prices lie')
    .action((model: string, options: ListOptions) => show(model, options, root));
  addPricesCheck(withBook(prices.command('check')), root);
  addPricesDiff(prices, root);
  addPricesRefresh(prices, root);
}

function list({ model, region, dimension, ...options }: ListOptions, root: Root): void {
  const filter = { model: model ?? null, region: region ?? null, dimension: dimension ?? null };
  const known = modelIdOf(filter.model ?? '') ?? filter.model;
  print(bookFromOptions(options, root), { ...filter, model: known }, options, root);
}

function show(name: string, { region, ...options }: ListOptions, root: Root): void {
  const model = modelIdOf(name) ?? name;
  const book = bookFromOptions(options, root);
  if (!book.rows.some((row) => row.model === model)) throw unknownModel(name, book);
  if (!options.json) root.writeOut(`${modelDisplayName(model) ?? model} (${model})\n`);
  print(book, { model, region: region ?? null, dimension: null }, options, root);
}

function unknownModel(name: string, book: PriceBook): UsageError {
  const wanted = name.toLowerCase();
  const ids = new Set([...knownModelIds(), ...book.rows.map((row) => row.model)]);
  const near = [...ids].filter((id) => {
    return `${id} ${modelDisplayName(id) ?? ''}`.toLowerCase().includes(wanted);
  });
  const hint =
    near.length === 0
      ? 'Names are listed by `outcrop prices list`.'
      : `Do you mean ${near.slice(0, 8).join(', ')}?`;
  return new UsageError(`No rate is known for the model "${name}".`, hint);
}

function print(
  book: PriceBook,
  filter: ListingFilter,
  options: { readonly json?: boolean },
  root: Root,
): void {
  const rows = listPrices(book, filter);
  if (options.json) {
    root.writeOut(`${JSON.stringify({ rates: rows.map(encodeRow) })}\n`);
    return;
  }
  if (rows.length === 0) {
    root.writeOut(`No rates. Dimensions are ${USAGE_DIMENSIONS.join(', ')}.\n`);
    return;
  }
  const header = ['model', 'dimension', 'region', 'kind', 'in force', 'source', 'usd', 'per'];
  const cells = rows.map((row) => [
    row.model,
    row.dimension,
    row.region,
    axesText(row),
    periodText(row),
    `${row.source.label} ${row.source.date}`.trim(),
    row.usd,
    row.per.toLocaleString('en-US'),
  ]);
  root.writeOut(`${textTable(header, cells, 6).join('\n')}\n`);
}
