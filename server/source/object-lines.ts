/** Bytes of a log object -> its lines: inflates, checks every limit, and trusts no length. */
import { Gunzip } from 'minizlib';
import type { ObjectProblemCode } from './object-problems.ts';

/** Why an object cannot be read; counted, and told without any of its content. */
export class ObjectProblem extends Error {
  readonly code: ObjectProblemCode;
  readonly hint: string;

  constructor(code: ObjectProblemCode, hint: string, cause?: unknown) {
    super(hint, { cause });
    this.name = 'ObjectProblem';
    this.code = code;
    this.hint = hint;
  }
}

/** Bytes as stored, from the start; can be asked for more than once. */
export interface ObjectBytes {
  readonly size: number;
  open(): AsyncIterable<Buffer>;
}

/** After inflating; a gzip of 65 KB can hold 64 MiB of nothing. */
export const OBJECT_BYTES_MAX = 1024 ** 3;
export const LINE_BYTES_MAX = 16 * 1024 ** 2;

/** Inflated at once: of a bomb's, a piece as stored becomes 64 MiB. */
const STORED_BYTES = 64 * 1024;
/** What records as stored inflate to, so that mostly one buffer is filled. */
const INFLATED_BYTES = 256 * 1024;
/** Handed on to zlib; the library's types do not name all of its options. */
const GUNZIP_OPTIONS = { async: false, chunkSize: INFLATED_BYTES };

const NEWLINE = 0x0a;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * The lines of an object, without their line ends; a last line without one counts as well.
 *
 * @returns lines in groups, a group for each chunk: one by one would cost more than to read them.
 * @throws ObjectProblem after some lines may have been given: whoever wants all or nothing has to
 *   hold them back.
 */
export async function* readLines(object: ObjectBytes): AsyncGenerator<readonly string[]> {
  const cutter = new LineCutter();
  for await (const chunk of inflatedChunks(object)) {
    const lines = cutter.cut(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = cutter.end();
  if (last !== null) yield [last];
}

/** Cuts on bytes: a character may lie across two chunks, a newline cannot. */
class LineCutter {
  #parts: Buffer[] = [];
  #bytes = 0;

  cut(chunk: Buffer): readonly string[] {
    const lines: string[] = [];
    let startIndex = 0;
    for (;;) {
      const endIndex = chunk.indexOf(NEWLINE, startIndex);
      this.#hold(chunk.subarray(startIndex, endIndex < 0 ? chunk.length : endIndex));
      if (endIndex < 0) return lines;
      lines.push(this.#take());
      startIndex = endIndex + 1;
    }
  }

  end(): string | null {
    return this.#bytes > 0 ? this.#take() : null;
  }

  #hold(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > LINE_BYTES_MAX) {
      const hint = 'A line is longer than 16 MiB: this is no log of records.';
      throw new ObjectProblem('lineTooLong', hint);
    }
    this.#parts.push(part);
  }

  #take(): string {
    const [only] = this.#parts;
    const line = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    const text = line.toString('utf8');
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }
}

/** Content of an object in chunks: inflated when it is gzip, whatever its name says. */
export async function* inflatedChunks(object: ObjectBytes): AsyncGenerator<Buffer> {
  const chunks = wholeChunks(object);
  const first = await firstBytes(chunks);
  const stored = startingWith(first, chunks);
  const isGzip = first.subarray(0, 2).equals(GZIP_MAGIC);
  let bytes = 0;
  for await (const chunk of isGzip ? gunzipped(stored) : inPieces(stored)) {
    bytes += chunk.length; // zlib's own limit does not hold for streams.
    if (bytes > OBJECT_BYTES_MAX) {
      throw new ObjectProblem('tooLarge', 'The object inflates to more than 1 GiB.');
    }
    yield chunk;
  }
}

/** Passes all bytes on and then compares their count: a cut between two members is no error. */
async function* wholeChunks(object: ObjectBytes): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of object.open()) {
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes !== object.size) {
    throw new ObjectProblem('cut', `Came with ${bytes} bytes, was listed with ${object.size}.`);
  }
}

async function firstBytes(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < GZIP_MAGIC.length) {
    const next = await chunks.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  return first;
}

async function* startingWith(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** Pieces of a plain object: whoever takes its lines takes those of one piece at once. */
async function* inPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let index = 0; index < chunk.length; index += STORED_BYTES) {
      yield chunk.subarray(index, index + STORED_BYTES);
    }
  }
}

/** Inflates in this thread: handing each piece to another one costs half as much again. */
async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = new Gunzip(GUNZIP_OPTIONS);
  let inflated: Buffer[] = [];
  let failure: unknown = null;
  gunzip.on('data', (chunk: Buffer) => inflated.push(chunk));
  gunzip.on('error', (error: unknown) => (failure = error));
  const taken = (): readonly Buffer[] => {
    if (failure !== null) {
      throw new ObjectProblem('badGzip', 'The gzip data is cut or damaged.', failure);
    }
    const all = inflated;
    inflated = [];
    return all;
  };
  try {
    for await (const chunk of chunks) {
      for (let index = 0; index < chunk.length; index += STORED_BYTES) {
        gunzip.write(chunk.subarray(index, index + STORED_BYTES));
        yield* taken();
      }
    }
    gunzip.end();
    yield* taken();
  } finally {
    gunzip.close();
  }
}
