/** Reads log files from disk: single ones, or whole trees in the layout that S3 has. */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { toDiskError } from './aws-error.ts';
import { RecordBuffer } from './batching.ts';
import { fileBytes, readFileRecords } from './file-records.ts';
import { findLogFiles } from './file-tree.ts';
import { ObjectProblem } from './object-lines.ts';
import type { LogSource, ReadOptions, SourceBatch, SourceFailure, SourceObject } from './source.ts';

/** So much of a file's beginning goes into what it is recognized by. */
const FINGERPRINT_BYTES = 64 * 1024;

/**
 * A source for files and directories.
 *
 * A file is read again when its beginning, its size or its time has changed; records that are
 * known already then change nothing.
 */
export function directorySource(
  paths: readonly string[],
  { sourceId }: { readonly sourceId: string },
): LogSource {
  return {
    id: sourceId,
    kind: 'directory',
    read: (_cursor, options) => readFiles(paths, sourceId, options),
  };
}

async function* readFiles(
  paths: readonly string[],
  sourceId: string,
  options: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const files = await findLogFiles(paths);
  const held = new HeldFiles(sourceId, files.length);
  for (const file of files) {
    if (options.signal.aborted) return;
    const known = await fingerprint(file);
    const isNew = !options.isSeen(sourceId, file, known.etag);
    if (isNew) yield* addFile(held, file, known);
    held.done += 1;
  }
  yield held.take();
}

interface Fingerprint {
  readonly etag: string;
  readonly size: number;
}

/** @throws SourceError `disk` */
async function fingerprint(file: string): Promise<Fingerprint> {
  try {
    const { size, mtimeMs } = await stat(file);
    const hash = createHash('sha256').update(`${size} ${mtimeMs} `);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(FINGERPRINT_BYTES) });
      return { etag: hash.update(buffer.subarray(0, bytesRead)).digest('hex'), size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toDiskError(error, `read ${file}`);
  }
}

/** Adds a file's records to the batch held, and gives the batch whenever it is full. */
async function* addFile(
  held: HeldFiles,
  file: string,
  { etag, size }: Fingerprint,
): AsyncGenerator<SourceBatch> {
  try {
    let records = 0;
    for await (const group of readFileRecords(fileBytes(file, size), file)) {
      records += group.length;
      for (const record of group) held.records.add(record);
      if (held.records.isFull) yield held.take();
    }
    held.objects.push({ key: file, etag, size, records });
  } catch (error) {
    if (!(error instanceof ObjectProblem)) throw toDiskError(error, `read ${file}`);
    held.failures.push({ origin: file, code: error.code, hint: error.hint });
  }
  if (held.records.isFull) yield held.take();
}

/** What the next batch will carry. */
class HeldFiles {
  readonly records = new RecordBuffer();
  objects: SourceObject[] = [];
  failures: SourceFailure[] = [];
  done = 0;
  readonly #sourceId: string;
  readonly #total: number;

  constructor(sourceId: string, total: number) {
    this.#sourceId = sourceId;
    this.#total = total;
  }

  take(): SourceBatch {
    const { objects, failures } = this;
    this.objects = [];
    this.failures = [];
    return {
      sourceId: this.#sourceId,
      records: this.records.take(),
      cursor: '{}', // Which files are known stands in the ledger of objects.
      failures,
      objects,
      progress: { completeToMs: null, done: this.done, total: this.#total },
    };
  }
}
