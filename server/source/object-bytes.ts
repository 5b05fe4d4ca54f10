/** The bytes behind an object that is to be read: in memory, or in a file that can be reopened. */
import { createReadStream } from 'node:fs';
import type { ObjectBytes } from './object-lines.ts';
import type { ObjectToRead } from './source.ts';

/** Read at once: with less, waiting for the disk costs more than the disk. */
const READ_BYTES = 512 * 1024;

export function objectBytes({ size, content }: ObjectToRead): ObjectBytes {
  if ('file' in content) {
    const open = (): AsyncIterable<Buffer> =>
      // A stream without encoding gives Buffers.
      createReadStream(content.file, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>;
    return { size, open };
  }
  const { buffer, byteOffset, byteLength } = content.bytes;
  return { size, open: () => inOnePiece(Buffer.from(buffer, byteOffset, byteLength)) };
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
