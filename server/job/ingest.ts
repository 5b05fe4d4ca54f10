/** The whole path of a record, as one page: source, record, attribute, meter, store. */
import { attributeInvocation } from '../attribute/attribute-invocation.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import { meterInvocation } from '../meter/meter-invocation.ts';
import type { MeteredInvocation } from '../meter/metered.ts';
import type { Invocation } from '../record/invocation.ts';
import { modelOfMetric } from '../record/model-of-metric.ts';
import { parseRecords } from '../record/parse-records.ts';
import { resolveModel } from '../record/resolve-model.ts';
import type { Inventory } from '../source/inventory.ts';
import type { LogSource, SourceBatch, SourceProgress } from '../source/source.ts';
import { RowPacker } from '../store/row-block.ts';
import type { IngestBatch, IngestCounts, QuarantinedRecord, Store } from '../store/store.ts';

export interface IngestContext {
  readonly store: Store;
  readonly rules: RuleSet;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** True reads objects again that the ledger knows: somebody named them. */
  readonly isReread?: boolean;
  /** Called after each commit, for progress. */
  readonly onBatch: (batch: SourceBatch, counts: IngestCounts) => void;
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
    const isBehind = progress !== null && progress.done < progress.total && progress.done > done;
    if (!isBehind || context.signal.aborted) return total;
    done = progress.done;
  }
}

async function readOnce(
  source: LogSource,
  context: IngestContext,
): Promise<{ readonly counts: IngestCounts; readonly progress: SourceProgress | null }> {
  const { store, signal, nowMs } = context;
  const state = store.sourceState(source.id);
  const isSeen = (sourceId: string, key: string, etag: string): boolean =>
    !context.isReread && store.isSeen(sourceId, key, etag);
  const options = { nowMs: nowMs(), signal, isSeen };
  let total = NO_COUNTS;
  let progress: SourceProgress | null = null;
  for await (const batch of source.read(state?.cursor ?? null, options)) {
    const inventory = readInventory(store);
    const counts = store.ingest(toIngestBatch(batch, source.kind, inventory, context));
    context.onBatch(batch, counts);
    total = addCounts(total, counts);
    progress = batch.progress;
  }
  return { counts: total, progress };
}

/** Profiles as they are known now, for looking up what an ARN stands for. */
export function readInventory(store: Pick<Store, 'profiles'>): Inventory {
  return { profiles: new Map(store.profiles().map((profile) => [profile.arn, profile])) };
}

/** Base model of a CloudWatch `ModelId`, for rooms that know nothing of records. */
export const modelBehind = modelOfMetric;

function toIngestBatch(
  batch: SourceBatch,
  sourceKind: string,
  inventory: Inventory,
  context: IngestContext,
): IngestBatch {
  const nowMs = context.nowMs();
  const packer = new RowPacker();
  const quarantined: QuarantinedRecord[] = batch.failures.map(({ origin, code }) => {
    return { origin, code: 'unreadable', path: code };
  });
  for (const record of batch.records) {
    for (const parsed of parseRecords(record, nowMs)) {
      if (parsed.ok) packer.add(meterRecord(parsed.value, inventory, context.rules));
      else quarantined.push({ origin: record.origin, ...parsed.problem });
    }
  }
  const { sourceId, cursor, objects, progress } = batch;
  const blocks = [packer.take()];
  return { sourceId, sourceKind, blocks, quarantined, objects, cursor, progress, nowMs };
}

/** Works out who pays for an invocation and what was used. */
export function meterRecord(
  invocation: Invocation,
  inventory: Inventory,
  rules: RuleSet,
): MeteredInvocation {
  const { modelId, modelReference } = invocation;
  const resolved = resolveModel(modelId, modelReference, inventory);
  const profile = inventory.profiles.get(modelId) ?? null;
  return {
    invocation,
    model: resolved.model,
    routing: resolved.reference.routing,
    attribution: attributeInvocation({ invocation, model: resolved.model, profile }, rules),
    usage: meterInvocation(invocation, resolved),
  };
}
