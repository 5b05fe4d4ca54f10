/** The bytes behind an object that is to be read: in memory, or in a file that can be reopened. */
import { createReadStream } from 'node:fs';
import type { ObjectBytes } from './object-lines.ts';
import type { ObjectToRead } from './source.ts';

export function objectBytes({ size, content }: ObjectToRead): ObjectBytes {
  if ('file' in content) {
    // A stream without encoding gives Buffers.
    return { size, open: () => createReadStream(content.file) as AsyncIterable<Buffer> };
  }
  const { buffer, byteOffset, byteLength } = content.bytes;
  return { size, open: () => inOnePiece(Buffer.from(buffer, byteOffset, byteLength)) };
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
