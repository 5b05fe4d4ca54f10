/** `outcrop ingest`: files and folders, or one pass of the configured sources. */
import type { Command } from 'commander';
import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import type { Config } from '../config/config.ts';
import { ingestSource, addCounts, NO_COUNTS, type IngestContext } from '../job/ingest.ts';
import { PrincipalTags } from '../job/principal-tags.ts';
import { createReaderPool, type ReaderPool } from '../job/reader-pool.ts';
import { readAccountAlarms, readAccountInventory } from '../job/read-account.ts';
import { MetricsReader } from '../job/read-metrics.ts';
import type { PriceBook } from '../price/price-book.ts';
import { runQuery } from '../query/run-query.ts';
import { bodyReader } from '../source/body-objects.ts';
import { createClients, type AwsClients } from '../source/clients.ts';
import { directorySource } from '../source/directory.ts';
import { configuredSources } from '../job/configured-sources.ts';
import { SourceError, type LogSource } from '../source/source.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { IngestCounts, Store } from '../store/store.ts';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import { paceText } from './pace-text.ts';
import { storeOptionsOf } from './store-options.ts';
import { createProgress, type Progress } from './progress.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { UsageError, type Root } from './root.ts';

interface IngestOptions {
  readonly db?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** What one run of ingest did; `unpriced` counts invocations in the whole database. */
export interface IngestSummary extends IngestCounts {
  readonly unpriced: number;
  readonly failedSources: readonly {
    readonly source: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string;
  }[];
}

export function addIngest(program: Command, root: Root): void {
  program
    .command('ingest')
    .description('Read log records into the database; reading again adds nothing.')
    .argument('[path...]', 'files or folders; one pass of the configured sources when left out')
    .option('--db <file>', 'database file; the config names it otherwise')
    .option('--config <file>', 'YAML config with accounts and rules')
    .option('--json', 'print JSON')
    .action(async (paths: string[], options: IngestOptions) => {
      const config = readConfig(options.config ?? null, root);
      const summary = await ingest(paths, options, config, root);
      root.writeOut(options.json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
      root.endWith(exitCodeOf(summary));
    });
}

function exitCodeOf(summary: IngestSummary): ExitCode {
  return summary.failedSources.length > 0 ? EXIT.incomplete : EXIT.ok;
}

async function ingest(
  paths: readonly string[],
  options: IngestOptions,
  config: Config,
  root: Root,
): Promise<IngestSummary> {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) {
    throw new UsageError(`There is no file or folder ${missing}.`, 'Name what is to be read.');
  }
  const isConfigured = config.accounts.length > 0 || config.directories.length > 0;
  if (paths.length === 0 && !isConfigured) {
    const hint = 'Name files or folders, or sources in a config with --config.';
    throw new UsageError('There is nothing to read.', hint);
  }
  const database = options.db ?? config.database;
  const pool = createReaderPool();
  pool.start(); // While prices are read.
  // A wrong price ends the run before it reads.
  const { book } = priceBookOf({ ...config, database });
  // Without a config nothing is said of tenants and callers, and what was said stays.
  const { promotedTags } = config;
  const store = openSqliteStore(
    options.config === undefined
      ? { path: database, promotedTags }
      : storeOptionsOf({ ...config, database }),
  );
  const clients = createClients();
  const sources =
    paths.length > 0
      ? [directorySource(paths, { sourceId: 'files' })]
      : configuredSources(config, clients);
  const progress = createProgress('Reading', process.stderr.isTTY, root.writeError);
  try {
    if (paths.length === 0) await readPlaces(config, store, clients, root);
    const isReread = paths.length > 0;
    return await readAll(sources, { config, book, store, clients, root, progress, isReread, pool });
  } finally {
    progress.end();
    store.close();
  }
}

export interface ReadAllParts {
  readonly config: Config;
  readonly book: PriceBook;
  readonly store: Store;
  readonly clients: AwsClients;
  readonly root: Root;
  readonly progress: Progress;
  /** True for files that were named: they are read whatever the ledger says. */
  readonly isReread: boolean;
  /** Readers that were started early; ended with the read. */
  readonly pool?: ReaderPool;
}

/** Reads every source once; one that fails does not keep the others from being read. */
export async function readAll(
  sources: readonly LogSource[],
  parts: ReadAllParts,
): Promise<IngestSummary> {
  const { config, book, store, clients, root, progress, isReread } = parts;
  const { pool = createReaderPool() } = parts;
  let counts = NO_COUNTS;
  const done = new Map<string, { readonly done: number; readonly total: number }>();
  const startMs = root.nowMs();
  const ending = new AbortController();
  setMaxListeners(0, ending.signal); // Each source listens.
  const { signal } = ending;
  const { accounts } = config;
  const callers = new PrincipalTags({ store, clients, accounts, nowMs: root.nowMs });
  const context: IngestContext = {
    store,
    rules: config.rules,
    nowMs: root.nowMs,
    signal,
    isReread,
    learn: callers.learn,
    readBody: bodyReader(accounts, clients, root.nowMs),
    openReaders: pool.open,
    onBatch: (batch, added) => {
      counts = addCounts(counts, added);
      done.set(batch.sourceId, batch.progress);
      const all = [...done.values()];
      const sum = (key: 'done' | 'total'): number => all.reduce((n, one) => n + one[key], 0);
      const steps = { done: sum('done'), total: sum('total') };
      const elapsedMs = root.nowMs() - startMs;
      progress.show(steps.done, steps.total, paceText({ ...steps, ...counts, elapsedMs }));
    },
  };
  const failedSources: IngestSummary['failedSources'][number][] = [];
  await Promise.all(
    sources.map(async (source) => {
      try {
        await ingestSource(source, context);
      } catch (error) {
        if (!(error instanceof SourceError)) {
          ending.abort(); // The others end after the batch at hand, and so does the command.
          await pool.close();
          throw error;
        }
        const { code, message, hint } = error;
        store.saveSourceError(source.id, source.kind, { code, message, hint }, root.nowMs());
        failedSources.push({ source: source.id, code, message, hint });
      }
    }),
  );
  await pool.close();
  return { ...counts, unpriced: unpricedIn(store, book), failedSources };
}

/** Inventory, metrics and alarms of every account and Region; what is denied is left out. */
export async function readPlaces(
  config: Config,
  store: Store,
  clients: AwsClients,
  root: Root,
): Promise<void> {
  const signal = new AbortController().signal;
  const context = { store, clients, nowMs: root.nowMs, signal };
  const places = config.accounts.flatMap((account) =>
    account.regions.map((region) => ({ account, region })),
  );
  for (const { account, region } of places) {
    try {
      await readAccountInventory(account, region, context);
      if (!account.metrics) continue;
      await new MetricsReader({ account, region }, context).read();
      await readAccountAlarms(account, region, context);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      root.writeError(`outcrop: ${account.id}/${region}: ${error.message}\n  ${error.hint}\n`);
    }
  }
}

function unpricedIn(store: Store, book: PriceBook): number {
  const extent = store.extent();
  if (!extent) return 0;
  const query = {
    metrics: ['unpricedInvocations'] as const,
    filter: EMPTY_FILTER,
    groupBy: [],
    window: { startMs: extent.startMs, endMs: extent.endMs + 1 },
    step: 'all' as const,
    timeZone: 'UTC',
  };
  return runQuery(query, store, book).unpricedInvocations;
}

export function formatSummary(summary: IngestSummary): string {
  const { records, invocations, duplicates, quarantined, unpriced } = summary;
  const lines = [
    `${records} records: ${invocations} new, ${duplicates} known, ${quarantined} quarantined.`,
    ...(summary.tooOld > 0
      ? [`${summary.tooOld} are older than what is kept, and were not counted.`]
      : []),
    ...(unpriced > 0 ? [`${unpriced} invocations have usage that no rate covers.`] : []),
    ...summary.failedSources.map(({ source, message, hint }) => `${source}: ${message}\n  ${hint}`),
  ];
  return `${lines.join('\n')}\n`;
}
