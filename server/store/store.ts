/** The one face of the store: values in and out, no SQL, so that another engine can stand there. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { Filter } from '../../shared/filter.ts';
import type { Window } from '../../shared/window.ts';
import type { Silence } from '../alarm/mute.ts';
import type { AlarmState, AlarmTransition } from '../alarm/evaluate-alarm.ts';
import type { BudgetLatch } from '../alarm/evaluate-budget.ts';
import type { Tag } from '../attribute/attribution.ts';
import type { SharedCharge } from '../meter/charge.ts';
import type { UsageType } from '../meter/usage.ts';
import type { OutboxEntry } from '../notify/outbox.ts';
import type { QuarantineCode } from '../record/record-problems.ts';
import type { BillLedger } from './bill-ledger.ts';
import type { BatchNotes, SourceNotes } from './source-notes.ts';
import type { NoticeLedger } from './notice-ledger.ts';
import type { ReattributionStore } from './reattribution.ts';
import type { ReportLedger } from './report-ledger.ts';
import type { Sketch } from '../rollup/sketch.ts';
import type { BedrockEvent } from '../source/bedrock-event.ts';
import type { InventoryPass, ResourceVersion } from '../source/inventory.ts';
import type { CloudWatchAlarm } from '../source/metric.ts';
import type { SourceObject, SourceProgress } from '../source/source.ts';
import type {
  MetricAggregateCell,
  MetricAggregateRequest,
  MetricLedger,
  MetricReread,
  MetricRevision,
  StoredMetricPoint,
} from './metric-ledger.ts';
import type { Retention } from './retention.ts';
import type { RowBlock } from './row-block.ts';
import type { StoreErrorCode } from './store-errors.ts';
import type { StoreParts } from './store-parts.ts';
import type { StorageUse } from './storage-use.ts';
import type { TenantStore } from './tenant-store.ts';
import type { VerifyReport, VerifyRequest } from './verify-report.ts';

/** The disk or the file failed: which way, and what the operator can do. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly hint: string;

  constructor(code: StoreErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
    this.hint = hint;
  }
}

/** A question that would read too much; the caller shows it as a wrong request. */
export class TooMuchToReadError extends Error {
  readonly hint = 'Ask for a shorter window, or group and filter by what rollups carry.';

  constructor(message: string) {
    super(message);
    this.name = 'TooMuchToReadError';
  }
}

export interface QuarantinedRecord {
  readonly origin: string;
  readonly code: Exclude<QuarantineCode, 'tooOld'>;
  /** Field path or a failure's code; never content. */
  readonly path: string;
}

/** What one batch of a source becomes; committed as a whole or not at all. */
export interface IngestBatch {
  readonly sourceId: string;
  readonly sourceKind: string;
  readonly blocks: readonly RowBlock[];
  readonly quarantined: readonly QuarantinedRecord[];
  readonly objects: readonly SourceObject[];
  readonly notes: BatchNotes;
  /** Null leaves the stored cursor as it is, as for files named on the command line. */
  readonly cursor: string | null;
  readonly progress: SourceProgress;
  readonly nowMs: number;
}

/** records = invocations + duplicates + quarantined + tooOld, always. */
export interface IngestCounts {
  readonly records: number;
  readonly invocations: number;
  readonly duplicates: number;
  readonly quarantined: number;
  /** Older than the rows that are kept, so that they cannot be told from what was counted once. */
  readonly tooOld: number;
  readonly usageLines: number;
}

export interface AggregateRequest {
  /** Ascending cuts; interval i is [boundariesMs[i], boundariesMs[i+1]). */
  readonly boundariesMs: readonly number[];
  readonly filter: Filter;
  readonly groupBy: readonly Dimension[];
  readonly need: {
    readonly latency: boolean;
    readonly firstToken: boolean;
    readonly usage: boolean;
  };
  /** Told of each part that was read, in the order of time. */
  readonly onRead?: (read: ReadStep) => void;
}

/** What one part of an answer was read from. */
export interface ReadStep {
  /** A rollup of the store, or single invocations. */
  readonly level: 'day' | 'hour' | 'fiveMinutes' | 'minute' | 'rows';
  /** Which dimensions the rollup tells apart; null for single invocations. */
  readonly cube: 'full' | 'tenant' | 'model' | null;
  readonly startMs: number;
  readonly endMs: number;
  /** Rows, rollup cells or packs of them that were looked at. */
  readonly reads: number;
  readonly tookMs: number;
}

/** Summed quantities of all invocations that used exactly the same usage types. */
export interface UsageSum {
  readonly types: readonly UsageType[];
  readonly invocations: number;
  /** Charges that no call carries: hours of things with this usage; 0 for that of calls. */
  readonly charges: number;
  readonly quantities: readonly number[];
}

/** What one group did in one interval. Groups without invocations and charges are absent. */
export interface AggregateCell {
  readonly group: readonly string[];
  readonly intervalIndex: number;
  /** By position in STATUSES. */
  readonly statusCounts: readonly number[];
  readonly unattributed: number;
  readonly usage: readonly UsageSum[];
  readonly latency: Sketch | null;
  readonly firstToken: Sketch | null;
}

/** One stored invocation, for lists, drill-down and explain. */
export interface StoredInvocation {
  readonly timestampMs: number;
  readonly requestId: string;
  readonly place: string; // Where a page that ends with it is gone on from.
  readonly valueOf: (dimension: Dimension) => string;
  readonly rule: string | null;
  /** Version of the rules that decided; null for rows of before they had one. */
  readonly rulesVersion: string | null;
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  readonly tags: readonly Tag[];
  readonly usage: readonly { readonly type: UsageType; readonly quantity: number }[];
}

export interface InvocationPageRequest {
  readonly window: Window;
  readonly filter: Filter;
  readonly limit: number;
  /** Where the last page ended, as it was given with it; null for the newest. */
  readonly before: string | null;
}

export interface SourceState {
  readonly sourceId: string;
  readonly kind: string;
  readonly cursor: string | null;
  readonly completeToMs: number | null;
  readonly progress: SourceProgress;
  readonly updatedAtMs: number;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

/** Where a source without records has come to. */
export type SourceMove = Pick<SourceState, 'sourceId' | 'kind' | 'cursor' | 'completeToMs'> &
  Partial<Pick<SourceState, 'progress'>> & { readonly nowMs: number };

export interface StoredAlarmState {
  readonly alarm: string;
  readonly group: Readonly<Record<string, string>>;
  readonly state: AlarmState;
  /** What a budget has told of its period; alarms have none. */
  readonly budget?: BudgetLatch;
}

export interface StoredTransition {
  readonly alarm: string;
  readonly group: Readonly<Record<string, string>>;
  readonly transition: AlarmTransition;
}

export interface Store extends StoreParts {
  /** Writes rows, rollups, dedupe keys, ledger and cursor in one transaction. @throws StoreError */
  ingest(batch: IngestBatch): IngestCounts;
  isSeen(sourceId: string, key: string, etag: string): boolean;
  /** Sources that are in use; see retireSourcesBut. A backfill is none: it comes to an end. */
  sourceStates(): readonly SourceState[];
  /** How one source stands, be it in use or not; null before its first batch. */
  sourceState(sourceId: string): SourceState | null;
  /** Forgets sources that are not named here, until one of them is read again. */
  retireSourcesBut(sourceIds: readonly string[]): void;
  saveSourceError(sourceId: string, kind: string, error: SourceState['error'], nowMs: number): void;
  /** Moves the cursor of a source that brings no records; clears its error. */
  saveSourceProgress(progress: SourceMove): void;
  /** Records that no sum holds, by reason; `tooOld` for those past retention, if all are asked. */
  quarantineCounts(seen?: Window): readonly { readonly code: string; readonly count: number }[];

  readonly tenants: TenantStore;

  /** Puts charges in the place of all whose hour begins in the window, in one transaction. */
  replaceCharges(window: Window, charges: readonly SharedCharge[]): void;

  aggregate(request: AggregateRequest): readonly AggregateCell[];
  aggregateMetric(request: MetricAggregateRequest): readonly MetricAggregateCell[];
  invocations(request: InvocationPageRequest): {
    readonly invocations: readonly StoredInvocation[];
    readonly next: string | null;
  };
  /**
   * The newest invocation with this id in a window; null when it is none of the newest 10 million.
   *
   * Rows lie in the order of time and have no index by id, which would cost more than the rows:
   * a look-up reads the window back from its end, an eighth of a second for a million rows.
   */
  invocation(requestId: string, window: Window): StoredInvocation | null;
  /** Every usage type that any stored invocation has. */
  usageTypes(): readonly UsageType[];
  values(dimension: Dimension, prefix: string, limit: number): readonly string[];
  tagKeys(): readonly string[];
  /** Dimensions of which some day has had more values than their limit. */
  overLimit(): readonly Dimension[];
  invocationCount(): number;
  storageUse(): StorageUse;
  /** First and last invocation, to the day where single ones are forgotten; null when empty. */
  extent(): Window | null;

  /**
   * Writes points over those read before.
   * @param reread tells which of them had settled when they were read before: changes are noted.
   * @returns the points that were revised; none without `reread`.
   */
  saveMetricPoints(
    points: readonly StoredMetricPoint[],
    reread?: MetricReread,
  ): readonly MetricRevision[];
  readonly metrics: MetricLedger;
  readonly notes: SourceNotes;
  saveCloudWatchAlarms(account: string, region: string, alarms: readonly CloudWatchAlarm[]): void;
  cloudWatchAlarms(): readonly CloudWatchAlarm[];
  /** Begins versions for what is new or changed, ends those of what is gone. */
  saveInventory(pass: InventoryPass): void;
  /** All versions of all resources, by ARN and time. */
  resources(): readonly ResourceVersion[];
  /** Keeps events by their id. @returns how many were new */
  saveBedrockEvents(events: readonly BedrockEvent[]): number;
  /** Events of a window, the oldest first. */
  bedrockEvents(window: Window): readonly BedrockEvent[];

  alarmStates(): readonly StoredAlarmState[];
  /** States, transitions and what is owed to channels, in one transaction. */
  saveAlarmPass(
    states: readonly StoredAlarmState[],
    transitions: readonly StoredTransition[],
    outbox: readonly OutboxEntry[],
  ): void;
  transitions(limit: number): readonly StoredTransition[];
  /** All that were ever set: those that have ended tell who was quiet when. */
  silences(): readonly Silence[];
  /** Sets a silence, or changes the one of this id. */
  saveSilence(silence: Silence): void;
  /** What is owed: being sent and due, the longest due first, then what is held. */
  openOutbox(limit: number): readonly OutboxEntry[];
  /** Messages with all attempts, and what people did by hand. */
  readonly notices: NoticeLedger;

  /** Applies rules to the past. */
  reattribution(): ReattributionStore;
  readonly reports: ReportLedger;
  readonly bills: BillLedger;
  /**
   * Forgets a little of what lies before these times, each kind by whole days of UTC; kinds that
   * are left out are kept.
   *
   * @returns whether there may be more, for the next step.
   */
  prune(before: Partial<Retention>): boolean;
  /** Works sums out anew from single invocations and compares them with those that are kept. */
  verify(request: VerifyRequest): VerifyReport;
  /**
   * One short step of upkeep that makes reading faster and changes no answer.
   *
   * @param settledMs what lies before is not expected to change soon.
   * @returns whether there is more to do.
   */
  prepareReading(settledMs: number): boolean;
  close(): void;
}
