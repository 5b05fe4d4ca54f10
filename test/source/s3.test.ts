/** What a poller of S3 must survive: late and foreign objects, hostile gzip, lost access. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { s3Source } from '../../server/source/s3.ts';
import { hourFolder, nameStamp } from '../../server/source/s3-layout.ts';
import type { LogSource } from '../../server/source/source.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ACCOUNT, createReader, distinctTexts, NOW_MS, REGION, withRig, type Rig } from './rig.ts';

const FOLDER = `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${REGION}/`;

function sourceOf(rig: Rig, bucket = 'logs', prefix = ''): LogSource {
  const client = rig.clients.s3(rig.account, REGION);
  const place = { bucket, prefix, accountId: ACCOUNT, region: REGION };
  return s3Source(client, { sourceId: `s3:${bucket}`, ...place, backfillDays: 2 });
}

function keyAt(atMs: number, suffix = '0123456789abcdef'): string {
  return `${FOLDER}${hourFolder(atMs)}${nameStamp(atMs)}_${suffix}.json.gz`;
}

function put(rig: Rig, key: string, content: Uint8Array | string, lastModifiedMs = 0): void {
  rig.world.putObject({ bucket: 'logs', key, content, lastModifiedMs });
}

function lines(...texts: readonly string[]): Buffer {
  return gzipSync(texts.map((text) => `${text}\n`).join(''));
}

/** Names of all failures that were told. */
function failureCodes(reader: ReturnType<typeof createReader>): readonly string[] {
  return reader.batches.flatMap((batch) => batch.failures.map((failure) => failure.code));
}

describe('a read from the start', () => {
  test('finds the objects of all hours and tells each one to the ledger', async () => {
    await withRig(async (rig) => {
      for (let hour = 0; hour < 40; hour += 1) {
        put(rig, keyAt(NOW_MS - hour * HOUR_MS), lines(`a ${hour}`, `b ${hour}`));
      }
      const reader = createReader();
      expect(distinctTexts(await reader.read(sourceOf(rig)))).toHaveLength(80);
      expect(reader.seen.size).toBe(40);
      const end = reader.batches.at(-1)?.progress;
      expect(end).toMatchObject({ done: end?.total, completeToMs: NOW_MS - 5 * MINUTE_MS });
    });
  });

  test('pages through an hour of many objects, also over empty pages', async () => {
    await withRig(
      async (rig) => {
        for (let index = 0; index < 30; index += 1) {
          put(rig, keyAt(NOW_MS - HOUR_MS, `ab${index}`), lines(`call ${index}`));
        }
        expect(await createReader().read(sourceOf(rig))).toHaveLength(30);
      },
      {
        pageItemsMax: { ListObjectsV2: 4 },
        rules: [{ kind: 'emptyPage', operation: 'ListObjectsV2', ratio: 0.3 }],
      },
    );
  });

  test('asks once for a day without logs, not for each of its hours', async () => {
    await withRig(async (rig) => {
      rig.world.addBucket('logs');
      await createReader().read(sourceOf(rig));
      expect(rig.aws.calls.get('ListObjectsV2')).toBeLessThan(10);
    });
  });

  test('fetches nothing that is no record object (S3-14)', async () => {
    await withRig(async (rig) => {
      const hour = FOLDER + hourFolder(NOW_MS);
      put(rig, `${hour}data/0123_input.json.gz`, lines('body'));
      put(rig, `${hour}data/20261122T120000000Z_0123.json.gz`, lines('body'));
      put(rig, `${hour}data/0123_input_media_00.pdf`, 'body');
      put(rig, `${hour}amazon-bedrock-logs-permission-check`, '');
      put(rig, `${hour}20261122T120000000Z_0123.txt`, 'text');
      put(rig, `${hour}manifest.json`, '{}');
      put(rig, `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/2026/11/22/x.json.gz`, lines('trail'));
      put(rig, `${FOLDER}amazon-bedrock-logs-permission-check`, '');
      expect(await createReader().read(sourceOf(rig))).toEqual([]);
      expect(rig.aws.calls.get('GetObject')).toBeUndefined();
    });
  });

  test('keeps two buckets with the same names apart (S3-04)', async () => {
    await withRig(async (rig) => {
      const key = keyAt(NOW_MS);
      for (const bucket of ['logs', 'other']) {
        rig.world.putObject({ bucket, key, content: lines(bucket) });
      }
      const reader = createReader();
      expect(distinctTexts(await reader.read(sourceOf(rig, 'logs')))).toEqual(['logs']);
      reader.cursor = null;
      expect(distinctTexts(await reader.read(sourceOf(rig, 'other')))).toEqual(['other']);
      reader.cursor = null;
      expect(await reader.read(sourceOf(rig, 'logs'))).toEqual([]);
    });
  });

  test.each(['team/bedrock', 'team/bedrock/', '/team/bedrock'])(
    'finds the folder behind the prefix %s',
    async (prefix) => {
      await withRig(async (rig) => {
        put(rig, `team/bedrock/${keyAt(NOW_MS)}`, lines('call'));
        expect(await createReader().read(sourceOf(rig, 'logs', prefix))).toHaveLength(1);
      });
    },
  );

  test('reads a prefix with signs that XML or a URL would spoil (S3-17)', async () => {
    await withRig(async (rig) => {
      put(rig, `a b+c%20ü&<\u0007/${keyAt(NOW_MS)}`, lines('call'));
      const records = await createReader().read(sourceOf(rig, 'logs', 'a b+c%20ü&<\u0007'));
      expect(records).toHaveLength(1);
    });
  });
});

describe('reads one after the other', () => {
  test('find an object that comes 3 hours late under a small name (S3-01)', async () => {
    await withRig(async (rig) => {
      const key = keyAt(NOW_MS - 30 * MINUTE_MS, '00');
      put(rig, keyAt(NOW_MS - 20 * MINUTE_MS, 'ff'), lines('in time'));
      put(rig, key, lines('late'), NOW_MS + 3 * HOUR_MS);
      const reader = createReader();
      const found: string[] = [];
      for (let minute = 0; minute < 10 * 60; minute += 10) {
        rig.nowMs = NOW_MS + minute * MINUTE_MS;
        found.push(...(await reader.read(sourceOf(rig), rig.nowMs)).map((record) => record.text));
      }
      expect(found).toEqual(['in time', 'late']);
      expect((reader.cursor ?? '').length).toBeLessThan(2_000);
    });
  });

  test('read a rewritten object again (S3-03)', async () => {
    await withRig(async (rig) => {
      const key = keyAt(NOW_MS);
      put(rig, key, lines('one'));
      const reader = createReader();
      await reader.read(sourceOf(rig));
      put(rig, key, lines('one', 'two'));
      const again = await reader.read(sourceOf(rig), NOW_MS + MINUTE_MS);
      expect(distinctTexts(again)).toEqual(['one', 'two']);
    });
  });

  test('list only the newest names of the open hour', async () => {
    await withRig(async (rig) => {
      for (let minute = 0; minute < 50; minute += 1) {
        put(rig, keyAt(Date.UTC(2026, 10, 22, 12, minute)), lines(`minute ${minute}`));
      }
      const reader = createReader();
      const halfPast = Date.UTC(2026, 10, 22, 12, 51);
      rig.nowMs = halfPast;
      expect(await reader.read(sourceOf(rig), halfPast)).toHaveLength(50);
      put(rig, keyAt(halfPast), lines('new'), halfPast);
      rig.aws.setFaults({ pageItemsMax: { ListObjectsV2: 20 } });
      const before = rig.aws.calls.get('ListObjectsV2') ?? 0;
      rig.nowMs = halfPast + MINUTE_MS;
      expect(await reader.read(sourceOf(rig), rig.nowMs)).toHaveLength(1);
      expect((rig.aws.calls.get('ListObjectsV2') ?? 0) - before).toBe(1);
    });
  });

  test('come back to an hour with a failed object, ever later (S3-05)', async () => {
    await withRig(async (rig) => {
      const oldMs = NOW_MS - 30 * HOUR_MS;
      put(rig, keyAt(oldMs, 'aa'), lines('good'));
      put(rig, keyAt(oldMs, 'bb'), lines('denied at first'));
      const get = { operation: 'GetObject', kind: 'accessDenied', skip: 1 } as const;
      rig.aws.setFaults({ rules: [get] });
      const reader = createReader();
      const source = sourceOf(rig);
      expect(distinctTexts(await reader.read(source))).toEqual(['good']);
      expect(failureCodes(reader)).toEqual(['denied']);
      rig.aws.setFaults({});
      expect(await reader.read(source, NOW_MS + 30_000)).toEqual([]);
      const later = await reader.read(source, NOW_MS + 2 * MINUTE_MS);
      expect(distinctTexts(later)).toEqual(['denied at first']);
    });
  });
});

describe('a broken object is told as a failure, gives no record, and holds up nothing', () => {
  const whole = gzipSync(Array.from({ length: 500 }, (_, i) => `{"call":${i * 7919}}\n`).join(''));
  const twoMembers = Buffer.concat([lines('first'), lines('second')]);

  test.each<readonly [string, Uint8Array | string, string]>([
    ['gzip cut in the middle', whole.subarray(0, whole.length / 2), 'badGzip'],
    ['gzip without its last byte', whole.subarray(0, -1), 'badGzip'],
    ['gzip with a flipped byte', flipped(whole), 'badGzip'],
    ['text behind the gzip', Buffer.concat([whole, Buffer.from([0x1f, 0x8b, 9, 9])]), 'badGzip'],
    ['a line of 17 MiB (S3-12)', gzipSync(Buffer.alloc(17 * 1024 ** 2)), 'lineTooLong'],
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

  test('a body cut on its way is fetched again (S3-08)', async () => {
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

  test('a body always cut at the bound of two members is no whole object (S3-09)', async () => {
    await withRig(async (rig) => {
      put(rig, keyAt(NOW_MS), Buffer.concat([lines('same'), lines('same')]));
      rig.aws.setFaults({ rules: [{ kind: 'cutBody', operation: 'GetObject' }] });
      const reader = createReader();
      expect(await reader.read(sourceOf(rig))).toEqual([]);
      expect(failureCodes(reader)).toContain('cut');
    });
  });

  test.each<readonly [string, Uint8Array | string, readonly string[]]>([
    ['two gzip members (S3-10)', twoMembers, ['first', 'second']],
    ['an empty member between', Buffer.concat([lines('a'), gzipSync(''), lines('b')]), ['a', 'b']],
    ['zeros behind the gzip', Buffer.concat([lines('a'), Buffer.alloc(512)]), ['a']],
    ['plain text named .gz (S3-13)', 'a\nb', ['a', 'b']],
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
      const content = gzipSync(Array.from({ length: 12_000 }, (_, i) => `{"n":${i}}\n`).join(''));
      put(rig, keyAt(NOW_MS), content);
      const reader = createReader();
      expect(distinctTexts(await reader.read(sourceOf(rig)))).toHaveLength(12_000);
      const sizes = reader.batches.map((batch) => batch.records.length);
      expect(Math.max(...sizes)).toBeLessThan(10_000);
      const last = reader.batches.findLast((batch) => batch.records.length > 0);
      expect(last?.objects).toMatchObject([{ records: 12_000, size: content.length }]);
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
