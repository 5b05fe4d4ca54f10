/** `outcrop config check`: reads the config and every file that it names, and tells mistakes. */
import type { Command } from 'commander';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import type { Root } from './root.ts';

const EXAMPLE = `
Example:
  outcrop config check --config outcrop.yaml
Nothing is contacted. A mistake is told as FILE:LINE:COLUMN, and the exit code is 2.`;

export function addConfigCheck(config: Command, root: Root): void {
  config
    .command('check')
    .description('Check the config with its rules, tables and prices; read nothing from AWS.')
    .requiredOption('--config <file>', 'YAML config; see docs/config.md')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLE)
    .action((options: { readonly config: string; readonly json?: boolean }) => {
      const read = readConfig(options.config, root);
      const { version } = priceBookOf(read);
      const { rules } = read;
      const tables = new Set(rules.rules.flatMap(({ lookup }) => lookup?.tableName ?? []));
      const found = {
        accounts: read.accounts.length,
        rules: rules.rules.length,
        tables: tables.size,
        rulesVersion: rules.version,
        alarms: read.alarms.length,
        budgets: read.budgets.length,
        prices: version,
      };
      const text =
        `${options.config} is in order: ${found.accounts} accounts, ${found.rules} rules ` +
        `(version ${found.rulesVersion}) with ${found.tables} tables, ${found.alarms} alarms, ` +
        `prices ${version}.\n`;
      root.writeOut(options.json ? `${JSON.stringify(found)}\n` : text);
    });
}
