/** `outcrop backfill`: reads a span of the past from all accounts, and goes on where it stopped. */
import type { Command } from 'commander';
import { isoTime, localDate, type Window } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import { parseWindow } from '../query/parse-query.ts';
import { createClients } from '../source/clients.ts';
import { createLogSources } from '../source/log-sources.ts';
import { storeOptionsOf } from './store-options.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import { formatSummary, readAll, type IngestSummary } from './ingest.ts';
import { createProgress } from './progress.ts';
import { EXIT } from './exit.ts';
import { UsageError, type Root } from './root.ts';

interface BackfillOptions {
  readonly config: string;
  readonly from: string;
  readonly to?: string;
  readonly account?: string;
  readonly db?: string;
  readonly json?: boolean;
}

const NOTES = `
Newest first. Stop it with Ctrl+C and start it with the same span to go on. It may run beside
\`outcrop serve\`, which keeps its own place. Calls that are known already change nothing.
  outcrop backfill --config outcrop.yaml --from 2026-08-01 --to 2026-09-01`;

export function addBackfill(program: Command, root: Root): void {
  program
    .command('backfill')
    .description('Read the logs of a span of the past; stopped, it goes on where it was.')
    .requiredOption('--config <file>', 'YAML config; see docs/config.md')
    .requiredOption('--from <time>', 'begin: 2026-08-01, an ISO time, or now-60d')
    .option('--to <time>', 'end, not included; the start of today when left out')
    .option('--account <id>', 'only this account')
    .option('--db <file>', 'database file; the config names it otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (options: BackfillOptions) => {
      const summary = await backfill(readConfig(options.config, root), options, root);
      root.writeOut(options.json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
      if (summary.failedSources.length > 0) root.endWith(EXIT.incomplete);
    });
}

async function backfill(
  config: Config,
  options: BackfillOptions,
  root: Root,
): Promise<IngestSummary> {
  const accounts = config.accounts.filter(({ id }) => (options.account ?? id) === id);
  if (accounts.length === 0) {
    const known = config.accounts.map(({ id }) => id).join(', ') || 'none';
    throw new UsageError('There is no account to read.', `The config names: ${known}.`);
  }
  const span = spanOf(options, config, root);
  const { book } = priceBookOf(config);
  const path = options.db ?? config.database;
  const store: Store = openSqliteStore({ ...storeOptionsOf(config), path });
  const clients = createClients();
  const progress = createProgress('Reading', process.stderr.isTTY, root.writeError);
  try {
    const sources = createLogSources(accounts, clients, span);
    return await readAll(sources, {
      config,
      book,
      store,
      clients,
      root,
      progress,
      isReread: false,
    });
  } finally {
    progress.end();
    clients.destroy();
    store.close();
  }
}

/** The span names the place to go on from, so what is left out must not change by the second. */
function spanOf({ from, to }: BackfillOptions, { timeZone }: Config, root: Root): Window {
  const nowMs = root.nowMs();
  const window = { startMs: nowMs, endMs: nowMs };
  const text = { from, to: to ?? localDate(nowMs, timeZone) };
  const span = parseWindow(text, { nowMs, timeZone, window }, timeZone);
  if (!span.ok) throw new UsageError(span.problem.message, span.problem.hint);
  if (span.value.endMs <= nowMs) return span.value;
  const hint = `It is ${isoTime(nowMs)}; the configured sources read what is new.`;
  throw new UsageError('The span ends in the future.', hint);
}
