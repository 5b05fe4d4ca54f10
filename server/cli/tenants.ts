/** `outcrop tenants`: who pays, what stands above them, and what each cost. */
import type { Command } from 'commander';
import type { TenantReply } from '../../shared/attribution-contract.ts';
import { parseDecimal } from '../../shared/money.ts';
import { tenantsReply } from '../query/tenants-reply.ts';
import { bookFromOptions, type BookOptions } from './book.ts';
import { readConfig } from './config-file.ts';
import { printable } from './printable.ts';
import { openExisting } from './query.ts';
import type { Root } from './root.ts';
import { textTable } from './text-table.ts';
import { TenantFacts } from '../../shared/tenants.ts';
import { windowFromOptions, type WindowOptions } from './window-options.ts';

interface TenantsOptions extends BookOptions, WindowOptions {
  readonly db: string;
  readonly json?: boolean;
}

const NOTES = `
Names, owners and parents come from \`tenants\` or \`tenantsFile\` of the config; tenants of which
nobody said anything appear by themselves. Without --config, what the server last took from its own.
  outcrop tenants --db outcrop.db --from now-30d`;

export function addTenants(program: Command, root: Root): void {
  program
    .command('tenants')
    .description('List who pays, with owners, parents and cost.')
    .requiredOption('--db <file>', 'database file')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .option('--config <file>', 'config that tells of tenants, and names your price file')
    .option('--prices <file>', 'your price file; the config names it otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action((options: TenantsOptions) => {
      const tenants = tenantsOf(options, root);
      root.writeOut(options.json ? `${JSON.stringify({ tenants })}\n` : treeText(tenants));
    });
}

function tenantsOf(options: TenantsOptions, root: Root): readonly TenantReply[] {
  const book = bookFromOptions(options, root);
  const store = openExisting(options.db);
  try {
    const facts =
      options.config === undefined
        ? store.tenants.read()
        : new TenantFacts(readConfig(options.config, root).tenants);
    return tenantsReply({ window: windowFromOptions(options, store, root), facts }, store, book);
  } finally {
    store.close();
  }
}

const HEADER = ['TENANT', 'NAME', 'OWNER', 'CALLS', 'COST', 'WITH ALL BELOW'];
const WORDS = 3;

/** Those below stand under what is above them, one step to the right. */
function treeText(tenants: readonly TenantReply[]): string {
  if (tenants.length === 0)
    return 'No tenants yet: nothing was read, and the config tells of none.\n';
  const lines: (readonly string[])[] = [];
  const add = (parent: string | null, depth: number): void => {
    for (const one of tenants.filter((tenant) => tenant.parent === parent)) {
      lines.push(lineOf(one, depth));
      add(one.tenant, depth + 1);
    }
  };
  add(null, 0);
  return printable(`${textTable(HEADER, lines, WORDS).join('\n')}\n`, '\n');
}

function lineOf(one: TenantReply, depth: number): readonly string[] {
  const { tenant, name, owner, invocations, cost, costWithin } = one;
  return [
    `${'  '.repeat(depth)}${tenant}`,
    name ?? '',
    owner ?? '',
    String(invocations),
    cents(cost),
    cents(costWithin),
  ];
}

/** For people; JSON has every digit. */
function cents(usd: string): string {
  const attoUsd = parseDecimal(usd, 18) ?? 0n;
  return `$${(Number(attoUsd / 10n ** 12n) / 1e6).toFixed(2)}`;
}
