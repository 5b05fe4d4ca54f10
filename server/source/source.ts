/** What every source of log records yields: batches of raw records, and the cursor after each. */
import { assert } from '../../shared/assert.ts';
import type { Window } from '../../shared/window.ts';
import type { ObjectProblemCode } from './object-problems.ts';
import type { SourceErrorCode } from './source-errors.ts';

/** One record as its source delivered it, before anybody has read its meaning. */
export interface RawRecord {
  /** The JSON text of one record, of one CloudWatch Logs event, or of an envelope of either. */
  readonly text: string;
  /** Time that the source itself gives (event or object stamp), epoch ms; null when it has none. */
  readonly sourceAtMs: number | null;
  /** Where the record stands, for the quarantine: object key or stream, and a position. */
  readonly origin: string;
}

/** An object or file that is to be read, by its bytes as stored or by its name. */
export interface ObjectToRead {
  /** Names the object in the origins of its records. */
  readonly origin: string;
  readonly sourceAtMs: number | null;
  /** Bytes as listed; other bytes than these are another object. */
  readonly size: number;
  readonly content: { readonly bytes: Uint8Array } | { readonly file: string };
}

/** Some records of an object: as texts, or as whatever the reader made of them. */
export interface ReadPart {
  readonly count: number;
  /** Texts, for whoever takes them as they are; empty where the reader has read them itself. */
  readonly records: readonly RawRecord[];
}

/**
 * Reads an object; reading begins at once, ahead of whoever asks for the parts.
 *
 * @throws ObjectProblem before the first part: all records of an object or none.
 */
export type ReadObject = (object: ObjectToRead) => AsyncIterable<ReadPart>;

/** A step of a source that is committed as one: its records, and where to go on. */
export interface SourceBatch {
  readonly sourceId: string;
  readonly records: readonly RawRecord[];
  /** Records of objects as the reader of the options gave them; none where it gave texts. */
  readonly parts?: readonly ReadPart[];
  /** JSON text that only the source itself reads; stored with the rows in one transaction. */
  readonly cursor: string;
  /** Objects or slices that could not be read and are counted as quarantined. */
  readonly failures: readonly SourceFailure[];
  /** Objects or files whose last record is in this batch; empty for sources without objects. */
  readonly objects: readonly SourceObject[];
  /** Spans that can never be read: what held them has forgotten them. */
  readonly lost?: readonly Window[];
  /** How far the source is, for progress and lag. */
  readonly progress: SourceProgress;
}

/** An object or file that has been read whole; the ledger keeps it from being read again. */
export interface SourceObject {
  readonly key: string;
  /** Changes with the content: the ETag in S3, a hash for files. */
  readonly etag: string;
  /** Bytes as stored, before they are inflated. */
  readonly size: number;
  readonly records: number;
}

/** What stood in the way of one object, or of the whole place it lies in. */
export type SourceFailureCode = ObjectProblemCode | SourceErrorCode;

export interface SourceFailure {
  readonly origin: string;
  readonly code: SourceFailureCode;
  readonly hint: string;
}

export interface SourceProgress {
  /**
   * Everything before this time has been read once, epoch ms; null when the source has no clock.
   * While a backfill goes on, this holds from the first start on; `done` and `total` tell the rest.
   */
  readonly completeToMs: number | null;
  /** Steps done and known in this pass (slices, objects, files). */
  readonly done: number;
  readonly total: number;
}

/** The account and Region whose calls a source tells of. */
export interface SourcePlace {
  readonly account: string;
  readonly region: string;
}

/**
 * A reader of one place that holds log records.
 *
 * The kind `backfill` reads a span of the past once, beside the source that goes on with time.
 */
export interface LogSource {
  readonly id: string;
  /** Absent where the records alone tell, as in a directory. */
  readonly place?: SourcePlace;
  readonly kind: 'cloudWatchLogs' | 's3' | 'directory' | 'backfill';
  /**
   * Reads what is new since the cursor, oldest first, then a backfill, newest first; ends when it
   * has caught up or its share is used up: with `done` below `total`, read again soon.
   *
   * @param cursor what the last committed batch of this source carried; null at first.
   * @throws SourceError when AWS or the disk fails; nothing after the last yielded batch counts.
   */
  read(cursor: string | null, options: ReadOptions): AsyncIterable<SourceBatch>;
}

export interface ReadOptions {
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** Tells whether a committed batch of this source carried this object with this etag. */
  isSeen(sourceId: string, key: string, etag: string): boolean;
  /** Tells whether calls are known to be missing from a span of the past: it is worth a re-read. */
  isIncomplete?(window: Window): boolean;
  /** What reads objects; without one a source gives their records as texts. */
  readonly readObject?: ReadObject;
}

/** The outside failed: which way, whether to try again, and what the operator can do. */
export class SourceError extends Error {
  readonly code: SourceErrorCode;
  readonly retryable: boolean;
  readonly hint: string;

  constructor(
    code: SourceErrorCode,
    message: string,
    details: { readonly retryable: boolean; readonly hint: string; readonly cause?: unknown },
  ) {
    super(message, { cause: details.cause });
    assert(details.hint !== '', 'every SourceError carries a mend');
    this.name = 'SourceError';
    this.code = code;
    this.retryable = details.retryable;
    this.hint = details.hint;
  }
}
