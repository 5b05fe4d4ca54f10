/** Reads log files from disk: single ones, or whole trees in the layout that S3 has. */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { toDiskError } from './aws-error.ts';
import { PartBuffer } from './batching.ts';
import { readFileInPlace } from './read-in-place.ts';
import { findLogFiles } from './file-tree.ts';
import { ObjectProblem } from './object-lines.ts';
import { prefetch } from './prefetch.ts';
import type {
  LogSource,
  ReadOptions,
  ReadPart,
  SourceBatch,
  SourceFailure,
  SourceObject,
} from './source.ts';

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

/** Files that are read ahead of the one whose records are taken. */
const AHEAD = { countMax: 12, bytesMax: Number.MAX_SAFE_INTEGER };

async function* readFiles(
  paths: readonly string[],
  sourceId: string,
  options: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const files = await findLogFiles(paths);
  const held = new HeldFiles(sourceId, files.length);
  const load = (file: string): Promise<NewFile | null> => openIfNew(file, sourceId, options);
  const opened = prefetch(files, load, { bytesOf: () => 1, limits: AHEAD });
  for await (const [, found] of opened) {
    if (options.signal.aborted) return;
    if (found.status === 'rejected') throw found.reason;
    if (found.value !== null) yield* addFile(held, found.value);
    held.done += 1;
  }
  yield held.take();
}

interface NewFile extends Fingerprint {
  readonly file: string;
  readonly parts: AsyncIterable<ReadPart>;
}

/** @returns null for a file that is known. */
async function openIfNew(
  file: string,
  sourceId: string,
  options: ReadOptions,
): Promise<NewFile | null> {
  const { readObject = readFileInPlace } = options;
  const { etag, size } = await fingerprint(file);
  if (options.isSeen(sourceId, file, etag)) return null;
  const object = { origin: file, sourceAtMs: null, size, content: { file } };
  return { file, etag, size, parts: readObject(object) };
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
async function* addFile(held: HeldFiles, opened: NewFile): AsyncGenerator<SourceBatch> {
  const { file, etag, size, parts } = opened;
  try {
    let records = 0;
    for await (const part of parts) {
      records += part.count;
      held.parts.add(part);
      if (held.parts.isFull) yield held.take();
    }
    held.objects.push({ key: file, etag, size, records });
  } catch (error) {
    if (!(error instanceof ObjectProblem)) throw toDiskError(error, `read ${file}`);
    held.failures.push({ origin: file, code: error.code, hint: error.hint });
  }
  if (held.parts.isFull) yield held.take();
}

/** What the next batch will carry. */
class HeldFiles {
  readonly parts = new PartBuffer();
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
      ...this.parts.take(),
      cursor: '{}', // Which files are known stands in the ledger of objects.
      failures,
      objects,
      progress: { completeToMs: null, done: this.done, total: this.#total },
    };
  }
}
