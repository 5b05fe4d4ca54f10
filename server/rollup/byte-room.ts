/** Room for many short pieces of bytes: one allocation for thousands of them. */
import { VARINT_BYTES_MAX, writeVarint } from '../../shared/varint.ts';

const ROOM_BYTES = 65_536;

/**
 * Writes pieces one after the other.
 *
 * An array of its own for each would cost more than what is written into it, and once more when
 * SQLite is handed it.
 */
export class ByteRoom {
  #bytes = new Uint8Array(ROOM_BYTES);
  #start = 0;
  #end = 0;

  /** Begins a piece of so many numbers at most. */
  begin(numbersMax: number): void {
    const bytesMax = numbersMax * VARINT_BYTES_MAX;
    if (this.#end + bytesMax > this.#bytes.length) {
      this.#bytes = new Uint8Array(Math.max(ROOM_BYTES, bytesMax));
      this.#end = 0;
    }
    this.#start = this.#end;
  }

  /** @param value an integer from 0 to Number.MAX_SAFE_INTEGER. */
  write(value: number): void {
    this.#end = writeVarint(this.#bytes, this.#end, value);
  }

  /** The piece; it stays as it is. */
  end(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end);
  }
}
