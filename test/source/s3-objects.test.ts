/** Broken and hostile objects in S3, and failures of the whole bucket. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../shared/window.ts';
import { createReader, distinctTexts, NOW_MS, withRig } from './rig.ts';
import { failureCodes, keyAt, lines, put, sourceOf } from './s3-rig.ts';

describe('a broken object is told as a failure, gives no record, and holds up nothing', () => {
  const whole = gzipSync(Array.from({ length: 500 }, (_, i) => `{"call":${i * 7919}}\n`).join(''));
  const twoMembers = Buffer.concat([lines('first'), lines('second')]);

  test.each<readonly [string, Uint8Array | string, string]>([
    ['gzip cut in the middle (L8)', whole.subarray(0, whole.length / 2), 'badGzip'],
    ['gzip without its last byte', whole.subarray(0, -1), 'badGzip'],
    ['gzip with a flipped byte (L8)', flipped(whole), 'badGzip'],
    ['text behind the gzip', Buffer.concat([whole, Buffer.from([0x1f, 0x8b, 9, 9])]), 'badGzip'],
    ['a line of 17 MiB (T-S3-12)', gzipSync(Buffer.alloc(17 * 1024 ** 2)), 'lineTooLong'],
  ])('%s', async (_name, content, code) => {
    await withRig(async (rig) => {
      put(rig, keyAt(NOW_MS - 1, 'aa'), content);
      put(rig, keyAt(NOW_MS, 'bb'), lines('good'));
      const reader = createReader();
      expect(distinctTexts(await reader.read(sourceOf(rig)))).toEqual(['good']);
      expect(failureCodes(reader)).toContain(code);
      expect(reader.seen.size).toBe(1);
    });
  });

  test('a body cut on its way is fetched again (T-S3-08)', async () => {
    await withRig(
      async (rig) => {
        put(rig, keyAt(NOW_MS), whole);
        const reader = createReader();
        expect(await reader.read(sourceOf(rig))).toHaveLength(500);
        expect(failureCodes(reader)).toEqual([]);
      },
      { rules: [{ kind: 'cutBody', operation: 'GetObject', times: 2 }] },
    );
  });

  test('a body always cut at the bound of two members is no whole object (T-S3-09)', async () => {
    await withRig(async (rig) => {
      put(rig, keyAt(NOW_MS), Buffer.concat([lines('same'), lines('same')]));
      rig.aws.setFaults({ rules: [{ kind: 'cutBody', operation: 'GetObject' }] });
      const reader = createReader();
      expect(await reader.read(sourceOf(rig))).toEqual([]);
      expect(failureCodes(reader)).toContain('cut');
    });
  });

  test.each<readonly [string, Uint8Array | string, readonly string[]]>([
    ['two gzip members (T-S3-10)', twoMembers, ['first', 'second']],
    ['an empty member between', Buffer.concat([lines('a'), gzipSync(''), lines('b')]), ['a', 'b']],
    ['zeros behind the gzip', Buffer.concat([lines('a'), Buffer.alloc(512)]), ['a']],
    ['plain text named .gz (T-S3-13)', 'a\nb', ['a', 'b']],
    ['Windows line ends and empty lines', 'a\r\n\r\nb\r\n', ['a', 'b']],
    ['records without a line end between', '{"a":"}{"}{"b":[{}]}', ['{"a":"}{"}', '{"b":[{}]}']],
  ])('but not %s', async (_name, content, texts) => {
    await withRig(async (rig) => {
      put(rig, keyAt(NOW_MS), content);
      const reader = createReader();
      expect(distinctTexts(await reader.read(sourceOf(rig)))).toEqual(texts);
      expect(failureCodes(reader)).toEqual([]);
    });
  });

  test('a large object comes in bounded batches, its ledger entry with the last', async () => {
    await withRig(async (rig) => {
      const content = gzipSync(Array.from({ length: 60_000 }, (_, i) => `{"n":${i}}\n`).join(''));
      put(rig, keyAt(NOW_MS), content);
      const reader = createReader();
      expect(distinctTexts(await reader.read(sourceOf(rig)))).toHaveLength(60_000);
      const sizes = reader.batches.map((batch) => batch.records.length);
      expect(Math.max(...sizes)).toBeLessThan(35_000);
      const last = reader.batches.findLast((batch) => batch.records.length > 0);
      expect(last?.objects).toMatchObject([{ records: 60_000, size: content.length }]);
    });
  });
});

describe('a failure of the whole place ends the read', () => {
  test.each([
    ['throttle', 'throttled', true],
    ['expiredCredentials', 'expiredCredentials', true],
    ['serverError', 'unreachable', true],
  ] as const)('%s while an object is fetched', async (kind, code, retryable) => {
    await withRig(
      async (rig) => {
        put(rig, keyAt(NOW_MS - DAY_MS), lines('call'));
        const reading = createReader().read(sourceOf(rig));
        await expect(reading).rejects.toMatchObject({ code, retryable });
      },
      { rules: [{ kind, operation: 'GetObject' }] },
    );
  });

  test('a missing bucket', async () => {
    await withRig(async (rig) => {
      const reading = createReader().read(sourceOf(rig));
      await expect(reading).rejects.toMatchObject({ code: 'notFound', retryable: false });
    });
  });
});

function flipped(content: Buffer): Buffer {
  const copy = Buffer.from(content);
  const index = Math.floor(copy.length / 2);
  copy.writeUInt8(copy.readUInt8(index) ^ 0xff, index);
  return copy;
}
