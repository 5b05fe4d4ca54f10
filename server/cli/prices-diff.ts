/** `outcrop prices diff`: by how much, and for whom, other prices would change the period. */
import type { Command } from 'commander';
import { NO_LAYER } from '../price/price-list-layer.ts';
import { NO_CHANGE } from '../query/usage-change.ts';
import { priceBookOf } from './book.ts';
import { printComparison, withComparisonOptions, type ComparisonOptions } from './comparison.ts';
import { readConfig } from './config-file.ts';
import { readPriceLayer } from './price-list-file.ts';
import { refreshedLayer } from './refreshed-layer.ts';
import { UsageError, type Root } from './root.ts';

interface DiffOptions extends ComparisonOptions {
  readonly config?: string;
  readonly priceList?: readonly string[];
}

const HELP = `
Examples:
  outcrop prices diff new-prices.yaml --db outcrop.db --from 2026-11-01
  outcrop prices diff --price-list AmazonBedrock.json --db outcrop.db --group-by tenant,model`;

export function addPricesDiff(prices: Command, root: Root): void {
  const command = prices
    .command('diff')
    .description('Show what new prices would change, and for whom, before they are applied.')
    .argument('[file]', 'the new price file; the one in force when left out');
  withComparisonOptions(command)
    .option('--config <file>', 'config that names the price file in force')
    .option('--price-list <file...>', 'offer files of AWS that `prices refresh --file` would keep')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: DiffOptions) => diff(file, options, root));
}

async function diff(
  file: string | undefined,
  { config: configPath, priceList, ...options }: DiffOptions,
  root: Root,
): Promise<void> {
  if (file === undefined && priceList === undefined) {
    throw new UsageError('There is nothing to compare.', 'Name a price file or --price-list.');
  }
  const config = readConfig(configPath ?? null, root);
  const { pricesPath } = config;
  const kept = readPriceLayer(options.db);
  const listed =
    priceList === undefined
      ? kept
      : (await refreshedLayer(kept ?? NO_LAYER, { file: priceList }, { config, root })).layer;
  const places = { pricesPath, database: options.db };
  const before = priceBookOf(places, kept).book;
  const after = priceBookOf({ ...places, pricesPath: file ?? pricesPath }, listed).book;
  const comparison = {
    before: { book: before, change: NO_CHANGE },
    after: { book: after, change: NO_CHANGE },
    assumptions: [],
  };
  printComparison(comparison, options, root);
}
