/** All records of an object or none, for every way in which its bytes can be wrong. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ObjectProblem, type ObjectBytes } from '../../server/source/object-lines.ts';
import { readRecords } from '../../server/source/object-records.ts';

function bytesOf(content: Buffer, { size = content.length, chunkBytes = 997 } = {}): ObjectBytes {
  return {
    size,
    async *open() {
      for (let index = 0; index < content.length; index += chunkBytes) {
        yield content.subarray(index, index + chunkBytes);
      }
    },
  };
}

async function textsOf(object: ObjectBytes): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const records of readRecords(object, { origin: 'o', sourceAtMs: null })) {
    texts.push(...records.map((record) => record.text));
  }
  return texts;
}

/** The code of the problem, and how many records came before it. */
async function problemOf(object: ObjectBytes): Promise<readonly [string, number]> {
  let count = 0;
  try {
    for await (const records of readRecords(object, { origin: 'o', sourceAtMs: null })) {
      count += records.length;
    }
  } catch (error) {
    if (error instanceof ObjectProblem) return [error.code, count];
    throw error;
  }
  return ['none', count];
}

const LINES = Array.from({ length: 300 }, (_, index) => `{"call":"${index * 7919} ü€😀"}`);
const MEMBERS = [LINES.slice(0, 100), LINES.slice(100)].map((lines) =>
  gzipSync(lines.map((line) => `${line}\n`).join('')),
);
const WHOLE = Buffer.concat(MEMBERS);

describe('readRecords', () => {
  test('gives the same lines however the bytes are cut into chunks (T-S3-10)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: WHOLE.length }), async (chunkBytes) => {
        expect(await textsOf(bytesOf(WHOLE, { chunkBytes }))).toEqual(LINES);
      }),
      { numRuns: 40 },
    );
  });

  test('gives nothing of an object that is cut anywhere (T-S3-08, T-S3-09)', async () => {
    const cuts = [1, 2, 10, MEMBERS[0]?.length ?? 0, WHOLE.length - 1, WHOLE.length - 9];
    for (const cut of cuts) {
      const [code, count] = await problemOf(
        bytesOf(WHOLE.subarray(0, cut), { size: WHOLE.length }),
      );
      expect([cut, code, count]).toEqual([cut, expect.stringMatching(/^(cut|badGzip)$/), 0]);
    }
  });

  test('gives nothing of an object that is longer than listed', async () => {
    expect(await problemOf(bytesOf(WHOLE, { size: WHOLE.length - 1 }))).toEqual(['cut', 0]);
  });

  test('gives nothing of a large object whose last bytes are damaged (T-S3-11)', async () => {
    const many = Array.from({ length: 30_000 }, (_, index) => `{"n":${index}}\n`).join('');
    const content = gzipSync(many);
    content.fill(0, content.length - 8); // The checksum and length of the whole.
    expect(await problemOf(bytesOf(content))).toEqual(['badGzip', 0]);
  });

  test('stops a line without end while memory stays small (T-S3-12)', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2));
    expect(bomb.length).toBeLessThan(100_000);
    const beforeBytes = process.memoryUsage().rss;
    expect(await problemOf(bytesOf(bomb))).toEqual(['lineTooLong', 0]);
    expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(128 * 1024 ** 2);
  });

  test('passes errors of the disk or the network on as they are', async () => {
    const broken: ObjectBytes = {
      size: WHOLE.length,
      async *open() {
        yield WHOLE.subarray(0, 50);
        throw new Error('the disk is gone');
      },
    };
    await expect(textsOf(broken)).rejects.toThrow('the disk is gone');
  });

  test('gives nothing for nothing', async () => {
    expect(await problemOf(bytesOf(Buffer.alloc(0)))).toEqual(['none', 0]);
  });
});
