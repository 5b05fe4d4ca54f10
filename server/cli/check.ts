/** `outcrop check`: reads the config and every file that it names, and tells their mistakes. */
import type { Command } from 'commander';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import type { Root } from './root.ts';

const EXAMPLE = `
Example:
  outcrop check --config outcrop.yaml
Nothing is contacted. A mistake is told as FILE:LINE:COLUMN, and the exit code is 2.`;

export function addCheck(program: Command, root: Root): void {
  program
    .command('check')
    .description('Check the config with its rules, tables and prices; read nothing from AWS.')
    .requiredOption('--config <file>', 'YAML config; see docs/config.md')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLE)
    .action((options: { readonly config: string; readonly json?: boolean }) => {
      const config = readConfig(options.config, root);
      const { version } = priceBookOf(config);
      const { rules } = config;
      const tables = new Set(rules.rules.flatMap(({ lookup }) => lookup?.tableName ?? []));
      const found = {
        accounts: config.accounts.length,
        rules: rules.rules.length,
        tables: tables.size,
        rulesVersion: rules.version,
        alarms: config.alarms.length,
        budgets: config.budgets.length,
        prices: version,
      };
      const text =
        `${options.config} is in order: ${found.accounts} accounts, ${found.rules} rules ` +
        `(version ${found.rulesVersion}) with ${found.tables} tables, ${found.alarms} alarms, ` +
        `prices ${version}.\n`;
      root.writeOut(options.json ? `${JSON.stringify(found)}\n` : text);
    });
}
