/** `outcrop attribution apply`: give stored calls the tenants of the rules that hold now. */
import type { Command } from 'commander';
import { formatAttoUsd } from '../../shared/money.ts';
import { isoTime, parseTime } from '../../shared/window.ts';
import { reattribute } from '../job/reattribute.ts';
import { knownFacts } from '../job/stored-input.ts';
import { storeOptionsOf } from './store-options.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { ReattributionRun } from '../store/reattribution.ts';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import { createProgress } from './progress.ts';
import { mustExist } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface ApplyOptions {
  readonly config: string;
  readonly db?: string;
  readonly from: string;
  readonly json?: boolean;
}

const EXAMPLE = `
Example:
  outcrop attribution apply --config outcrop.yaml --from 2026-11-01
Calls keep their old tenant until all new ones are worked out, then all change at once. A run that
was broken off goes on when it is asked for again. Calls whose rows are past \`retentionDays.rows\`
keep the tenant that they have.`;

export function addAttributionApply(attribution: Command, root: Root): void {
  attribution
    .command('apply')
    .description('Apply the rules of the config to stored calls, from a day on.')
    .requiredOption('--config <file>', 'YAML config with the rules')
    .requiredOption('--from <time>', 'first day, such as 2026-11-01 or now-30d')
    .option('--db <file>', 'database file; the config names it otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (options: ApplyOptions) => {
      const run = await apply(options, root);
      root.writeOut(options.json ? `${JSON.stringify(encode(run))}\n` : format(run));
    });
}

async function apply(options: ApplyOptions, root: Root): Promise<ReattributionRun> {
  const config = readConfig(options.config, root);
  const { book } = priceBookOf(config);
  const path = options.db ?? config.database;
  mustExist(path);
  const from = parseTime(options.from, root.nowMs(), config.timeZone);
  if (!from.ok) throw new UsageError(`"${options.from}" is no time.`, `${from.problem}.`);
  const store = openSqliteStore({ ...storeOptionsOf(config), path });
  const progress = createProgress('Attributing', process.stderr.isTTY, root.writeError);
  try {
    const { signal } = new AbortController();
    return await reattribute(
      { rules: config.rules, fromMs: from.value },
      {
        store,
        book,
        known: knownFacts(store, root.nowMs()),
        nowMs: root.nowMs,
        signal,
        onStep: ({ fromMs, toMs, cursorMs }) =>
          progress.show(cursorMs - fromMs, toMs - fromMs, isoTime(cursorMs)),
      },
    );
  } finally {
    progress.end();
    store.close();
  }
}

function encode(run: ReattributionRun) {
  return {
    rulesVersion: run.rulesVersion,
    from: isoTime(run.fromMs),
    to: isoTime(run.toMs),
    rows: run.rows,
    changed: run.changed,
    tenants: run.tenants.map(({ tenant, before, after }) => ({
      tenant,
      before: formatAttoUsd(BigInt(before)),
      after: formatAttoUsd(BigInt(after)),
    })),
  };
}

function format(run: ReattributionRun): string {
  const { from, to, rows, changed, rulesVersion, tenants } = encode(run);
  const changes = tenants.map(({ tenant, before, after }) => [tenant, before, after]);
  const table = textTable(['tenant', 'usd before', 'usd after'], changes, 1);
  const lines = [
    `Rules ${rulesVersion} hold from ${from} to ${to}: ${changed} of ${rows} calls changed.`,
    ...(changes.length === 0 ? ['No tenant costs more or less than before.'] : table),
  ];
  return `${lines.join('\n')}\n`;
}
