/** The scanner of lines: skim.ts once more, in WebAssembly, sixteen bytes at a time. */
import { KeyWriter } from './scanner-keys.ts';
import { SCANNER_BASE64 } from './scanner-wasm.ts';
import type { Range } from './shape.ts';
import { RECORD_KEYS } from './skim-paths.ts';

/** Where things lie in its memory; places.as says the same to the scanner. */
const OUT = 1024;
const SLOTS = OUT + 16;
const COUNTS = OUT + 64;
const ID = OUT + 320;
const TIME = OUT + 336;
const NUMBERS = OUT + 344;
const SHAPE = 4096;
const KEYS = 16_384;
const LINES = 10_485_760;
/** Some bytes behind a line are looked at and mean nothing. */
const BEHIND_BYTES = 64;
/** Copied at once: more calls than one of them, and so little that it stays near. */
const STRETCH_BYTES = 32 * 1024;

/** Texts that are given numbers: equal ones the same, until their table begins anew. */
export const NUMBERED = ['shape', 'arn', 'metadata'] as const;

/** Slots in their order in memory. */
const SLOT_NAMES = ['time', 'id', 'arn', 'metadata'] as const;

/** Says that a text has no number. */
export const NOT_REMEMBERED = -1;

/** Scans one line after the other of those it holds; what it tells is of the last one. */
export class Scanner {
  readonly #scan: (fromIndex: number, endIndex: number) => number;
  readonly #bytes: Buffer;
  readonly #ints: Int32Array;
  /** Counts in their order, as Shape has them. */
  readonly counts: Float64Array;
  /** The id's 16 bytes. */
  readonly idBytes: Uint8Array;
  readonly #time: Float64Array;
  #held: Buffer = Buffer.alloc(0);
  #heldBytes = 0;
  /** What lies in its memory of that. */
  #copied: Range = { start: 0, end: 0 };

  constructor() {
    const { exports } = new WebAssembly.Instance(scannerModule());
    // The guarantee: scanner.as exports these two, and its memory never grows.
    const { memory, scan } = exports as unknown as {
      readonly memory: { readonly buffer: ArrayBuffer };
      readonly scan: (fromIndex: number, endIndex: number) => number;
    };
    this.#scan = scan;
    this.#bytes = Buffer.from(memory.buffer);
    this.#ints = new Int32Array(memory.buffer);
    this.counts = new Float64Array(memory.buffer, COUNTS, 32);
    this.idBytes = new Uint8Array(memory.buffer, ID, 16);
    this.#time = new Float64Array(memory.buffer, TIME, 1);
    new KeyWriter(new DataView(memory.buffer), KEYS).write(RECORD_KEYS);
  }

  /** Takes the bytes whose lines are to be scanned next, up to `length`. */
  hold(bytes: Buffer, length: number): void {
    this.#held = bytes;
    this.#heldBytes = length;
    this.#copied = { start: 0, end: 0 };
  }

  /**
   * Scans the line at [start, end) of these bytes, with a newline at `end`.
   *
   * @returns false for what is no record, one so rare or so long that it has to be read in full,
   *   and one whose id is no UUID in lower case.
   */
  scan({ start, end }: Range): boolean {
    if (end - start + BEHIND_BYTES > this.#bytes.length - LINES) return false;
    if (start < this.#copied.start || end >= this.#copied.end) this.#copyFrom(start, end + 1);
    return this.#scan(start - this.#copied.start, end - this.#copied.start) === 1;
  }

  #copyFrom(start: number, lineEnd: number): void {
    const end = Math.max(lineEnd, Math.min(start + STRETCH_BYTES, this.#heldBytes));
    this.#held.copy(this.#bytes, LINES, start, end);
    this.#copied = { start, end };
  }

  /** Epoch ms; NaN for a time that is written in a rare way or that is none. */
  get timestampMs(): number {
    return this.#time[0] ?? Number.NaN;
  }

  /** The number of a text, from 0; NOT_REMEMBERED for others. */
  numberOf(index: number): number {
    return this.#ints[NUMBERS / 4 + index] ?? NOT_REMEMBERED;
  }

  /** How often the numbers of a text began anew. */
  generationOf(index: number): number {
    return this.#ints[NUMBERS / 4 + NUMBERED.length + index] ?? 0;
  }

  /** Text of a slot; '' for one that is empty or not there. */
  textOf(slot: (typeof SLOT_NAMES)[number]): string {
    const place = SLOTS / 4 + SLOT_NAMES.indexOf(slot) * 2;
    return this.#bytes.toString('utf8', this.#ints[place], this.#ints[place + 1]);
  }

  /** How many counts the line has. */
  get countTotal(): number {
    return this.#ints[OUT / 4] ?? 0;
  }

  /** The shape, as Skimmer writes it. */
  shape(): Buffer {
    return this.#bytes.subarray(SHAPE, SHAPE + (this.#ints[OUT / 4 + 1] ?? 0));
  }
}

let compiled: WebAssembly.Module | null = null;

function scannerModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(SCANNER_BASE64, 'base64'));
  return compiled;
}
