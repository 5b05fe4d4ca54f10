/** Files that appear whole or not at all, be they written at once or piece by piece. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes the pieces beside the file and moves them into its place once they are on the disk.
 *
 * @returns how many bytes it has.
 * @throws the disk's own errors and those of the pieces; then no part of it is left behind.
 */
export function writeWholeFile(path: string, pieces: Iterable<string | Uint8Array>): number {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.part`;
  let bytes = 0;
  try {
    const file = openSync(part, 'w');
    try {
      for (const piece of inBlocks(pieces)) bytes += writePiece(file, piece);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
    return bytes;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

const BLOCK_CHARS = 1 << 18;

/** Lines are written many at once: a call of the system for each would be most of the work. */
function* inBlocks(pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  let lines: string[] = [];
  let chars = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      lines.push(piece);
      chars += piece.length;
      if (chars < BLOCK_CHARS) continue;
    }
    yield lines.join('');
    if (typeof piece !== 'string') yield piece;
    lines = [];
    chars = 0;
  }
  yield lines.join('');
}

/** One write may take less than it is given. */
function writePiece(file: number, piece: string | Uint8Array): number {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done);
  return bytes.length;
}
