/** All passes and their schedule: what `serve` runs beside the HTTP server. */
import { setMaxListeners } from 'node:events';
import { HOUR_MS, MINUTE_MS, isoTime, type Window } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import type { PriceBook } from '../price/price-book.ts';
import { billPlace } from '../source/bill-place.ts';
import { bodyReader } from '../source/body-objects.ts';
import type { AwsClients } from '../source/clients.ts';
import { configuredSources } from './configured-sources.ts';
import type { LogSource, SourcePlace } from '../source/source.ts';
import type { AccountSettings } from '../source/settings.ts';
import type { MetricRevision } from '../store/metric-ledger.ts';
import type { Store } from '../store/store.ts';
import { isIncompleteSpan } from '../query/completeness.ts';
import { alarmPass } from './alarm-pass.ts';
import { budgetPass } from './budget-pass.ts';
import { runDeliveries } from './deliver.ts';
import type { CheckStored } from './check-stored.ts';
import { chargePass } from './charge-pass.ts';
import { ingestSource, type IngestContext } from './ingest.ts';
import { runLoop, type Pause } from './loop.ts';
import { readEventQueue } from './read-event-queue.ts';
import { Pulse } from './pulse.ts';
import { billPass } from './read-bill.ts';
import { localMaker, makerOf } from './report-maker.ts';
import { reportPass } from './report-pass.ts';
import type { MakeReport } from './make-report.ts';
import type { PrincipalTags } from './principal-tags.ts';
import { describe, keepError } from './source-failure.ts';
import { upkeepPasses } from './upkeep.ts';
import { readAccountAlarms, readAccountInventory } from './read-account.ts';
import { QUOTAS_EVERY_MS, readAccountQuotas, saveConfiguredQuotas } from './read-quotas.ts';
import { watchChannels } from './watch-channels.ts';
import { watchSources, WATCH_EVERY_MS } from './watch-sources.ts';
import { watchStore } from './watch-store.ts';
import { METRICS_KIND, metricsSourceId, MetricsReader } from './read-metrics.ts';

export interface ServiceParts {
  readonly config: Config;
  readonly store: Store;
  readonly book: PriceBook;
  readonly clients: AwsClients;
  /** The name of the book as it is now: its files may change. */
  readonly priceBookVersion: () => string;
  readonly rulesVersion: string;
  readonly nowMs: () => number;
  readonly jitter: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly onBatch: IngestContext['onBatch'];
  /** Makes reports in another thread; left out, they are made here. */
  readonly make?: MakeReport;
  /** Checks closed days in another thread; left out, they are checked here. */
  readonly check?: CheckStored;
  /** Learns tags of callers; left out, none are read. */
  readonly callers?: PrincipalTags;
  /** Reads objects in other threads; left out, they are read here. */
  readonly openReaders?: NonNullable<IngestContext['openReaders']>;
  /** How passes wait for their time; by the clock of this machine when left out. */
  readonly pause?: Pause | undefined;
}

export interface Service {
  /** Ends all passes after the batch at hand. */
  stop(): Promise<void>;
}

const ALARMS_EVERY_MS = 15_000;
const BUDGETS_EVERY_MS = 2 * MINUTE_MS;
const CHARGES_EVERY_MS = 15 * MINUTE_MS;
const METRICS_EVERY_MS = 5 * MINUTE_MS;
const INVENTORY_EVERY_MS = HOUR_MS;
/** AWS writes it anew up to three times a day. */
const BILL_EVERY_MS = 6 * HOUR_MS;

/** Starts every pass that the config asks for. */
export function startService(given: ServiceParts): Service {
  const parts = ownParts(given);
  const ending = new AbortController();
  const { signal } = ending;
  setMaxListeners(0, signal); // Each pass and source listens.
  const { config } = parts;
  const places = config.accounts.flatMap((account) =>
    account.regions.map((region) => ({ account, region })),
  );
  const ready = places.map(({ account, region }) => startPlace(account, region, parts, signal));
  const sources = configuredSources(config, parts.clients);
  const bills = config.bill ? [billPlace(config.bill, parts.clients)] : [];
  const counters = places.filter(({ account }) => account.metrics).map(metricsSourceId);
  parts.store.retireSourcesBut([
    ...sources.map((source) => source.id),
    ...counters,
    ...bills.map(({ id }) => id),
    ...(parts.callers?.sourceIds ?? []),
  ]);
  saveConfiguredQuotas(config.quotas, parts.store, parts.nowMs());
  const queues = config.accounts.flatMap((account) =>
    (account.eventQueues ?? []).map((queue) => ({ account, queue })),
  );
  const placeOf = placesOf(places, sources);
  const known = Promise.allSettled(ready.map((one) => one.first));
  const repeat = (name: string, everyMs: number, work: Pass): Promise<void> =>
    everyPass({ name, everyMs, work }, parts, signal);
  const loops = [
    ...ready.map((one) => one.loop),
    ...places.map(({ account, region }) => {
      const work = () => readAccountQuotas(account, region, { ...parts, signal });
      return repeat(`quotas ${account.id}/${region}`, QUOTAS_EVERY_MS, work);
    }),
    ...queues.map(({ account, queue }) => {
      const work = () => readEventQueue(account, queue, { ...parts, signal });
      return repeat(`events ${queue.url}`, config.pollSeconds * 1000, work);
    }),
    ...bills.map((bill) => repeat('bill', BILL_EVERY_MS, billPass(bill, { ...parts, signal }))),
    ...sources.map((source) => known.then(() => readSource(source, parts, signal))),
    known.then(() => repeat('alarms', ALARMS_EVERY_MS, () => alarmPass(parts, placeOf))),
    known.then(() => repeat('budgets', BUDGETS_EVERY_MS, () => budgetPass(parts, placeOf))),
    deliveries(parts, signal),
    known.then(() => repeat('charges', CHARGES_EVERY_MS, chargePass(parts))),
    ...timedPasses(parts, sources, placeOf, signal).map((pass) => everyPass(pass, parts, signal)),
  ];
  return {
    async stop() {
      ending.abort();
      await Promise.allSettled(loops);
    },
  };
}

/** What the passes work with: the clock of AWS, and whether batches follow each other fast. */
function ownParts(given: ServiceParts) {
  const pulse = new Pulse();
  return {
    ...given,
    // Windows are those of AWS, whatever the clock of this machine says.
    nowMs: () => given.nowMs() - given.clients.clock.skewMs(),
    isReadingFast: () => pulse.isFast(),
    onBatch: (...told: Parameters<ServiceParts['onBatch']>) => {
      pulse.beat();
      given.onBatch(...told);
    },
  };
}

/** Passes that wait for nothing but their time. */
function timedPasses(
  parts: ServiceParts,
  sources: readonly LogSource[],
  placeOf: ReadonlyMap<string, SourcePlace>,
  signal: AbortSignal,
): readonly TimedPass[] {
  const watch = (): void => {
    watchSources(parts.store, placeOf, parts.nowMs());
    watchChannels(parts.store, parts.config.channels, parts.nowMs());
    watchStore({ ...parts.config, store: parts.store, nowMs: parts.nowMs() });
  };
  // Before each source has been tried once, nobody knows what is missing.
  const isKnown = (): boolean => sources.every(({ id }) => parts.store.sourceState(id) !== null);
  const reports = reportPass(() => {
    const { reports: definitions, channels, pageUrl } = parts.config;
    const maker = makerOf(parts);
    return {
      ...parts,
      definitions,
      channels,
      pageUrl,
      signal,
      maker,
      make: parts.make ?? localMaker(maker),
    };
  });
  return [
    { name: 'watch', everyMs: WATCH_EVERY_MS, work: watch },
    { name: 'report', everyMs: MINUTE_MS, work: () => (isKnown() ? reports() : undefined) },
    ...upkeepPasses(parts, signal),
  ];
}

/** Account and Region of each source by its id; folders on disk have none. */
function placesOf(
  places: readonly { readonly account: AccountSettings; readonly region: string }[],
  sources: readonly LogSource[],
): ReadonlyMap<string, SourcePlace> {
  const counters = places.map((one): [string, SourcePlace] => {
    return [metricsSourceId(one), { account: one.account.id, region: one.region }];
  });
  const read = sources.flatMap(({ id, place }): [string, SourcePlace][] => {
    return place ? [[id, place]] : [];
  });
  return new Map([...counters, ...read]);
}

type Pass = () => Promise<void> | void;

interface TimedPass {
  readonly name: string;
  readonly everyMs: number;
  readonly work: Pass;
}

/** Runs a pass again and again; its failures go to the log by name. */
function everyPass(pass: TimedPass, parts: ServiceParts, signal: AbortSignal): Promise<void> {
  const { name, everyMs, work } = pass;
  const onFailure = (error: unknown): void =>
    parts.log('pass failed', { name, ...describe(error) });
  return runLoop(work, { ...parts, everyMs, signal, onFailure });
}

/** Inventory and metrics of one account and Region; `first` settles after the first inventory. */
function startPlace(
  account: AccountSettings,
  region: string,
  parts: ServiceParts,
  signal: AbortSignal,
): { readonly first: Promise<void>; readonly loop: Promise<unknown> } {
  const context = { ...parts, signal };
  const name = `${account.id}/${region}`;
  const first = readAccountInventory(account, region, context).catch((error: unknown) => {
    parts.log('inventory failed', { name, ...describe(error) });
  });
  let inventoryAtMs = parts.nowMs();
  const reader = new MetricsReader(
    { account, region },
    { ...context, onRevised: (revised) => logRevised(revised, parts) },
  );
  const work = async (): Promise<void> => {
    if (parts.nowMs() - inventoryAtMs >= INVENTORY_EVERY_MS) {
      inventoryAtMs = parts.nowMs();
      await readAccountInventory(account, region, context);
    }
    if (!account.metrics) return;
    await keepError(metricsSourceId({ account, region }), METRICS_KIND, { ...parts, signal }, () =>
      reader.read(),
    );
    await readAccountAlarms(account, region, context);
  };
  const loop = first.then(() =>
    everyPass({ name: `metrics ${name}`, everyMs: METRICS_EVERY_MS, work }, parts, signal),
  );
  return { first, loop };
}

/** Reads one source for ever; a failure is kept with the source, where the page shows it. */
function readSource(source: LogSource, parts: ServiceParts, signal: AbortSignal): Promise<void> {
  const { config, store, nowMs, callers } = parts;
  const isIncomplete = (place: SourcePlace, window: Window): boolean =>
    isIncompleteSpan({ ...place, window }, store, parts.book);
  const readBody = bodyReader(config.accounts, parts.clients, nowMs);
  const own = { rules: config.rules, signal, isIncomplete, readBody, learn: callers?.learn };
  const context: IngestContext = { ...parts, ...own };
  const work = (): Promise<void> =>
    keepError(source.id, source.kind, { store, nowMs, signal }, async () => {
      await ingestSource(source, context);
    });
  const everyMs = config.pollSeconds * 1000;
  return everyPass({ name: `source ${source.id}`, everyMs, work }, parts, signal);
}

/** Points that CloudWatch changed after the fact, counted, with the first as an example. */
function logRevised(revised: readonly MetricRevision[], parts: ServiceParts): void {
  const [first] = revised;
  if (!first) return;
  const { account, region, metricName, modelId, startMs, before, after } = first;
  const example = { metricName, modelId, at: isoTime(startMs), before, after };
  parts.log('metric points revised', { account, region, count: revised.length, example });
}

/** Sends what is owed, in a loop of its own: a slow receiver holds up no alarm. */
function deliveries(parts: ServiceParts, signal: AbortSignal): Promise<void> {
  const { log, config } = parts;
  const { channels, pageUrl } = config;
  const onFailure = (error: unknown): void =>
    log('pass failed', { name: 'deliveries', ...describe(error) });
  return runDeliveries({ ...parts, channels, pageUrl, signal }, onFailure);
}
