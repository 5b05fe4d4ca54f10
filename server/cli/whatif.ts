/** `outcrop whatif`: the same usage by another choice or other prices. */
import type { Command } from 'commander';
import { CHOICE_KEYS, parseChoice } from '../query/choice.ts';
import { NO_CHANGE } from '../query/usage-change.ts';
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
    .option('--set <key=value>', `keys: ${CHOICE_KEYS}; repeatable`, collect, [])
    .option('--config <file>', 'config that names your price file')
    .option('--prices <file>', 'price file of the case to try')
    .addHelpText('after', EXAMPLES)
    .action((options: WhatIfOptions) => whatIf(options, root));
}

const EXAMPLES = `
Examples:
  outcrop whatif --db outcrop.db --set "model=Nova Lite" --filter model=amazon.nova-pro
  outcrop whatif --db outcrop.db --set tier=batch --set discount=12.5 --group-by tenant,model
`;

function collect(value: string, known: readonly string[]): readonly string[] {
  return [...known, value];
}

function whatIf({ set, config, prices, ...options }: WhatIfOptions, root: Root): void {
  if (set.length === 0 && prices === undefined) {
    const hint = 'Write --set model=amazon.nova-lite, --set tier=batch or --prices FILE.';
    throw new UsageError('There is nothing to try.', hint);
  }
  const { db } = options;
  const named = config === undefined ? { db } : { config, db };
  const book = bookFromOptions(named, root);
  const other = prices === undefined ? book : bookFromOptions({ prices, db }, root);
  const choice = parseChoice(set, other);
  if (!choice.ok) throw new UsageError(choice.problem.message, choice.problem.hint);
  const { assumptions, ...after } = choice.value;
  printComparison({ before: { book, change: NO_CHANGE }, after, assumptions }, options, root);
}
