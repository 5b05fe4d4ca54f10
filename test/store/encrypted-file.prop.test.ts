/** An encrypted file that was changed anywhere, or cut anywhere, is never taken for a whole one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBackupKey, decryptFile, encryptFile } from '../../server/store/encrypted-file.ts';

/** Three pieces of the format. */
const PLAIN_BYTES = 150_000;
const RUNS = 150;
const ignore = (): void => undefined;

let folder: string;
let identity: string;
let sealed: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'outcrop-test-'));
  const key = await createBackupKey();
  identity = key.identity;
  const plain = path.join(folder, 'plain');
  writeFileSync(plain, Buffer.alloc(PLAIN_BYTES, 'figures'));
  await encryptFile(plain, path.join(folder, 'sealed'), [key.recipient], ignore);
  sealed = readFileSync(path.join(folder, 'sealed'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @returns the code by which a file is refused. */
async function refusalOf(bytes: Uint8Array): Promise<unknown> {
  const file = path.join(folder, 'spoilt');
  writeFileSync(file, bytes);
  return decryptFile(file, path.join(folder, 'again'), [identity], ignore).then(
    () => 'taken',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}

/** Where the head of the file ends, which holds its keys. */
const headEnd = (): number => sealed.indexOf('\n--- ') + '\n--- '.length + 43;

test('one flipped bit is refused: as damage, or in the head perhaps as another key', async () => {
  const place = fc.record({
    // A third of the flips meet the head, which is a thousandth of the file.
    share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    isHead: fc.integer({ min: 0, max: 2 }).map((one) => one === 0),
    bit: fc.integer({ min: 0, max: 7 }),
  });
  await fc.assert(
    fc.asyncProperty(place, async ({ share, isHead, bit }) => {
      const spoilt = Buffer.from(sealed);
      const at = Math.floor(share * (isHead ? headEnd() : sealed.length));
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << bit);
      const allowed = at < headEnd() ? ['corrupt', 'wrongKey'] : ['corrupt'];
      expect(allowed).toContain(await refusalOf(spoilt));
    }),
    { numRuns: RUNS, seed: 1 },
  );
});

test('a file that was cut is refused as damage', async () => {
  const lengths = fc.oneof(
    fc.integer({ min: 0, max: sealed.length - 1 }),
    // At the end of a piece, where nothing but the mark of the last one tells.
    fc.integer({ min: 0, max: 2 }).map((pieces) => headEnd() + 1 + 16 + pieces * 65_552),
  );
  await fc.assert(
    fc.asyncProperty(lengths, async (length) => {
      expect(await refusalOf(sealed.subarray(0, length))).toBe('corrupt');
    }),
    { numRuns: RUNS, seed: 2 },
  );
});

test.each([
  ['a byte more', () => Buffer.concat([sealed, Buffer.from('x')])],
  ['itself once more behind it', () => Buffer.concat([sealed, sealed])],
  ['two pieces in the other order', () => swapped()],
])('a file with %s is refused as damage', async (_name, spoil) => {
  expect(await refusalOf(spoil())).toBe('corrupt');
});

function swapped(): Buffer {
  const begin = headEnd() + 1 + 16;
  const piece = (at: number) => sealed.subarray(begin + at * 65_552, begin + (at + 1) * 65_552);
  return Buffer.concat([sealed.subarray(0, begin), piece(1), piece(0), piece(2)]);
}
