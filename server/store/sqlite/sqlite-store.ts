/** The embedded store: one SQLite file, one writer. */
import type { Dimension } from '../../../shared/dimensions.ts';
import type { Window } from '../../../shared/window.ts';
import type { UsageType } from '../../meter/usage.ts';
import type { ResourceVersion } from '../../source/inventory.ts';
import type { ReattributionStore } from '../reattribution.ts';
import type { Retention } from '../retention.ts';
import type { StoreTrouble } from '../store-health.ts';
import { StoreError, type IngestBatch, type IngestCounts, type Store } from '../store.ts';
import type { VerifyReport, VerifyRequest } from '../verify-report.ts';
import { AccessTables } from './access-tables.ts';
import { Aggregator } from './aggregate.ts';
import { BillTable } from './bill-table.ts';
import { ErasedNames } from './erased-names.ts';
import { SqliteEraser } from './eraser.ts';
import { ControlData } from './control-data.ts';
import { ChargeTable } from './charges.ts';
import { openDayChecks } from './day-checks.ts';
import { DayDigests } from './day-digests.ts';
import { Dictionary } from './dictionary.ts';
import { readValues } from './dimension-values.ts';
import { countInvocations, readExtent } from './extent.ts';
import { openDictionaries, type Dictionaries } from './dictionaries.ts';
import { IngestWriter } from './ingest.ts';
import { GuardedIdentities } from './guarded-identities.ts';
import { findInvocation, listInvocations } from './invocation-list.ts';
import { MetricPoints } from './metric-points.ts';
import { NoticeTables } from './notice-tables.ts';
import { openForStore, type StoreFile } from './open-for-store.ts';
import { openOwnAlarms } from './own-alarms.ts';
import { Packer } from './packer.ts';
import { Packs } from './packs.ts';
import { Promotion, seriesOfDay } from './promotion.ts';
import { pruneStep } from './prune.ts';
import type { ReadLimits } from './read-budget.ts';
import { readResources, writeInventory } from './resources.ts';
import { createReattribution } from './reattribution.ts';
import { ReportTable } from './report-table.ts';
import { Room } from './room.ts';
import { RowReader } from './row-reader.ts';
import { openQuotas } from './quotas.ts';
import { openSavedViews } from './saved-views.ts';
import { SeriesIndex } from './series.ts';
import { StorageUses } from './storage-use.ts';
import type { SqliteStoreOptions } from './store-options.ts';
import { readTagKeys } from './tag-sets.ts';
import { TenantTable } from './tenants.ts';
import { toStoreError } from './to-store-error.ts';
import { SourceNoteTables } from './source-notes.ts';
import { verifyStore } from './verify.ts';

const LIMITS: ReadLimits = { rowsMax: 20_000_000, msMax: 30_000 };

/**
 * Opens the embedded store.
 *
 * @throws StoreError when the file cannot be used; the hint says what to do.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const store = new SqliteStore(openForStore(options), options);
  if (options.tenants) store.tenants.replace(options.tenants);
  return store;
}

const SEEN = 'SELECT 1 FROM source_object WHERE source_id = ? AND key = ? AND etag = ?';

class SqliteStore extends ControlData implements Store {
  readonly #dictionaries: Dictionaries;
  readonly #metricSeries: Dictionary;
  readonly #series: SeriesIndex;
  readonly #promotion: Promotion;
  readonly #writer: IngestWriter;
  readonly #rows: RowReader;
  readonly #storageUses: StorageUses;
  readonly #identities: GuardedIdentities;
  readonly #room: Room | null;
  readonly #digests: DayDigests;
  #trouble: StoreError | null = null;
  readonly #charges: ChargeTable;
  readonly #aggregator: Aggregator;
  readonly #packer: Packer;
  readonly #reattribution: ReattributionStore;
  readonly close: () => void;
  readonly metrics: MetricPoints;
  readonly notes: SourceNoteTables;
  readonly notices: NoticeTables;
  readonly savedViews;
  readonly access: AccessTables;
  readonly quotas;
  readonly dayChecks;
  readonly ownAlarms;
  readonly eraser: SqliteEraser;
  readonly reports: ReportTable;
  readonly bills: BillTable;
  readonly tenants: TenantTable;
  readonly #seen;
  readonly #erased: ErasedNames;
  #resources: readonly ResourceVersion[] | null = null; // Asked with every batch, rarely changed.

  constructor({ database, close }: StoreFile, options: SqliteStoreOptions) {
    super(database);
    const { promotedTags, limits, seriesOfDayMax } = options;
    this.close = close;
    this.#dictionaries = openDictionaries(database);
    this.#metricSeries = new Dictionary(database, 'metric_series');
    const { series, usageSet } = this.#dictionaries;
    this.#series = new SeriesIndex(series, usageSet, () => this.tenants.read());
    const packs = new Packs(database);
    const ofDay = seriesOfDay(database);
    this.#promotion = new Promotion(promotedTags, this.#series, ofDay, seriesOfDayMax);
    this.#writer = new IngestWriter(database, this.#dictionaries, packs, this.#promotion);
    this.#rows = new RowReader(database, this.#dictionaries);
    this.#storageUses = new StorageUses(database);
    this.#room = database.memory && !options.room ? null : new Room(options.path, options.room);
    if (options.isServer) this.#room?.keepReserve();
    this.#identities = new GuardedIdentities(database, options.privacy);
    this.#packer = new Packer(database, this.#series, this.#rows);
    this.#charges = new ChargeTable(database, this.#dictionaries, this.#promotion);
    const parts = { series: this.#series, rows: this.#rows, packs, charges: this.#charges };
    this.#aggregator = new Aggregator(database, parts, limits ?? LIMITS);
    this.metrics = new MetricPoints(database, this.#metricSeries);
    const write = <Answer>(work: () => Answer): Answer => this.write(work);
    this.notes = new SourceNoteTables(database, write);
    this.notices = new NoticeTables(database, write);
    this.reports = new ReportTable(database, write);
    this.bills = new BillTable(database, write);
    const ours = { database, dictionaries: this.#dictionaries, promotedTags, write };
    this.#reattribution = createReattribution({ ...parts, ...ours });
    this.savedViews = openSavedViews(database, write);
    this.access = new AccessTables(database, write);
    this.quotas = openQuotas(database, write);
    this.ownAlarms = openOwnAlarms(database, write);
    this.dayChecks = openDayChecks(database, write);
    this.#digests = new DayDigests(database, write);
    const onTextsGone = (): void => this.#forget();
    this.eraser = new SqliteEraser({ ...parts, ...ours, packs, onTextsGone }, write);
    this.tenants = new TenantTable(database, (work) => {
      this.write(work);
      this.#series.forget();
    });
    this.#seen = database.prepare(SEEN);
    this.#erased = new ErasedNames(database, () => this.#forget());
  }

  ingest(batch: IngestBatch): IngestCounts {
    const lack = this.#room?.lack();
    if (lack) throw lack;
    const counts = this.write(() => this.#writer.write(this.#identities.batch(batch)));
    this.#trouble = null;
    return counts;
  }

  replaceCharges(...charges: Parameters<Store['replaceCharges']>): void {
    this.write(() => this.#charges.replace(...charges));
  }

  isSeen(sourceId: string, key: string, etag: string): boolean {
    return this.#seen.get(sourceId, key, etag) !== undefined;
  }

  aggregate(request: Parameters<Store['aggregate']>[0]): ReturnType<Store['aggregate']> {
    this.#erased.heed();
    return this.#aggregator.answer(request);
  }

  aggregateMetric(
    request: Parameters<Store['aggregateMetric']>[0],
  ): ReturnType<Store['aggregateMetric']> {
    return this.metrics.sum(request);
  }

  invocations(request: Parameters<Store['invocations']>[0]): ReturnType<Store['invocations']> {
    this.#erased.heed();
    return listInvocations(request, this.#rows, this.#series);
  }

  invocation(requestId: string, window: Window): ReturnType<Store['invocation']> {
    this.#erased.heed();
    return findInvocation(requestId, window, this.#rows, this.#series);
  }

  usageTypes(): readonly UsageType[] {
    return this.#series.types();
  }

  values(dimension: Dimension, prefix: string, limit: number): readonly string[] {
    this.#erased.heed();
    const parts = { database: this.database, series: this.#series };
    return readValues(parts, dimension, { prefix, limit });
  }

  tagKeys(): readonly string[] {
    return readTagKeys(this.database);
  }

  overLimit(): readonly Dimension[] {
    return this.#promotion.overLimit();
  }

  invocationCount(): number {
    return countInvocations(this.database);
  }

  extent(): Window | null {
    return readExtent(this.database);
  }

  storageUse(): ReturnType<Store['storageUse']> {
    return this.#storageUses.read(this.extent()?.endMs ?? 0);
  }

  saveMetricPoints(...[points, reread]: Parameters<Store['saveMetricPoints']>) {
    return this.write(() => this.metrics.save(points, reread ?? null));
  }

  saveInventory(pass: Parameters<Store['saveInventory']>[0]): void {
    this.#resources = null;
    this.write(() => writeInventory(this.database, this.#identities.inventory(pass)));
  }

  resources(): ReturnType<Store['resources']> {
    this.#resources ??= this.#identities.resources(readResources(this.database));
    return this.#resources;
  }

  reattribution(): ReattributionStore {
    return this.#reattribution;
  }

  prune(before: Partial<Retention>): boolean {
    return this.write(() => pruneStep(this.database, before));
  }

  prepareReading(settledMs: number): boolean {
    return this.#packer.pack(settledMs);
  }

  closeDays(beforeMs: number): boolean {
    return this.#digests.step(beforeMs);
  }

  verify(request: VerifyRequest): VerifyReport {
    const { database } = this;
    const parts = { database, rows: this.#rows, packer: this.#packer, digests: this.#digests };
    try {
      return verifyStore({ ...parts, series: this.#dictionaries.series }, request);
    } catch (error) {
      throw toStoreError(error);
    }
  }

  atOnce<Answer>(work: () => Answer): Answer {
    return this.database.transaction(work).deferred();
  }

  trouble(): StoreTrouble | null {
    return this.#trouble ?? this.#room?.lack() ?? null;
  }

  heedTrouble(trouble: StoreTrouble | null): void {
    this.#trouble = trouble && new StoreError(trouble.code, trouble.message, trouble.hint);
  }

  /** Runs a write as one transaction; what was cached meanwhile is dropped if it fails. */
  protected override write<Answer>(work: () => Answer): Answer {
    if (this.#trouble?.code === 'corrupt') throw this.#trouble; // The file stays as it is.
    try {
      const answer = this.database.transaction(work).immediate();
      // Whether there is room is told by calls alone.
      if (this.#trouble?.code !== 'full') this.#trouble = null;
      return answer;
    } catch (error) {
      this.#forget();
      const told = toStoreError(error);
      if (told instanceof StoreError && told.code === 'full' && this.#room?.giveUpReserve()) {
        return this.write(work);
      }
      throw this.#noted(told);
    }
  }

  #noted(error: unknown): unknown {
    if (error instanceof StoreError && error.code !== 'busy') this.#trouble = error;
    return error;
  }

  #forget(): void {
    for (const dictionary of Object.values(this.#dictionaries)) dictionary.forget();
    this.#metricSeries.forget();
    this.#series.forget();
    this.#promotion.forget();
    this.#writer.forget();
  }
}
