/** `outcrop config`: check a config, print it with all defaults, and its schema for editors. */
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { configSchema } from '../config/config-schema.ts';
import { printedConfig } from '../config/printed-config.ts';
import { addConfigCheck } from './config-check.ts';
import { readConfig } from './config-file.ts';
import type { Root } from './root.ts';

const PRINT_NOTES = `
Secrets are left out, and rules, alarms, budgets stand as they were written.

  outcrop config print --config outcrop.yaml`;

const SCHEMA_NOTES = `
Name the file in the first line of a config, and editors complete and check as you type:
  # yaml-language-server: $schema=./outcrop.schema.json

  outcrop config schema > outcrop.schema.json`;

export function addConfig(program: Command, root: Root): void {
  const config = program
    .command('config')
    .description('Check a config, print it with its defaults, or print the schema of it.');
  addConfigCheck(config, root);
  config
    .command('print')
    .description('Print the config as it is in force: with every default, without secrets.')
    .requiredOption('--config <file>', 'YAML config; see docs/config.md')
    .addHelpText('after', PRINT_NOTES)
    .action((options: { readonly config: string }) => {
      readConfig(options.config, root); // Tells every mistake at its place.
      root.writeOut(printedConfig(readFileSync(options.config, 'utf8')));
    });
  config
    .command('schema')
    .description('Print the JSON Schema of the config, for editors.')
    .addHelpText('after', SCHEMA_NOTES)
    .action(() => {
      root.writeOut(`${JSON.stringify(configSchema(), null, 2)}\n`);
    });
}
