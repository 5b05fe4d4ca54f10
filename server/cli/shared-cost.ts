/** `outcrop shared-cost`: who pays, with what several share by the rules of the config. */
import type { Command } from 'commander';
import { parseNameList } from '../../shared/name-list.ts';
import type { SharedCostReply } from '../../shared/shared-cost.ts';
import { parseQuery } from '../query/parse-query.ts';
import { sharedCostReply } from '../query/shared-cost-reply.ts';
import { bookFromOptions } from './book.ts';
import { readConfig } from './config-file.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';
import { queryDefaultsOf } from './window-options.ts';

interface SharedCostOptions {
  readonly db: string;
  readonly config: string;
  readonly filter?: string;
  readonly groupBy?: string;
  readonly from?: string;
  readonly to?: string;
  readonly step?: string;
  readonly tz?: string;
  readonly contracted?: boolean;
  readonly json?: boolean;
}

const NOTES = `
Rules stand under \`sharedCost\` of the config. Nothing stored changes: direct and allocated cost
add up to the cost that \`outcrop query cost\` tells.
  outcrop shared-cost --db outcrop.db --config outcrop.yaml --from now-30d --group-by model`;

export function addSharedCost(program: Command, root: Root): void {
  program
    .command('shared-cost')
    .description('Share cost out among tenants by the rules of the config.')
    .requiredOption('--db <file>', 'database file')
    .requiredOption('--config <file>', 'config with sharedCost; names your price file')
    .option('--filter <text>', 'such as "tenant=acme model=anthropic.*"')
    .option('--group-by <dimensions>', 'beside the tenant, joined by commas, such as model')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .option('--step <step>', '1m, 5m, 15m, 1h, 1d or all; shares are those of each day', 'all')
    .option('--tz <zone>', 'zone in which days begin, by which cost is shared', 'UTC')
    .option('--contracted', 'share the contracted cost instead of that by list prices')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action((options: SharedCostOptions) => {
      const asked = answer(options, root);
      root.writeOut(options.json ? `${JSON.stringify(asked)}\n` : tableText(asked));
    });
}

function answer(options: SharedCostOptions, root: Root): SharedCostReply {
  const rules = readConfig(options.config, root).sharedCost;
  const book = bookFromOptions(options, root);
  const store = openExisting(options.db);
  const metric = options.contracted ? 'contractedCost' : 'cost';
  try {
    const text = {
      metrics: [metric],
      filter: options.filter ?? null,
      groupBy: parseNameList(options.groupBy ?? ''),
      from: options.from ?? null,
      to: options.to ?? null,
      step: options.step ?? null,
      timeZone: options.tz ?? null,
    };
    const query = parseQuery(text, queryDefaultsOf(store, root));
    if (!query.ok) throw new UsageError(query.problem.message, query.problem.hint);
    return sharedCostReply({ ...query.value, metric }, rules, store, book);
  } finally {
    store.close();
  }
}

function tableText({ groupBy, rows }: SharedCostReply): string {
  if (rows.length === 0) return 'Nothing cost anything in this window and filter.\n';
  const texts = ['start', ...groupBy, 'tenant'];
  const header = [...texts, 'direct', 'allocated', 'by'];
  const lines = rows.map((row) => [
    row.start,
    ...Object.values(row.group),
    row.tenant,
    row.direct,
    row.allocated,
    row.allocations.map(({ rule, method }) => `${rule} (${method})`).join(', '),
  ]);
  return `${textTable(header, lines, texts.length).join('\n')}\n`;
}
