/** `outcrop attribution diff`: what a file of rules would catch, and what it would change. */
import type { Command } from 'commander';
import { formatAttoUsd } from '../../shared/money.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import type { Config } from '../config/config.ts';
import { compareRules, type Caught, type RulesComparison } from '../job/compare-rules.ts';
import { knownFacts } from '../job/stored-input.ts';
import { priceBookOf } from './book.ts';
import { problemsError, readConfig, readTextFile } from './config-file.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';
import { windowFromOptions, type WindowOptions } from './window-options.ts';

interface DiffOptions extends WindowOptions {
  readonly db: string;
  readonly config?: string;
  readonly json?: boolean;
}

const EXAMPLE = `
Example:
  outcrop attribution diff rules.yaml --db outcrop.db --from now-7d --to now
RULES holds the keys \`tables\` and \`rules\`; see docs/attribution.md. Nothing is changed.`;

export function addAttributionDiff(attribution: Command, root: Root): void {
  attribution
    .command('diff')
    .description('What each rule of a file would catch, which never match, what would change.')
    .argument('<rules>', 'YAML file with the keys `tables` and `rules`')
    .requiredOption('--db <file>', 'database file')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .option('--config <file>', 'config that names your price file and tags')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLE)
    .action((file: string, options: DiffOptions) => {
      const config = readConfig(options.config ?? null, root);
      const rules = readRules(file, config);
      const { book } = priceBookOf(config);
      const store = openExisting(options.db);
      try {
        const window = windowFromOptions(options, store, root);
        const found = compareRules({ rules, window }, store, book, knownFacts(store, root.nowMs()));
        root.writeOut(options.json ? `${JSON.stringify(encode(found))}\n` : format(found));
      } finally {
        store.close();
      }
    });
}

/** @throws UsageError with the place of each mistake. */
function readRules(file: string, config: Config): RuleSet {
  const text = readTextFile(file);
  if (!text.ok) throw new UsageError(`Cannot read the rules ${file}.`, 'Name a YAML file.');
  const rules = config.readRules({ text: text.value, name: file }, readTextFile);
  if (!rules.ok) throw problemsError('The file of rules', rules.problem, file);
  return rules.value;
}

function encodeCaught({ invocations, costAttoUsd }: Caught) {
  return { invocations, cost: formatAttoUsd(costAttoUsd) };
}

function encode(found: RulesComparison) {
  return {
    looked: encodeCaught(found.looked),
    isPart: found.isPart,
    rules: found.rules.map(({ name, ...caught }) => ({ name, ...encodeCaught(caught) })),
    neverMatching: found.rules.filter((one) => one.invocations === 0).map(({ name }) => name),
    changed: encodeCaught(found.changed),
    tenants: found.tenants.map(({ tenant, before, after }) => ({
      tenant,
      before: encodeCaught(before),
      after: encodeCaught(after),
    })),
  };
}

function format(found: RulesComparison): string {
  const { looked, rules, neverMatching, changed, tenants, isPart } = encode(found);
  const rows = rules.map((one) => [one.name, String(one.invocations), one.cost]);
  const changes = tenants.map(({ tenant, before, after }) => {
    return [tenant, before.cost, after.cost, String(after.invocations - before.invocations)];
  });
  const none = neverMatching.length === 0 ? 'none' : neverMatching.join(', ');
  const lines = [
    `${looked.invocations} calls of ${looked.cost} USD.`,
    ...(isPart ? ['These are the newest of the window: it has more.'] : []),
    '',
    ...textTable(['rule', 'calls', 'usd'], rows, 1),
    '',
    `Never matching: ${none}.`,
    `${changed.invocations} calls of ${changed.cost} USD would get another tenant or rule.`,
    ...(changes.length === 0
      ? []
      : ['', ...textTable(['tenant', 'usd taken', 'usd given', 'calls'], changes, 1)]),
  ];
  return `${lines.join('\n')}\n`;
}
