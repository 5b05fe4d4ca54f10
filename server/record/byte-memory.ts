/** Remembers what was made of a text that repeats, by its bytes, without making a text of them. */

interface Entry<Value> {
  readonly bytes: Buffer;
  readonly value: Value;
}

/** Callers choose the texts, so the memory starts anew when it is full. */
export class ByteMemory<Value> {
  readonly #entries = new Map<number, Entry<Value>>();
  readonly #entriesMax: number;

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  /** What was set for the bytes at [start, end); undefined for others. */
  get(bytes: Buffer, start: number, end: number): Value | undefined {
    const entry = this.#entries.get(hashOf(bytes, start, end));
    if (entry === undefined || entry.bytes.length !== end - start) return undefined;
    const known = entry.bytes;
    for (let index = 0; index < known.length; index += 1) {
      if (known[index] !== bytes[start + index]) return undefined;
    }
    return entry.value;
  }

  /** Of two texts with one hash the later is kept. */
  set(bytes: Buffer, { start, end }: { start: number; end: number }, value: Value): Value {
    if (this.#entries.size >= this.#entriesMax) this.#entries.clear();
    const entry = { bytes: Buffer.from(bytes.subarray(start, end)), value };
    this.#entries.set(hashOf(bytes, start, end), entry);
    return value;
  }
}

/** FNV-1a. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index += 1) {
    hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
  }
  return hash;
}
