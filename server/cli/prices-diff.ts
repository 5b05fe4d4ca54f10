/** `outcrop prices diff`: by how much, and for whom, another price file would change the period. */
import type { Command } from 'commander';
import { NO_CHANGE } from '../query/usage-change.ts';
import { bookFromOptions, priceBookOf } from './book.ts';
import { printComparison, withComparisonOptions, type ComparisonOptions } from './comparison.ts';
import type { Root } from './root.ts';

interface DiffOptions extends ComparisonOptions {
  readonly config?: string;
}

export function addPricesDiff(prices: Command, root: Root): void {
  const command = prices
    .command('diff')
    .description('Show what a new price file would change, before it is put in the config.')
    .argument('<file>', 'the new price file');
  withComparisonOptions(command)
    .option('--config <file>', 'config that names the price file in force')
    .action((file: string, { config, ...options }: DiffOptions) => {
      const { db } = options;
      const before = bookFromOptions(config === undefined ? { db } : { config, db }, root);
      const after = priceBookOf({ pricesPath: file, database: db }).book;
      const comparison = {
        before: { book: before, change: NO_CHANGE },
        after: { book: after, change: NO_CHANGE },
        assumptions: [],
      };
      printComparison(comparison, options, root);
    });
}
