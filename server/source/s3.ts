/** Reads log objects from S3 by their hour folders, each listed again at growing ages. */
import type { S3Client } from '@aws-sdk/client-s3';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../../shared/window.ts';
import { toSourceError } from './aws-error.ts';
import { EMPTY, HeldBatch, type Held } from './held-batch.ts';
import type { ObjectHints } from './object-hints.ts';
import { ObjectProblem } from './object-lines.ts';
import { prefetch } from './prefetch.ts';
import { readInPlace } from './read-in-place.ts';
import { dueRetries, withOutcome, type Retry } from './retry-list.ts';
import { dayFolder, hourFolder, isRecordKey, logFolder, nameStamp } from './s3-layout.ts';
import { fetchObject, FetchProblem, listFolder, type ListedObject } from './s3-objects.ts';
import { decodeCursor, encodeCursor } from './schedule-cursor.ts';
import {
  completeTo,
  firstState,
  floorTo,
  nextWindow,
  progressOf,
  stagesOf,
  tailWindow,
  withRead,
  withTail,
  type ScheduleRule,
  type ScheduleState,
  type Stage,
} from './schedule.ts';
import type { S3LogSettings } from './settings.ts';
import type { LogSource, ReadOptions, ReadPart, SourceBatch } from './source.ts';

export interface S3Options {
  readonly sourceId: string;
  readonly bucket: string;
  /** What stands before `AWSLogs/`. */
  readonly prefix: string;
  readonly accountId: string;
  /** Region whose calls are logged; part of the keys. */
  readonly region: string;
  readonly backfillDays: number;
  /** Only this much of the past, once; see backfill. */
  readonly span?: Window;
  /** A queue that names objects sooner than they are listed. */
  readonly hints?: ObjectHints;
}

/** Objects are written about a minute after the call, some minutes at busy times. */
const DELIVERY_MS = 5 * MINUTE_MS;
/** Clocks differ: the next hour's folder may exist a little before its time. */
const SKEW_MS = 2 * MINUTE_MS;
/** After this many objects or listings a stage gives way, so that the tail is never far behind. */
const STAGE_STEPS_MAX = 2_000;
/** Records of a span may lie in the folders of the hours after it. */
const LATE_MS = 2 * HOUR_MS;
const PREFETCH = { countMax: 8, bytesMax: 64 * 1024 ** 2 };
/** A body that breaks off is fetched again at once; then its hour waits for its next turn. */
const FETCHES_MAX = 3;

/**
 * A source for one account and Region in one bucket.
 *
 * A read ends when it has caught up or its share of objects is used up; while `progress.done` is
 * below `progress.total`, the next read should follow soon.
 */
export function s3Source(client: S3Client, options: S3Options): LogSource {
  const read = (cursor: string | null, readOptions: ReadOptions): AsyncIterable<SourceBatch> =>
    new BucketRead(client, options, readOptions).batches(cursor);
  return { id: options.sourceId, kind: options.span ? 'backfill' : 's3', read };
}

/** An object may come late into an hour already listed, and its name may sort before others. */
function ruleOf({ backfillDays, span }: S3Options): ScheduleRule {
  const daily = Array.from({ length: 14 }, (_, index) => (index + 1) * DAY_MS);
  return {
    agesMs: [2 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, ...daily],
    gridMs: HOUR_MS,
    firstReadMs: HOUR_MS,
    tailOverlapMs: 10 * MINUTE_MS,
    backfillDays,
    ...(span && { span: { ...span, endMs: span.endMs + LATE_MS } }),
  };
}

/** One call of `read`. */
class BucketRead {
  readonly #client: S3Client;
  readonly #options: S3Options;
  readonly #read: ReadOptions;
  readonly #rule: ScheduleRule;
  readonly #folder: string;
  /** Hours that exist, by day folder: an empty day costs one listing, not 24. */
  readonly #hoursOfDay = new Map<string, ReadonlySet<string>>();
  #state: ScheduleState;
  #retries: readonly Retry[] = [];
  #steps = 0;

  constructor(client: S3Client, options: S3Options, read: ReadOptions) {
    this.#client = client;
    this.#options = options;
    this.#read = read;
    this.#rule = ruleOf(options);
    this.#folder = logFolder(bucketOf(options), options.accountId, options.region);
    this.#state = firstState(this.#rule, read.nowMs);
    options.hints?.watch({ bucket: options.bucket, folder: this.#folder });
  }

  async *batches(cursor: string | null): AsyncGenerator<SourceBatch> {
    const known = decodeCursor(cursor);
    this.#state = known?.state ?? this.#state;
    this.#retries = (known?.extra ?? []).map(toRetry);
    try {
      yield* this.#hinted();
      if (!this.#rule.span) yield* this.#tail();
      for (const stage of stagesOf(this.#rule)) yield* this.#stage(stage);
      yield* this.#retryHours();
    } catch (error) {
      if (this.#read.signal.aborted) return; // The hour was not finished: the cursor has not moved.
      throw toSourceError(error, `read s3://${this.#options.bucket}/${this.#folder}`);
    }
  }

  /** What a queue has named; the listing finds it too, and tells what fails of it. */
  async *#hinted(): AsyncGenerator<SourceBatch> {
    const { hints, bucket } = this.#options;
    const place = { bucket, folder: this.#folder };
    const { named, failures } = (await hints?.take(place, this.#read.signal)) ?? NO_HINTS;
    const held = new HeldBatch();
    const objects = named.map(({ object }) => object);
    for await (const isFull of this.#objects(objects, held)) {
      if (isFull) yield this.#batch({ ...held.take(), failures: [] });
    }
    if (named.length > 0 || failures.length > 0) yield this.#batch({ ...held.take(), failures });
    await hints?.done(named); // Committed with the batch: now it may leave the queue.
  }

  /** The open hours, from shortly before the end of the last tail: names begin with their time. */
  async *#tail(): AsyncGenerator<SourceBatch> {
    const tail = tailWindow(this.#state, this.#rule, this.#read.nowMs);
    const lastHourMs = floorTo(tail.endMs + SKEW_MS, HOUR_MS);
    const firstHourMs = floorTo(tail.startMs, HOUR_MS);
    for (let hourMs = firstHourMs; hourMs <= lastHourMs; hourMs += HOUR_MS) {
      const folder = this.#folder + hourFolder(hourMs);
      const startAfter = tail.startMs > hourMs ? folder + nameStamp(tail.startMs) : null;
      yield* this.#hour({ hourMs, startAfter }, () => {
        if (hourMs === lastHourMs) this.#state = withTail(this.#state, tail);
      });
    }
  }

  async *#stage(stage: Stage): AsyncGenerator<SourceBatch> {
    const { nowMs, signal } = this.#read;
    const stepsMax = this.#steps + STAGE_STEPS_MAX;
    let isTold = true;
    while (this.#steps < stepsMax && !signal.aborted) {
      const time = { stage, nowMs, sizeMs: HOUR_MS };
      const window = nextWindow(this.#state, this.#rule, time);
      if (!window) break;
      const whenWhole = (): void => {
        this.#state = withRead(this.#state, this.#rule, { window, nowMs });
      };
      if (stage !== 'backfill' || (await this.#exists(window))) {
        yield* this.#hour({ hourMs: window.startMs, startAfter: null }, whenWhole);
        isTold = true;
      } else {
        whenWhole();
        isTold = false;
      }
    }
    if (!isTold) yield this.#batch(EMPTY); // The last hours did not exist and gave no batch.
  }

  async *#retryHours(): AsyncGenerator<SourceBatch> {
    for (const { hourMs } of dueRetries(this.#retries, this.#read.nowMs)) {
      yield* this.#hour({ hourMs, startAfter: null }, () => undefined);
    }
  }

  async #exists({ startMs }: Window): Promise<boolean> {
    const day = this.#folder + dayFolder(startMs);
    const hours = this.#hoursOfDay.get(day) ?? (await this.#listDay(day));
    this.#hoursOfDay.set(day, hours);
    return hours.has(this.#folder + hourFolder(startMs));
  }

  async #listDay(prefix: string): Promise<ReadonlySet<string>> {
    const { bucket } = this.#options;
    const hours = new Set<string>();
    this.#steps += 1;
    const question = { bucket, prefix, startAfter: null };
    for await (const page of listFolder(this.#client, question, this.#read.signal)) {
      for (const folder of page.folders) hours.add(folder);
    }
    return hours;
  }

  /** Reads what is new in an hour; only the last batch's cursor knows that it is done. */
  async *#hour(
    hour: { readonly hourMs: number; readonly startAfter: string | null },
    whenWhole: () => void,
  ): AsyncGenerator<SourceBatch> {
    const { hourMs, startAfter } = hour;
    const { nowMs, signal } = this.#read;
    const { bucket } = this.#options;
    const held = new HeldBatch();
    const question = { bucket, prefix: this.#folder + hourFolder(hourMs), startAfter };
    let failed = false;
    this.#steps += 1;
    for await (const page of listFolder(this.#client, question, signal)) {
      for await (const isFull of this.#objects(page.objects, held)) {
        failed ||= held.failures.length > 0;
        if (isFull) yield this.#batch(held.take());
      }
    }
    whenWhole();
    // Part of an hour that went well tells nothing of the rest, where the failure may be.
    const isTelling = failed || startAfter === null;
    if (isTelling) this.#retries = withOutcome(this.#retries, { hourMs, failed, nowMs });
    yield this.#batch(held.take());
  }

  /** Adds new objects to the batch held; gives true whenever it is full. */
  async *#objects(listed: readonly ListedObject[], held: HeldBatch): AsyncGenerator<boolean> {
    const { sourceId } = this.#options;
    const wanted = listed.filter(
      ({ key, etag, size }) =>
        isRecordKey(key) && size > 0 && !this.#read.isSeen(sourceId, key, etag),
    );
    const load = async (object: ListedObject): Promise<AsyncIterable<ReadPart>> =>
      this.#open(object, await this.#fetch(object));
    const how = { bytesOf: (object: ListedObject) => object.size, limits: PREFETCH };
    for await (const [object, opened] of prefetch(wanted, load, how)) {
      this.#steps += 1;
      yield* this.#object(object, opened, held);
    }
  }

  /** Begins to read at once, while the objects before are still taken. */
  #open({ key, size, writtenAtMs }: ListedObject, bytes: Buffer): AsyncIterable<ReadPart> {
    const { readObject = readInPlace } = this.#read;
    const origin = `s3://${this.#options.bucket}/${key}`;
    return readObject({ origin, sourceAtMs: writtenAtMs, size, content: { bytes } });
  }

  async #fetch(object: ListedObject): Promise<Buffer> {
    const { bucket } = this.#options;
    for (let fetches = 1; ; fetches += 1) {
      try {
        return await fetchObject(this.#client, { bucket, object }, this.#read.signal);
      } catch (error) {
        const isCut = error instanceof FetchProblem && error.code === 'cut';
        if (!isCut || fetches >= FETCHES_MAX || this.#read.signal.aborted) throw error;
      }
    }
  }

  async *#object(
    object: ListedObject,
    opened: PromiseSettledResult<AsyncIterable<ReadPart>>,
    held: HeldBatch,
  ): AsyncGenerator<boolean> {
    const origin = `s3://${this.#options.bucket}/${object.key}`;
    const { key, etag, size } = object;
    try {
      if (opened.status === 'rejected') throw opened.reason;
      let records = 0;
      for await (const part of opened.value) {
        records += part.count;
        held.parts.add(part);
        if (held.parts.isFull) yield true;
      }
      held.objects.push({ key, etag, size, records });
    } catch (error) {
      if (!(error instanceof FetchProblem || error instanceof ObjectProblem)) throw error;
      held.failures.push({ origin, code: error.code, hint: error.hint });
    }
    yield held.parts.isFull;
  }

  #batch(held: Held): SourceBatch {
    const { nowMs } = this.#read;
    const extra = this.#retries.map(({ hourMs, tries, dueMs }) => [hourMs, tries, dueMs]);
    const readToMs = Math.min(completeTo(this.#state), nowMs - DELIVERY_MS);
    const completeToMs = this.#rule.span ? null : readToMs;
    return {
      sourceId: this.#options.sourceId,
      ...held,
      cursor: encodeCursor(this.#state, extra),
      progress: { completeToMs, ...progressOf(this.#state, this.#rule, nowMs) },
    };
  }
}

const NO_HINTS = { named: [], failures: [] };

function toRetry([hourMs = 0, tries = 0, dueMs = 0]: readonly number[]): Retry {
  return { hourMs, tries, dueMs };
}

function bucketOf({ bucket, prefix, region }: S3Options): S3LogSettings {
  return { bucket, prefix, region };
}
