/** `outcrop prices refresh`: reads what AWS lists today, and keeps it as a layer of the book. */
import type { Command } from 'commander';
import { NO_LAYER } from '../price/price-list-layer.ts';
import { readConfig } from './config-file.ts';
import { priceListPath, readPriceLayer, writePriceLayer } from './price-list-file.ts';
import type { ListOptions } from './read-price-lists.ts';
import { refreshedLayer } from './refreshed-layer.ts';
import { formatRefresh, summaryOf, type RefreshSummary } from './refresh-text.ts';
import type { Root } from './root.ts';

interface RefreshOptions extends ListOptions {
  readonly config?: string;
  readonly db?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const HELP = `
The prices are public: without --api no AWS credentials are needed. What is read is kept beside
the database and stands between the bundled prices and your own file.

Examples:
  outcrop prices refresh --config outcrop.yaml
  outcrop prices refresh --db outcrop.db --region us-east-1 eu-central-1 --since 2026-01-01
  outcrop prices refresh --db outcrop.db --file AmazonBedrock.json --dry-run`;

export function addPricesRefresh(prices: Command, root: Root): void {
  prices
    .command('refresh')
    .description('Read the AWS Price List and keep it as a layer of the price book.')
    .option('--config <file>', 'config that names the database and priceListUrl')
    .option('--db <file>', 'database beside which prices are kept; the config names it otherwise')
    .option('--file <file...>', 'downloaded offer files, instead of the network')
    .option('--api', 'ask the Price List API, with AWS credentials (pricing:GetProducts)')
    .option('--region <region...>', 'only these Regions; all when left out')
    .option('--since <date>', 'with all versions since then, so that the past has its own prices')
    .option('--dry-run', 'tell what would change, and keep nothing')
    .option('--json', 'print JSON, with every entry that could not be read')
    .addHelpText('after', HELP)
    .action(async (options: RefreshOptions) => {
      const summary = await refresh(options, root);
      root.writeOut(options.json ? `${JSON.stringify(summary)}\n` : formatRefresh(summary));
    });
}

async function refresh(options: RefreshOptions, root: Root): Promise<RefreshSummary> {
  const config = readConfig(options.config ?? null, root);
  const database = options.db ?? config.database;
  const before = readPriceLayer(database) ?? NO_LAYER;
  const { layer: after, readings } = await refreshedLayer(before, options, { config, root });
  if (!options.dryRun) writePriceLayer(database, after);
  const keptAt = options.dryRun ? null : priceListPath(database);
  return summaryOf({ before, after, readings, keptAt });
}
