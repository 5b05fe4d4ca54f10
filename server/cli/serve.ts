/** `outcrop serve`: reads, answers and tells, until it is stopped. */
import type { Command } from 'commander';
import { renameSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { version } from '../../package.json' with { type: 'json' };
import type { RuleSet } from '../attribute/rule-set.ts';
import { createAnswerPool, type AnswerPool } from '../api/answer-pool.ts';
import type { ReaderFacts } from '../api/api-parts.ts';
import { createApp, type AppParts } from '../api/create-app.ts';
import { createLiveFeed } from '../api/live-feed.ts';
import { readPageFiles } from '../api/page-routes.ts';
import type { RulesEditor } from '../api/rules-routes.ts';
import type { Config } from '../config/config.ts';
import { shownSettings } from '../config/shown-settings.ts';
import { createDoctor } from '../job/doctor.ts';
import { LOOPBACK } from '../config/access-text.ts';
import type { PriceBook } from '../price/price-book.ts';
import { storeOptionsOf } from './store-options.ts';
import type { Store } from '../store/store.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { openReports } from './report-threads.ts';
import { startAnswerThread } from './answer-threads.ts';
import { readConfigText, readTextFile } from './config-file.ts';
import { readWithTexts, type ConfigTexts } from './config-texts.ts';
import { listen } from './listen.ts';
import { followPrices, openLiveBook } from './live-book.ts';
import { keepServing, type RunningServer } from './keep-serving.ts';
import { reportFailure } from './failure.ts';
import type { Root } from './root.ts';
import { openLog, passLog } from './open-log.ts';
import { passesHere, type Passes, type PassesParts } from './passes.ts';
import { passesInThread } from './passes-thread.ts';
import { openAccess } from './set-up.ts';

/** How long requests and batches at hand get to end. */
const STOP_MS_MAX = 10_000;

const NOTES = `
SIGHUP reads the config again: one with a mistake is refused, a right one takes over. SIGINT and
SIGTERM end it within ten seconds.

  outcrop serve --config outcrop.yaml
  kill -HUP PID`;

export function addServe(program: Command, root: Root): void {
  program
    .command('serve')
    .description('Read the configured sources and serve the page, until stopped.')
    .requiredOption('--config <file>', 'YAML config; see docs/config.md')
    .option('--json', 'print the address as JSON')
    .addHelpText('after', NOTES)
    .action(async (options: { config: string; json?: boolean }) => {
      await keepServing({
        read: () => readWithTexts(readConfigText(options.config), options.config, root),
        start: ({ config, texts }) => startServer(config, root, { texts }),
        onStart: ({ url }) =>
          root.writeOut(options.json ? `${JSON.stringify({ url })}\n` : `Outcrop is at ${url}\n`),
        onRefused: (reason) => {
          root.writeError('The config is not taken over; all goes on as before.\n');
          reportFailure(reason, root);
        },
      });
    });
}

export interface ServerHooks {
  /**
   * What the config was read from: all passes run in a thread of their own, by the clock of this
   * machine. Left out, they run in this one, by whatever clock it has.
   */
  readonly texts?: ConfigTexts;
  readonly onBatch?: PassesParts['onBatch'];
  /** Loopback demos keep the log of passes out of the way of their progress bar. */
  readonly isQuiet?: boolean;
  /** How passes wait for their time; a clock of another pace has its own way. */
  readonly pause?: PassesParts['pause'];
}

/** Opens the store, starts the passes and the HTTP server. @throws StoreError, UsageError */
export async function startServer(
  config: Config,
  root: Root,
  hooks: ServerHooks = {},
): Promise<RunningServer> {
  // A wrong price ends the start before it listens.
  const live = openLiveBook(config);
  const log = openLog(hooks.isQuiet ? 'error' : 'info', (line) => process.stderr.write(line));
  const onMigrated = (migrated: object): void => log.info(migrated, 'schema changed');
  const store = openSqliteStore({ ...storeOptionsOf(config), isServer: true, onMigrated });
  try {
    return await startOver(store, { config, root, hooks, live, log });
  } catch (error) {
    store.close(); // What comes in its place needs the file.
    throw error;
  }
}

interface Starting {
  readonly config: Config;
  readonly root: Root;
  readonly hooks: ServerHooks;
  readonly live: ReturnType<typeof openLiveBook>;
  readonly log: Logger;
}

async function startOver(store: Store, starting: Starting): Promise<RunningServer> {
  const { config, root, live, log } = starting;
  const { prices } = live;
  const edge = await openEdge(config, store, root);
  const parts = { store, book: prices.book, version, nowMs: root.nowMs };
  const shown = shownOf(config);
  const answers = openAnswers(config, shown);
  const feed = createLiveFeed(parts);
  const passes = openPasses(store, starting);
  const reports = openReports(config, { ...parts, onFailure: failureLog(log) });
  const app = createApp({
    ...parts,
    prices,
    live: feed,
    ...shown,
    ...pageParts(config, prices.book, root),
    ...reports.shown,
    answers,
    applyRules: passes.apply,
    facts: factsOf(config, passes),
    intake: { keys: config.intake, parts: { take: passes.take, store, nowMs: root.nowMs } },
    ...edge,
    onInternalError: failureLog(log),
  });
  const { address, close } = await listen(app.fetch, config);
  const stopFollowing = followPrices(live, root.nowMs, log);
  const stop = async (): Promise<void> => {
    feed.close();
    stopFollowing();
    await Promise.race([Promise.all([passes.stop(), close()]), after(STOP_MS_MAX)]);
    await Promise.all([passes.end(), answers.close(), reports.close()]);
    store.close();
  };
  await passes.begin(reachableUrl(config.pageUrl, address.port));
  return { url: `http://${config.host}:${address.port}`, stop };
}

function openPasses(store: Store, { config, root, hooks, live, log }: Starting): Passes {
  const { texts, isQuiet = false, onBatch, pause } = hooks;
  const told = onBatch ?? (() => undefined);
  if (texts) {
    const work = { texts, isQuiet, tellsBatches: onBatch !== undefined };
    return passesInThread(work, { store, onBatch: told });
  }
  return passesHere(config, { store, live, root, log: passLog(log), onBatch: told, pause });
}

function failureLog(log: Logger): AppParts['onInternalError'] {
  return (error) => log.error({ err: error }, 'request failed');
}

/** What is there for the page alone. */
function pageParts(config: Config, book: PriceBook, { nowMs }: Root) {
  return {
    doctor: createDoctor({ config, book, nowMs }),
    settings: shownSettings(config, version),
    rulesEditor: rulesEditorOf(config),
  };
}

/** A text that is cut short by a crash would leave nobody to pay: it is put in place whole. */
function rulesEditorOf({ rulesText, readRules }: Config): RulesEditor {
  const save = (file: string, text: string): void => {
    writeFileSync(`${file}.part`, text, { flush: true });
    renameSync(`${file}.part`, file);
  };
  return { rulesText, readRules, readText: readTextFile, save };
}

/** Who is let in, by which names we are called, and what they see first. */
async function openEdge(config: Config, store: Store, root: Root) {
  const { pageUrl, channels, alarmTexts } = config;
  const page = readPageFiles(pageDirectory());
  const hosts = new Set([...LOOPBACK, new URL(pageUrl).hostname]);
  const access = await openAccess(config, { store, page, hosts }, root);
  return { page, hosts, access, pageUrl, channels, alarmTexts };
}

/** What of the config the API shows. */
function shownOf(config: Config) {
  const { alarms, budgets, composites, sharedCost, timeZone, retentionDays } = config;
  const rules = ruleTexts(config.rules);
  return { alarms, budgets, composites, sharedCost, rules, timeZone, retentionDays, version };
}

function openAnswers(
  { promotedTags, database, pricesPath }: Config,
  shown: ReturnType<typeof shownOf>,
): AnswerPool {
  const tagKeys = promotedTags.map((tag) => tag.key);
  return createAnswerPool(() => startAnswerThread({ ...shown, tagKeys, database, pricesPath }));
}

/** What only the running readers know. */
function factsOf({ accounts }: Config, { clockSkewMs }: Passes): ReaderFacts {
  const caps = new Map(accounts.map((one) => [one.id, one.metricsUsdPerMonth]));
  return {
    clockSkewMs,
    metricsUsdPerMonth: (account) => caps.get(account) ?? null,
  };
}

/** Rules as people wrote them, for the API. */
function ruleTexts({ version, rules }: RuleSet): AppParts['rules'] {
  const texts = rules.map(({ name, conditions, tenant }) => ({
    name,
    when: Object.fromEntries(conditions.map(({ field, pattern }) => [field, pattern.text])),
    tenant: tenant.text,
  }));
  return { version, rules: texts };
}

/** Port 0 takes a free one; links in messages need the one that was taken. */
function reachableUrl(pageUrl: string, port: number): string {
  const url = new URL(pageUrl);
  if (url.port === '0') url.port = String(port);
  return url.href;
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** The built page lies beside the bundle; run from source it is where the build puts it. */
function pageDirectory(): string {
  const isBundle = import.meta.url.includes('/dist/server/');
  return new URL(isBundle ? '../web/' : '../../dist/web/', import.meta.url).pathname;
}
