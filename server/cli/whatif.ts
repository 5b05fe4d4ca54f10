/** `outcrop whatif`: the same usage by another choice or other prices. */
import type { Command } from 'commander';
import { modelIdOf } from '../price/model-names.ts';
import type { PriceBook } from '../price/price-book.ts';
import { assumptionsOf, NO_CHANGE, type UsageChange } from '../query/usage-change.ts';
import { bookFromOptions } from './book.ts';
import { printComparison, withComparisonOptions, type ComparisonOptions } from './comparison.ts';
import { UsageError, type Root } from './root.ts';

interface WhatIfOptions extends ComparisonOptions {
  readonly set: readonly string[];
  readonly config?: string;
  readonly prices?: string;
}

export function addWhatIf(program: Command, root: Root): void {
  const command = program
    .command('whatif')
    .description('Price the same usage by another model, tier, routing, cache lifetime or book.');
  withComparisonOptions(command)
    .option('--set <key=value>', 'model=, tier=, routing= or cacheTtl=; repeatable', collect, [])
    .option('--config <file>', 'config that names your price file')
    .option('--prices <file>', 'price file of the case to try')
    .action((options: WhatIfOptions) => whatIf(options, root));
}

function collect(value: string, known: readonly string[]): readonly string[] {
  return [...known, value];
}

function whatIf({ set, config, prices, ...options }: WhatIfOptions, root: Root): void {
  if (set.length === 0 && prices === undefined) {
    const hint = 'Write --set model=amazon.nova-lite, --set tier=batch or --prices FILE.';
    throw new UsageError('There is nothing to try.', hint);
  }
  const named = config === undefined ? {} : { config };
  const book = bookFromOptions(named, root);
  const other = prices === undefined ? book : bookFromOptions({ prices }, root);
  const change = parseChange(set, other);
  const after = { book: other, change };
  const assumptions = assumptionsOf(change);
  printComparison({ before: { book, change: NO_CHANGE }, after, assumptions }, options, root);
}

const CHOICES = {
  tier: ['standard', 'priority', 'flex', 'batch'],
  routing: ['regional', 'geo', 'global'],
  cacheTtl: ['5m', '1h'],
} as const;

function parseChange(texts: readonly string[], book: PriceBook): UsageChange {
  return texts.reduce((change, text) => ({ ...change, ...parseSetting(text, book) }), NO_CHANGE);
}

function parseSetting(text: string, book: PriceBook): Partial<UsageChange> {
  const at = text.indexOf('=');
  const [key, value] = [text.slice(0, at), text.slice(at + 1)];
  if (key === 'model') return { model: knownModel(value, book) };
  if (key !== 'tier' && key !== 'routing' && key !== 'cacheTtl') {
    const hint = 'The keys are model, tier, routing and cacheTtl.';
    throw new UsageError(`"${text}" sets nothing.`, hint);
  }
  const choice = CHOICES[key].find((one) => one === value);
  if (choice !== undefined) return { [key]: choice };
  throw new UsageError(`There is no ${key} "${value}".`, `Use ${CHOICES[key].join(', ')}.`);
}

function knownModel(name: string, book: PriceBook): string {
  const model = modelIdOf(name) ?? name;
  if (book.rows.some((row) => row.model === model)) return model;
  const hint = 'Names are listed by `outcrop prices list`.';
  throw new UsageError(`No rate is known for the model "${name}".`, hint);
}
