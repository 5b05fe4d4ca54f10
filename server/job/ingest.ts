/** The whole path of a record, as one page: source, record, attribute, meter, store. */
import { setImmediate } from 'node:timers/promises';
import type { RuleSet } from '../attribute/rule-set.ts';
import { historyOf } from '../record/inventory-history.ts';
import { modelOfMetric } from '../record/model-of-metric.ts';
import type { Inventory } from '../source/inventory.ts';
import type {
  LogSource,
  ReadObject,
  SourceBatch,
  SourceProgress,
  SourcePlace,
} from '../source/source.ts';
import type { Window } from '../../shared/window.ts';
import type { IngestBatch, IngestCounts, QuarantinedRecord, Store } from '../store/store.ts';
import type { ReadBody } from '../source/body-objects.ts';
import { completeCalls, type CompletedCalls } from './complete-calls.ts';
import { learnsCallers, type LearnCallers } from './new-callers.ts';
import { objectRows } from './object-rows.ts';
import { RecordReader, type ReadingContext, type RowPart } from './record-reader.ts';

export interface IngestContext {
  readonly store: Store;
  readonly rules: RuleSet;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** True reads objects again that the ledger knows: somebody named them. */
  readonly isReread?: boolean;
  /** Opens what reads objects in other threads; left out, they are read here. */
  readonly openReaders?: (reading: ReadingContext) => ObjectReaders;
  /** Reads bodies that records only name; left out, such calls are counted as they are. */
  readonly readBody?: ReadBody;
  /** Tells whether calls are known to be missing from a span: then it is read once more. */
  readonly isIncomplete?: (place: SourcePlace, window: Window) => boolean;
  /** Learns the tags of callers before their calls are stored; left out, none are asked for. */
  readonly learn?: LearnCallers | undefined;
  /** Called after each commit, for progress. */
  readonly onBatch: (batch: SourceBatch, counts: IngestCounts) => void;
}

/** Readers of the objects of one pass. */
export interface ObjectReaders {
  readonly readObject: ReadObject;
  /** Ends what is still being read. */
  close(): void;
}

export const NO_COUNTS: IngestCounts = {
  records: 0,
  invocations: 0,
  duplicates: 0,
  quarantined: 0,
  tooOld: 0,
  usageLines: 0,
};

/** Adds what two batches did. */
export function addCounts(a: IngestCounts, b: IngestCounts): IngestCounts {
  return {
    records: a.records + b.records,
    invocations: a.invocations + b.invocations,
    duplicates: a.duplicates + b.duplicates,
    quarantined: a.quarantined + b.quarantined,
    tooOld: a.tooOld + b.tooOld,
    usageLines: a.usageLines + b.usageLines,
  };
}

/**
 * Reads one source until it has caught up; each batch is committed before the next is read.
 *
 * A source ends its read now and then, so that its tail stays fresh during a long backfill; as long
 * as it comes forward it is read again.
 *
 * @throws SourceError or StoreError; what was committed before stays, and the next pass goes on.
 */
export async function ingestSource(
  source: LogSource,
  context: IngestContext,
): Promise<IngestCounts> {
  let total = NO_COUNTS;
  let done = -1;
  for (;;) {
    const read = await readOnce(source, context);
    total = addCounts(total, read.counts);
    const { progress } = read;
    if (read.isOutdated && !context.signal.aborted) continue;
    const isBehind = progress !== null && progress.done < progress.total && progress.done > done;
    if (!isBehind || context.signal.aborted) return total;
    done = progress.done;
  }
}

interface PartialRead {
  readonly counts: IngestCounts;
  readonly progress: SourceProgress | null;
  /** True when it ended before a batch whose callers have turned out to have tags. */
  readonly isOutdated: boolean;
}

async function readOnce(source: LogSource, context: IngestContext): Promise<PartialRead> {
  const { store, signal, nowMs, learn } = context;
  const state = store.sourceState(source.id);
  const isSeen = (sourceId: string, key: string, etag: string): boolean =>
    !context.isReread && store.isSeen(sourceId, key, etag);
  const readingNow = (): ReadingContext => {
    const awaitsBodies = context.readBody !== undefined;
    return { nowMs: nowMs(), resources: store.resources(), rules: context.rules, awaitsBodies };
  };
  const first = readingNow();
  const then = first.resources;
  const readers = (context.openReaders ?? readHere)(first);
  const { place } = source;
  const isIncomplete = (window: Window): boolean =>
    place !== undefined && (context.isIncomplete?.(place, window) ?? false);
  const { readObject } = readers;
  const options = { nowMs: nowMs(), signal, isSeen, isIncomplete, readObject };
  let total = NO_COUNTS;
  let progress: SourceProgress | null = null;
  try {
    for await (const batch of source.read(state?.cursor ?? null, options)) {
      const reading = readingNow();
      const parts = partsOf(batch, reading);
      const completed = await completedOf(parts, { context, reading, kind: source.kind });
      const rows = toIngestBatch(batch, { kind: source.kind, reading, parts, completed });
      const isOutdated =
        learn !== undefined && (await learnsCallers(rows.blocks, then, { store, learn }));
      if (isOutdated) return { counts: total, progress, isOutdated };
      const counts = store.ingest(rows);
      context.onBatch(batch, counts);
      total = addCounts(total, counts);
      progress = batch.progress;
      // What is read ahead is begun by events, which batches that are all there would hold up.
      await setImmediate();
    }
  } finally {
    readers.close();
  }
  return { counts: total, progress, isOutdated: false };
}

function readHere(reading: ReadingContext): ObjectReaders {
  return { readObject: (object) => objectRows(object, reading), close: () => undefined };
}

/** What ARNs stand for at an instant, for looking up what is behind them. */
export function inventoryAt(store: Pick<Store, 'resources'>, atMs: number): Inventory {
  return historyOf(store.resources()).at(atMs);
}

/** Base model of a CloudWatch `ModelId`, for rooms that know nothing of records. */
export const modelBehind = modelOfMetric;

function partsOf(batch: SourceBatch, reading: ReadingContext): readonly RowPart[] {
  const reader = new RecordReader(reading);
  for (const record of batch.records) reader.add(record);
  // The guarantee: parts are made by the reader that this pass has handed in.
  return [reader.take(), ...((batch.parts ?? []) as readonly RowPart[])];
}

/** Slices of a log group are read again at growing ages; an object that was read is not. */
const COMES_AGAIN = 'cloudWatchLogs';

async function completedOf(
  parts: readonly RowPart[],
  of: {
    readonly context: IngestContext;
    readonly reading: ReadingContext;
    readonly kind: string;
  },
): Promise<CompletedCalls | null> {
  const calls = parts.flatMap(({ incomplete }) => incomplete);
  const { store, readBody, signal } = of.context;
  if (calls.length === 0 || !readBody) return null;
  const comesAgain = of.kind === COMES_AGAIN;
  return completeCalls(calls, { store, reading: of.reading, readBody, signal, comesAgain });
}

function toIngestBatch(
  batch: SourceBatch,
  read: {
    readonly kind: string;
    readonly reading: ReadingContext;
    readonly parts: readonly RowPart[];
    readonly completed: CompletedCalls | null;
  },
): IngestBatch {
  const { kind, reading, parts, completed } = read;
  const failures = batch.failures.map(({ origin, code }): QuarantinedRecord => {
    return { origin, code: 'unreadable', path: code };
  });
  const { sourceId, cursor, objects, progress } = batch;
  return {
    sourceId,
    sourceKind: kind,
    blocks: [...parts.map(({ block }) => block), ...(completed ? [completed.block] : [])],
    quarantined: [...failures, ...parts.flatMap(({ quarantined }) => quarantined)],
    objects,
    notes: { bodies: completed?.bodies ?? [], lost: batch.lost ?? [] },
    cursor,
    progress,
    nowMs: reading.nowMs,
  };
}
