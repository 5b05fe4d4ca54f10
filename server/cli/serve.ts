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
import { PrincipalTags } from '../job/principal-tags.ts';
import { Reattributor, type ReattributorParts } from '../job/reattributor.ts';
import { GiveWay } from '../job/give-way.ts';
import { createReaderPool } from '../job/reader-pool.ts';
import type { IntakeParts } from '../job/intake.ts';
import { LOOPBACK } from '../config/access-text.ts';
import { startService, type ServiceParts } from '../job/service.ts';
import type { IngestContext } from '../job/ingest.ts';
import { bodyReader } from '../source/body-objects.ts';
import type { PriceBook } from '../price/price-book.ts';
import { createClients, type AwsClients } from '../source/clients.ts';
import { storeOptionsOf } from './store-options.ts';
import type { Store } from '../store/store.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { openReports } from './report-threads.ts';
import { startAnswerThread } from './answer-threads.ts';
import { checkInThread } from './check-threads.ts';
import { readConfig, readTextFile } from './config-file.ts';
import { listen } from './listen.ts';
import { followPrices, openLiveBook } from './live-book.ts';
import { keepServing, type RunningServer } from './keep-serving.ts';
import { reportFailure } from './failure.ts';
import type { Root } from './root.ts';
import { openLog } from './open-log.ts';
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
        read: () => readConfig(options.config, root),
        start: (config) => startServer(config, root),
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
  readonly onBatch?: IngestContext['onBatch'];
  /** Loopback demos keep the log of passes out of the way of their progress bar. */
  readonly isQuiet?: boolean;
  /** How passes wait for their time; a clock of another pace has its own way. */
  readonly pause?: ServiceParts['pause'];
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
  const { config, root, hooks, live, log } = starting;
  const { prices } = live;
  const edge = await openEdge(config, store, root);
  const clients = createClients();
  const parts = { store, book: prices.book, version, nowMs: root.nowMs };
  const shown = shownOf(config);
  const answers = openAnswers(config, shown);
  const feed = createLiveFeed(parts);
  const { callers, ...past } = openAttribution(config, { ...parts, clients }, log);
  const reports = openReports(config, { ...parts, onFailure: failureLog(log) });
  const giveWay = new GiveWay();
  const app = createApp({
    ...parts,
    giveWay,
    prices,
    live: feed,
    ...shown,
    ...pageParts(config, prices.book, root),
    ...reports.shown,
    answers,
    reattributor: past.reattributor,
    facts: factsOf(config, clients),
    intake: { keys: config.intake, parts: intakeParts(config, { ...parts, callers, clients }) },
    ...edge,
    onInternalError: failureLog(log),
  });
  const { address, close } = await listen(app.fetch, config);
  const pool = createReaderPool();
  const service = startService({
    ...parts,
    openReaders: giveWay.readers(pool.open),
    make: reports.make,
    check: checkInThread(config.database),
    callers,
    config: { ...config, pageUrl: reachableUrl(config.pageUrl, address.port) },
    clients,
    priceBookVersion: () => prices.version,
    rulesVersion: config.rules.version,
    jitter: root.jitter,
    log: passLog(log),
    onBatch: hooks.onBatch ?? (() => undefined),
    pause: hooks.pause,
  });
  const stopFollowing = followPrices(live, root.nowMs, log);
  return {
    url: `http://${config.host}:${address.port}`,
    async stop() {
      feed.close();
      stopFollowing();
      await past.close();
      await Promise.race([Promise.all([service.stop(), close()]), after(STOP_MS_MAX)]);
      await Promise.all([pool.close(), answers.close(), reports.close()]);
      store.close();
    },
  };
}

function failureLog(log: Logger): AppParts['onInternalError'] {
  return (error) => log.error({ err: error }, 'request failed');
}

function passLog(log: Logger): ServiceParts['log'] {
  return (event, fields) =>
    event.endsWith(' failed') ? log.warn(fields, event) : log.info(fields, event);
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

function intakeParts(
  { accounts, rules }: Config,
  parts: Pick<IntakeParts, 'store' | 'nowMs'> & {
    readonly callers: PrincipalTags;
    readonly clients: AwsClients;
  },
): IntakeParts {
  const { store, nowMs, callers, clients } = parts;
  const readBody = bodyReader(accounts, clients, nowMs);
  return { store, nowMs, rules, learn: callers.learn, readBody };
}

/** What learns of callers, and what owes changed rules to the past. */
function openAttribution(
  { accounts, rules, applyRulesFromMs }: Config,
  parts: Pick<ReattributorParts, 'store' | 'book' | 'nowMs'> & { readonly clients: AwsClients },
  log: Logger,
) {
  const told = (event: string, fields: object): void => log.info(fields, event);
  const callers = new PrincipalTags({ ...parts, accounts });
  const reattributor = new Reattributor({ ...parts, rules, log: told });
  reattributor.start(applyRulesFromMs);
  const close = (): Promise<void> => {
    callers.close();
    return reattributor.close();
  };
  return { callers, reattributor, close };
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
function factsOf({ accounts }: Config, clients: AwsClients): ReaderFacts {
  const caps = new Map(accounts.map((one) => [one.id, one.metricsUsdPerMonth]));
  return {
    clockSkewMs: () => clients.clock.skewMs(),
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
