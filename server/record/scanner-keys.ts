/** Writes the tree of keys that are kept in the form in which the scanner walks it. */
import { assert } from '../../shared/assert.ts';
import type { Keep, Keys } from './skim-paths.ts';

/** Places of a list of keys: more than twice the longest list. */
const PLACES = 128;
const KEYS_BYTES = 4 + PLACES * 4;
const MEMBER_BYTES = 16;

/** Numbers for what becomes of a value; scanner.as reads them. */
const TEXTS: readonly Keep['text'][] = [undefined, 'word', 'flag', 'time', 'id', 'arn'];
const NUMBERS: readonly Keep['number'][] = [undefined, 'count', 'figure', 'flag'];
const MARKS: readonly Keep['marks'][] = [undefined, 'type', 'content', 'guardrail'];
/** Beside these an object or list is told by where its keys lie. */
const OBJECTS: readonly unknown[] = [undefined, 'metadata', 'empty'];
const LISTS: readonly unknown[] = [undefined, 'length', 'empty'];

/** Writes into the scanner's memory, from a place on. */
export class KeyWriter {
  readonly #memory: DataView<ArrayBuffer>;
  readonly #known = new Map<Keys, number>();
  #end: number;

  constructor(memory: DataView<ArrayBuffer>, start: number) {
    this.#memory = memory;
    this.#end = start;
  }

  /** @returns where the keys lie; equal keys are written once. */
  write(keys: Keys): number {
    const known = this.#known.get(keys);
    if (known !== undefined) return known;
    const start = this.#take(KEYS_BYTES);
    this.#known.set(keys, start);
    this.#memory.setUint32(start, Number(keys.isChunk), true);
    for (const { sign, key, keep } of keys.members()) {
      const member = this.#take(MEMBER_BYTES + key.length);
      [sign, key.length, TEXTS.indexOf(keep.text), NUMBERS.indexOf(keep.number)].forEach(
        (byte, index) => this.#memory.setUint8(member + index, byte),
      );
      this.#memory.setUint8(member + 4, MARKS.indexOf(keep.marks));
      this.#memory.setUint32(member + 8, this.#kindOf(keep.object, OBJECTS), true);
      this.#memory.setUint32(member + 12, this.#kindOf(keep.list, LISTS), true);
      key.forEach((byte, index) => this.#memory.setUint8(member + MEMBER_BYTES + index, byte));
      this.#memory.setUint32(this.#placeOf(start, key), member, true);
    }
    return start;
  }

  #kindOf(kind: Keep['object'] | Keep['list'], words: readonly unknown[]): number {
    return typeof kind === 'object' ? this.write(kind) : words.indexOf(kind);
  }

  /** The first free place for a key, from that of its likeness on. */
  #placeOf(start: number, key: Uint8Array): number {
    const likeness = key.length * 31 + (key[0] ?? 0) * 7 + (key.at(-1) ?? 0);
    for (let tries = 0; ; tries += 1) {
      assert(tries < PLACES, 'a list of keys has room');
      const place = start + 4 + ((likeness + tries) % PLACES) * 4;
      if (this.#memory.getUint32(place, true) === 0) return place;
    }
  }

  #take(bytes: number): number {
    const start = this.#end;
    this.#end += Math.ceil(bytes / 8) * 8;
    return start;
  }
}
