/** Objects read in other threads give what they give when they are read here, or fail alike. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { objectRows } from '../../server/job/object-rows.ts';
import { createReaderPool } from '../../server/job/reader-pool.ts';
import type { ReadingContext, RowPart } from '../../server/job/record-reader.ts';
import { ObjectProblem } from '../../server/source/object-lines.ts';
import type { ObjectToRead, ReadPart } from '../../server/source/source.ts';
import { DAY_MS } from '../../shared/window.ts';
import { T0_MS } from '../support/metered.ts';
import { record } from './fake-source.ts';

const context: ReadingContext = {
  nowMs: T0_MS + DAY_MS,
  resources: [],
  rules: createRuleSet(DEFAULT_RULES, 'test'),
};

const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-pool-'));
const pool = createReaderPool();
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `${record(from + index).text}\n`).join('');

function objectOf(name: string, bytes: Uint8Array): ObjectToRead {
  return { origin: name, sourceAtMs: null, size: bytes.length, content: { bytes } };
}

async function partsOf(parts: AsyncIterable<ReadPart>): Promise<readonly ReadPart[]> {
  const found: ReadPart[] = [];
  for await (const part of parts) found.push(part);
  return found;
}

/** Rows in all of them, as they are told by their blocks. */
function rowsIn(parts: readonly ReadPart[]): number {
  return parts.reduce((sum, part) => sum + (part as RowPart).block.count, 0); // Our own reader's.
}

describe('createReaderPool', () => {
  test('gives the same rows as reading here, from bytes and from files', async () => {
    const bytes = gzipSync(`${lines(1, 50)}no record\n${lines(100, 5)}`);
    const file = path.join(folder, 'a.json.gz');
    writeFileSync(file, bytes);
    const objects = [objectOf('o', bytes), { ...objectOf('o', bytes), content: { file } }];
    const readers = pool.open(context);
    const expected = await partsOf(objectRows(objectOf('o', bytes), context));
    for (const object of objects) {
      expect(await partsOf(readers.readObject(object))).toEqual(expected);
    }
    expect(rowsIn(expected)).toBe(55);
    readers.close();
  });

  test('gives many parts of a large object, in order and as many as are asked for', async () => {
    const object = objectOf('large', gzipSync(lines(1, 90_000)));
    const readers = pool.open(context);
    const parts = await partsOf(readers.readObject(object));
    expect(parts).toHaveLength(5);
    expect(Math.max(...parts.map(({ count }) => count))).toBeLessThan(21_000);
    expect(rowsIn(parts)).toBe(90_000);
    readers.close();
  });

  test('gives nothing of an object that is cut, and says why', async () => {
    const bytes = gzipSync(lines(1, 100));
    const object = objectOf('cut', bytes.subarray(0, bytes.length - 9));
    const readers = pool.open(context);
    const reading = partsOf(readers.readObject(object));
    await expect(reading).rejects.toBeInstanceOf(ObjectProblem);
    await expect(reading).rejects.toMatchObject({ code: 'badGzip' });
    readers.close();
  });

  test('passes on that a file is gone', async () => {
    const object = { ...objectOf('gone', Buffer.alloc(1)), content: { file: `${folder}/gone` } };
    const readers = pool.open(context);
    await expect(partsOf(readers.readObject(object))).rejects.toMatchObject({ code: 'ENOENT' });
    readers.close();
  });

  test('goes on with others when somebody takes one part only', async () => {
    const object = objectOf('large', gzipSync(lines(1, 70_000)));
    const readers = pool.open(context);
    for await (const part of readers.readObject(object)) {
      expect(part.count).toBeLessThan(21_000);
      break;
    }
    const small = objectOf('small', Buffer.from(lines(1, 3)));
    const all = await Promise.all([1, 2, 3].map(() => partsOf(readers.readObject(small))));
    expect(all.map(rowsIn)).toEqual([3, 3, 3]);
    readers.close();
  });
});
