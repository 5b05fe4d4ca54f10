/** Lines of an object as ranges of bytes, so that whoever reads them makes no texts of them. */
import { unwrapped, wholeTexts, withoutMark } from './file-records.ts';
import { isJson } from './json-values.ts';
import { objectBytes } from './object-bytes.ts';
import { inflatedChunks, LINE_BYTES_MAX, ObjectProblem } from './object-lines.ts';
import { textsOfLine } from './object-records.ts';
import type { ObjectToRead, RawRecord } from './source.ts';

/** Lines that lie in one buffer; good until the next window is asked for. */
export interface LineWindow {
  /** At least one byte of no line stands behind each line. */
  readonly bytes: Buffer;
  /** Number of the first line, from 1. */
  readonly firstNumber: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const NEWLINE = 0x0a;
const FIRST_BYTES = 256 * 1024;

/**
 * All lines of an object; of a file that is one JSON text, or several over many lines, its values.
 *
 * @throws ObjectProblem after some lines may have been given: whoever wants all or nothing has to
 *   hold back what they hold.
 */
export async function* objectLines(object: ObjectToRead): AsyncGenerator<LineWindow> {
  let isFirst = 'file' in object.content;
  for await (const window of linesIn(object)) {
    const isList = !isFirst || startsWithJson(window);
    const values = isList ? null : await wholeTexts(objectBytes(object));
    if (values !== null) return yield windowOf(values);
    isFirst &&= isBlank(window);
    yield window;
  }
}

async function* linesIn(object: ObjectToRead): AsyncGenerator<LineWindow> {
  const cutter = new WindowCutter();
  for await (const chunk of inflatedChunks(objectBytes(object))) {
    const window = cutter.cut(chunk);
    if (window.starts.length > 0) yield window;
  }
  const last = cutter.end();
  if (last !== null) yield last;
}

/** Records of a line as texts: mostly one, none for a blank line. */
export function recordsOfLine(
  window: LineWindow,
  index: number,
  { origin, sourceAtMs, content }: ObjectToRead,
): readonly RawRecord[] {
  const place = { sourceAtMs, origin: `${origin}#${window.firstNumber + index}` };
  const records = textsOfLine(lineAt(window, index)).map((text) => ({ ...place, text }));
  return 'file' in content ? records.map(unwrapped) : records;
}

/** Keeps the line that a chunk leaves open at the front of its buffer. */
class WindowCutter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  /** The open line lies here. */
  #startIndex = 0;
  #endIndex = 0;
  #lines = 0;

  cut(chunk: Buffer): LineWindow {
    this.#makeRoom(chunk.length);
    let fromIndex = this.#endIndex;
    chunk.copy(this.#bytes, this.#endIndex);
    this.#endIndex += chunk.length;
    const held = this.#bytes.subarray(0, this.#endIndex);
    const starts: number[] = [];
    const ends: number[] = [];
    for (;;) {
      const endIndex = held.indexOf(NEWLINE, fromIndex);
      this.#check((endIndex < 0 ? this.#endIndex : endIndex) - this.#startIndex);
      if (endIndex < 0) return this.#windowOf(starts, ends);
      starts.push(this.#startIndex);
      ends.push(endIndex);
      this.#startIndex = endIndex + 1;
      fromIndex = this.#startIndex;
    }
  }

  /** The last line, when no newline ends it. */
  end(): LineWindow | null {
    if (this.#startIndex === this.#endIndex) return null;
    this.#makeRoom(1);
    this.#bytes[this.#endIndex] = NEWLINE;
    return this.#windowOf([this.#startIndex], [this.#endIndex]);
  }

  #windowOf(starts: readonly number[], ends: readonly number[]): LineWindow {
    const firstNumber = this.#lines + 1;
    this.#lines += starts.length;
    return { bytes: this.#bytes, firstNumber, starts, ends };
  }

  #makeRoom(bytes: number): void {
    const openBytes = this.#endIndex - this.#startIndex;
    const old = this.#bytes;
    if (openBytes + bytes + 1 > old.length) {
      this.#bytes = Buffer.allocUnsafe(2 * (openBytes + bytes + 1));
    }
    old.copy(this.#bytes, 0, this.#startIndex, this.#endIndex);
    this.#startIndex = 0;
    this.#endIndex = openBytes;
  }

  #check(lineBytes: number): void {
    if (lineBytes <= LINE_BYTES_MAX) return;
    const hint = 'A line is longer than 16 MiB: this is no log of records.';
    throw new ObjectProblem('lineTooLong', hint);
  }
}

function lineAt({ bytes, starts, ends }: LineWindow, index: number): string {
  return bytes.toString('utf8', starts[index], ends[index]);
}

function startsWithJson(window: LineWindow): boolean {
  const lines = window.starts.map((_, index) => lineAt(window, index));
  const first = lines.find((line) => line.trim() !== '');
  return first === undefined || isJson(withoutMark(first));
}

function isBlank(window: LineWindow): boolean {
  return window.starts.every((_, index) => lineAt(window, index).trim() === '');
}

function windowOf(values: readonly string[]): LineWindow {
  const parts = values.map((value) => Buffer.from(`${value}\n`));
  let index = 0;
  const ends = parts.map((part) => (index += part.length) - 1);
  const starts = parts.map((part, place) => (ends[place] ?? 0) - part.length + 1);
  return { bytes: Buffer.concat(parts), firstNumber: 1, starts, ends };
}
