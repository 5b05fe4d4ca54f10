/** What is pushed at us: deliveries of Firehose and events of EventBridge, committed at once. */
import { err, ok, type Result } from '../../shared/result.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import { parseBedrockEvent } from '../record/parse-event.ts';
import type { BedrockEvent } from '../source/bedrock-event.ts';
import {
  FIREHOSE_BYTES_MAX,
  openFirehoseRequest,
  type FirehoseProblem,
} from '../source/firehose.ts';
import type { BatchNotes } from '../store/source-notes.ts';
import type { IngestBatch, Store } from '../store/store.ts';
import type { Invocation } from '../record/invocation.ts';
import type { BodyReply, ReadBody } from '../source/body-objects.ts';
import { completeCalls, type CompletedCalls } from './complete-calls.ts';
import type { RawRecord } from '../source/source.ts';
import { learnsCallers, type LearnCallers } from './new-callers.ts';
import { RecordReader, type ReadingContext } from './record-reader.ts';

/** Most bytes of a request, before anything is inflated. */
export const INTAKE_BYTES_MAX = FIREHOSE_BYTES_MAX;

/** Keys that senders prove themselves with; null closes that door. */
export interface IntakeKeys {
  readonly firehoseKey: string | null;
  readonly eventsKey: string | null;
}

export interface IntakeParts {
  readonly store: Store;
  readonly rules: RuleSet;
  readonly nowMs: () => number;
  /** Learns the tags of callers before their calls are stored; left out, none are asked for. */
  readonly learn?: LearnCallers;
  /** Reads bodies that records only name; left out, such calls are counted as they are. */
  readonly readBody?: ReadBody;
}

/** The sender waits so long for an answer at the most; later bodies are done without. */
const BODIES_MS_MAX = 20_000;

async function completedOf(
  calls: readonly Invocation[],
  reading: ReadingContext,
  { store, readBody }: IntakeParts,
): Promise<CompletedCalls | null> {
  if (calls.length === 0 || !readBody) return null;
  const signal = AbortSignal.timeout(BODIES_MS_MAX);
  const patient: ReadBody = async (request) => {
    const late: BodyReply = { outcome: 'failed' };
    return signal.aborted ? late : readBody(request, signal).catch(() => late);
  };
  return completeCalls(calls, { store, reading, readBody: patient, signal, comesAgain: true });
}

export interface FirehoseDelivery {
  readonly body: Buffer;
  readonly isGzip: boolean;
  /** ARN of the stream as it says itself; '' when it does not. */
  readonly streamArn: string;
}

/** Id of the request, once its records are on disk. */
export type Taken = Result<string, FirehoseProblem>;

/** What the doors need of the house. */
export interface Intake {
  /** Commits a delivery, as takeFirehose does. @throws StoreError */
  readonly take: (delivery: FirehoseDelivery) => Promise<Taken>;
  readonly store: Pick<Store, 'saveBedrockEvents'>;
  readonly nowMs: () => number;
}

/**
 * Commits a delivery of Firehose; the same one again changes nothing.
 *
 * @throws StoreError
 */
export async function takeFirehose(delivery: FirehoseDelivery, parts: IntakeParts): Promise<Taken> {
  const opened = await openFirehoseRequest(delivery.body, delivery.isGzip);
  if (!opened.ok) return opened;
  const { requestId, records, failures, timestampMs } = opened.value;
  const { store, nowMs, learn } = parts;
  const then = store.resources();
  const first = await rowsOf(records, parts);
  const isOutdated =
    learn !== undefined && (await learnsCallers(first.blocks, then, { store, learn }));
  const { blocks, bodies, quarantined } = isOutdated ? await rowsOf(records, parts) : first;
  const unreadable = failures.map(({ origin, code }) => {
    return { origin, code: 'unreadable' as const, path: code };
  });
  store.ingest({
    sourceId: sourceIdOf(delivery.streamArn),
    sourceKind: 'firehose',
    blocks,
    quarantined: [...unreadable, ...quarantined],
    objects: [],
    notes: { bodies, lost: [] },
    cursor: null,
    progress: { completeToMs: Math.min(timestampMs, nowMs()), done: 0, total: 0 },
    nowMs: nowMs(),
  });
  return ok(requestId);
}

async function rowsOf(
  records: readonly RawRecord[],
  parts: IntakeParts,
): Promise<Pick<IngestBatch, 'blocks' | 'quarantined'> & Pick<BatchNotes, 'bodies'>> {
  const { store, rules, nowMs, readBody } = parts;
  const awaitsBodies = readBody !== undefined;
  const reading = { nowMs: nowMs(), resources: store.resources(), rules, awaitsBodies };
  const reader = new RecordReader(reading);
  for (const record of records) reader.add(record);
  const { block, quarantined, incomplete } = reader.take();
  const completed = await completedOf(incomplete, reading, parts);
  const blocks = completed ? [block, completed.block] : [block];
  return { blocks, bodies: completed?.bodies ?? [], quarantined };
}

const STREAM_ARN =
  /^arn:aws[a-z-]*:firehose:([a-z0-9-]{1,30}):(\d{12}):deliverystream\/([\w.-]{1,64})$/;

function sourceIdOf(streamArn: string): string {
  const [, region = '', account = '', name = ''] = STREAM_ARN.exec(streamArn) ?? [];
  return name === '' ? 'firehose' : `firehose:${account}:${region}:${name}`;
}

/**
 * Keeps the events of a text that tell of Bedrock's jobs and capacity, each once.
 *
 * @param text one event as JSON, or a list of them.
 * @returns how many were new; a problem keeps none of them. @throws StoreError
 */
export function takeEvents(
  text: string,
  store: Pick<Store, 'saveBedrockEvents'>,
): Result<number, 'badEvent'> {
  return keepEvents(parseJson(text), store);
}

/** The same, of a value: one event or a list of them. @throws StoreError */
export function keepEvents(
  values: unknown,
  store: Pick<Store, 'saveBedrockEvents'>,
): Result<number, 'badEvent'> {
  const events: BedrockEvent[] = [];
  for (const value of Array.isArray(values) ? (values as readonly unknown[]) : [values]) {
    const event = parseBedrockEvent(value);
    if (!event.ok) return err('badEvent');
    if (event.value) events.push(event.value);
  }
  return ok(store.saveBedrockEvents(events));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
