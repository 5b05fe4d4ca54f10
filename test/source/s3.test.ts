/** What a poller of S3 must survive: late, foreign and denied objects, many and small pages. */
import { describe, expect, test } from 'vitest';
import { hourFolder } from '../../server/source/s3-layout.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ACCOUNT, createReader, distinctTexts, NOW_MS, REGION, withRig } from './rig.ts';
import { failureCodes, FOLDER, keyAt, lines, put, sourceOf } from './s3-rig.ts';

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

  test('fetches nothing that is no record object (T-S3-14)', async () => {
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

  test('keeps two buckets with the same names apart (T-S3-04)', async () => {
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

  test('reads a prefix with signs that XML or a URL would spoil (T-S3-17)', async () => {
    await withRig(async (rig) => {
      put(rig, `a b+c%20ü&<\u0007/${keyAt(NOW_MS)}`, lines('call'));
      const records = await createReader().read(sourceOf(rig, 'logs', 'a b+c%20ü&<\u0007'));
      expect(records).toHaveLength(1);
    });
  });
});

describe('reads one after the other', () => {
  test('find an object that comes 3 hours late under a small name (T-S3-01)', async () => {
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

  test('read a rewritten object again (T-S3-03)', async () => {
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

  test('come back to an hour with a failed object, ever later (T-S3-05)', async () => {
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

  test('come back to a failed object of the open hour that newer names have passed', async () => {
    await withRig(async (rig) => {
      const firstMs = Date.UTC(2026, 10, 22, 12, 1);
      put(rig, keyAt(firstMs), lines('denied at first'));
      rig.aws.setFaults({ rules: [{ operation: 'GetObject', kind: 'accessDenied', times: 1 }] });
      const reader = createReader();
      const source = sourceOf(rig);
      expect(await reader.read(source)).toEqual([]);
      rig.nowMs = NOW_MS + 20_000;
      expect(await reader.read(source, rig.nowMs)).toHaveLength(1);
      put(rig, keyAt(firstMs, 'bb'), lines('denied again'));
      rig.aws.setFaults({ rules: [{ operation: 'GetObject', kind: 'accessDenied', times: 1 }] });
      await reader.read(source, NOW_MS + MINUTE_MS);
      reader.cursor = cursorAt(reader.cursor, NOW_MS + 15 * MINUTE_MS);
      rig.nowMs = NOW_MS + 16 * MINUTE_MS;
      expect(distinctTexts(await reader.read(source, rig.nowMs))).toEqual(['denied again']);
    });
  });
});

/** The same cursor, its tail moved on: as after polls that had nothing of an hour's beginning. */
function cursorAt(cursor: string | null, tailMs: number): string {
  const json = JSON.parse(cursor ?? '') as { tail: number[] }; // Written by the source itself.
  return JSON.stringify({ ...json, tail: [json.tail[0], tailMs] });
}
