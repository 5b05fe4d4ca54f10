/** `outcrop demo`: made-up AWS accounts on loopback, and the ordinary pipeline reading them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Option, type Command } from 'commander';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { deliverAll } from '../job/deliver.ts';
import { evaluateAlarms } from '../job/evaluate-alarms.ts';
import { evaluateBudgets } from '../job/evaluate-budgets.ts';
import type { PriceBook } from '../price/price-book.ts';
import { completeToOf } from '../query/status.ts';
import { createClients } from '../source/clients.ts';
import { configuredSources } from '../job/configured-sources.ts';
import { storeOptionsOf } from './store-options.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import type { Config } from '../config/config.ts';
import { priceBookOf } from './book.ts';
import { readWithTexts, type ConfigWithTexts } from './config-texts.ts';
import { demoConfigText } from './demo-config.ts';
import { demoSummary } from './demo-summary.ts';
import { readAll, readPlaces } from './ingest.ts';
import { createProgress } from './progress.ts';
import { UsageError, type Root } from './root.ts';
import { untilStopped } from './keep-serving.ts';
import { startServer } from './serve.ts';

interface DemoOptions {
  readonly days: number;
  readonly seed: number;
  readonly port: number;
  readonly once?: boolean;
  readonly db?: string;
  readonly end?: string;
  readonly webhook?: string;
  readonly json?: boolean;
}

const DAYS_MAX = 90;

export function addDemo(program: Command, root: Root): void {
  program
    .command('demo')
    .description('Try Outcrop on made-up AWS accounts: nothing else is needed.')
    .addOption(new Option('--days <n>', 'days of history').default(30).argParser(Number))
    .addOption(new Option('--seed <n>', 'seed of all chance').default(1).argParser(Number))
    .addOption(
      new Option('--port <n>', 'port of the page; 0 takes a free one')
        .default(4680)
        .argParser(Number),
    )
    .option('--once', 'generate, read everything, print a summary as JSON, and end')
    .option('--db <file>', 'keep the database here; a temporary one otherwise')
    .option('--end <day>', 'last day of the history with --once; today when left out')
    .option('--webhook <url>', 'send alarms there, signed with OUTCROP_DEMO_WEBHOOK_SECRET')
    .option('--json', 'print JSON')
    .action(async (options: DemoOptions) => {
      checkOptions(options);
      const folder = mkdtempSync(join(tmpdir(), 'outcrop-demo-'));
      try {
        await (options.once ? runOnce(options, folder, root) : runLive(options, folder, root));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
}

function checkOptions(options: DemoOptions): void {
  const { days, seed, port } = options;
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX) {
    throw new UsageError('--days is no number of days.', `Write 1 to ${DAYS_MAX}.`);
  }
  if (!Number.isSafeInteger(seed)) throw new UsageError('--seed is no whole number.', 'Write 1.');
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UsageError('--port is no port.', 'Write --port 4680, or 0 for a free one.');
  }
  if (options.end !== undefined && !options.once) {
    throw new UsageError('--end needs --once.', 'Live traffic ends now; leave --end out.');
  }
}

interface LocalAws {
  readonly url: string;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

/** Runs the work beside the made-up accounts, and ends them whatever comes of it. */
async function withLocalAws(
  options: DemoOptions,
  endMs: number,
  work: (aws: LocalAws) => Promise<void>,
): Promise<void> {
  const aws = await spawnLocalAws(options, endMs);
  try {
    await work(aws);
  } finally {
    await aws.stop();
  }
}

/** Starts the made-up accounts as a process of their own, so that they take the other core. */
async function spawnLocalAws(options: DemoOptions, endMs: number): Promise<LocalAws> {
  const verb = ['local-aws', '--json', '--days', options.days, '--seed', options.seed];
  const time = ['--end', endMs, ...(options.once ? ['--frozen'] : [])];
  const [script = ''] = process.argv.slice(1);
  const args = [...process.execArgv, script, ...[...verb, ...time].map(String)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await firstUrl(child);
  return {
    url,
    stop() {
      child.kill('SIGTERM');
      if (child.connected) child.disconnect(); // An open channel keeps this process alive.
      return ended;
    },
  };
}

function firstUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The local AWS endpoint ended (${code}).`)));
    if (!child.stdout) return reject(new Error('The local AWS endpoint has no output.'));
    createInterface({ input: child.stdout }).once('line', (line) => {
      const { url } = JSON.parse(line) as { url: string }; // Printed by local-aws --json.
      resolve(url);
    });
  });
}

/** Reads the history once with a clock that stands at its end: one seed, the same bytes. */
async function runOnce(options: DemoOptions, folder: string, root: Root): Promise<void> {
  const endMs = endOf(options, root);
  await withLocalAws(options, endMs, (aws) => {
    const { config } = configOf(options, folder, aws.url, root);
    return readHistory(config, options, endMs, root);
  });
}

async function readHistory(
  config: Config,
  options: DemoOptions,
  endMs: number,
  root: Root,
): Promise<void> {
  const frozen: Root = { ...root, nowMs: () => endMs };
  const { book } = priceBookOf(config);
  const store = openSqliteStore(storeOptionsOf(config));
  const clients = createClients(frozen.nowMs);
  const progress = createProgress('Reading', process.stderr.isTTY, root.writeError);
  try {
    await readPlaces(config, store, clients, frozen);
    const sources = configuredSources(config, clients);
    const parts = { config, book, store, clients, root: frozen, progress, isReread: false };
    const counts = await readAll(sources, parts);
    progress.end();
    evaluate(config, store, book, endMs);
    await tellHistory(config, store, root);
    const summary = demoSummary(counts, store, book, { ...options, endMs });
    root.writeOut(`${JSON.stringify(summary)}\n`);
  } finally {
    clients.destroy();
    store.close();
  }
}

function endOf(options: DemoOptions, root: Root): number {
  if (options.end === undefined) return Math.floor(root.nowMs() / DAY_MS) * DAY_MS;
  const endMs = Date.parse(`${options.end}T00:00:00Z`) + DAY_MS;
  if (Number.isFinite(endMs)) return endMs;
  throw new UsageError(`--end ${options.end} is no day.`, 'Write 2026-11-20.');
}

function configOf(
  options: DemoOptions,
  folder: string,
  awsUrl: string,
  root: Root,
): ConfigWithTexts {
  const text = demoConfigText({
    awsUrl,
    databasePath: options.db ?? join(folder, 'outcrop.db'),
    listen: `127.0.0.1:${options.port}`,
    days: options.days,
    reportDirectory: join(folder, 'reports'),
    webhookUrl: options.webhook ?? null,
  });
  return readWithTexts(text, 'demo', root);
}

/** So many messages, some attempts that fail, and the waits between them. */
const PASSES_MAX = 1_000;

/** Tells what the history owes; by the clock on the wall, since receivers check the time. */
async function tellHistory(config: Config, store: Store, root: Root): Promise<void> {
  const { channels, routes, pageUrl } = config;
  const { nowMs, jitter } = root;
  const { signal } = new AbortController();
  const context = { store, channels, routes, pageUrl, nowMs, jitter, signal };
  await deliverAll(context, PASSES_MAX);
}

function evaluate(config: Config, store: Store, book: PriceBook, nowMs: number): void {
  const context = {
    store,
    book,
    endpoints: config.channels,
    pageUrl: config.pageUrl,
    composites: config.composites,
    catchUpHours: config.alarmCatchUpHours,
    nowMs,
    completeToMs: completeToOf(store.sourceStates()),
  };
  evaluateAlarms(config.alarms, context);
  evaluateBudgets(config.budgets, context);
}

/** Runs the ordinary server over the made-up accounts, whose traffic goes on. */
async function runLive(options: DemoOptions, folder: string, root: Root): Promise<void> {
  const endMs = Math.floor(root.nowMs() / HOUR_MS) * HOUR_MS;
  await withLocalAws(options, endMs, (aws) => {
    return serveHistory(configOf(options, folder, aws.url, root), options, aws, root);
  });
}

async function serveHistory(
  { config, texts }: ConfigWithTexts,
  options: DemoOptions,
  aws: LocalAws,
  root: Root,
): Promise<void> {
  const words = options.days === 1 ? 'Reading one day' : `Reading ${options.days} days`;
  const progress = createProgress(words, process.stderr.isTTY, root.writeError);
  const bySource = new Map<string, { readonly done: number; readonly total: number }>();
  const sourcesMax = config.accounts.length;
  let records = 0;
  let isDone = false;
  const server = await startServer(config, root, {
    texts,
    isQuiet: true,
    onBatch: (batch, counts) => {
      records += counts.records;
      bySource.set(batch.sourceId, batch.progress);
      if (isDone) return;
      const all = [...bySource.values()];
      const sum = (key: 'done' | 'total'): number => all.reduce((n, one) => n + one[key], 0);
      progress.show(sum('done'), sum('total'), `${records} records`);
      isDone = all.length === sourcesMax && sum('done') >= sum('total');
      if (!isDone) return;
      progress.end();
      root.writeError('All read. Live traffic goes on; press Ctrl+C to end.\n');
    },
  });
  const { url } = server;
  root.writeOut(options.json ? `${JSON.stringify({ url })}\n` : `Outcrop is at ${url}\n`);
  await untilStopped({
    url,
    async stop() {
      progress.end();
      await aws.stop(); // Requests under way fail at once, and the passes need not wait for them.
      await server.stop();
    },
  });
}
