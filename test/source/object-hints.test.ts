/** Notices of S3 in a queue: they make reading sooner, and never change what is read. */
import { describe, expect, test } from 'vitest';
import { createLogSources } from '../../server/source/log-sources.ts';
import { objectNotices } from '../../server/source/object-notices.ts';
import { messageValue } from '../../server/source/queue.ts';
import type { LogSource } from '../../server/source/source.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { createReader, distinctTexts, NOW_MS, withRig, type Rig } from './rig.ts';
import { keyAt, lines } from './s3-rig.ts';

const QUEUE = 'objects';
const PREFIX = 'a b+c%20ü';

function sourceOf(rig: Rig, hasQueue: boolean): LogSource {
  const queueUrl = `https://sqs.us-east-1.amazonaws.com/111122223333/${QUEUE}`;
  const { s3 } = rig.account;
  if (!s3) throw new Error('the rig has a bucket');
  const place = { ...s3, prefix: PREFIX, ...(hasQueue && { queueUrl }) };
  const account = { ...rig.account, cloudWatchLogs: null, s3: place };
  const [source] = createLogSources([account], rig.clients);
  if (!source) throw new Error('the settings name this source');
  return source;
}

/** Puts an object and gives its notice, as S3 writes it. */
function putNoticed(rig: Rig, index: number, atMs: number): string {
  const key = `${PREFIX}/${keyAt(atMs, `ab${index}`)}`;
  rig.world.putObject({ bucket: 'logs', key, content: lines(`call ${index}`) });
  return noticeOf(rig, key);
}

function noticeOf(rig: Rig, key: string): string {
  const stored = rig.world.object('logs', key, rig.nowMs);
  const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
  const object = { key: encoded, size: stored?.sizeBytes, eTag: stored?.etag, sequencer: '0' };
  const s3 = { bucket: { name: 'logs' }, object };
  const eventTime = new Date(NOW_MS).toISOString();
  return JSON.stringify({ Records: [{ eventName: 'ObjectCreated:Put', eventTime, s3 }] });
}

const inSns = (Message: string): string => JSON.stringify({ Type: 'Notification', Message });
const TEST_EVENT = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' });

/** The same order in every run: by a hash of the index. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const rank = (index: number): number => (index * 2_654_435_761) % 4_294_967_296;
  return items
    .map((item, index) => [rank(index + 1), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

describe('a source with a queue', () => {
  test('gives the rows of the listing, over lost, doubled and shuffled notices (T-S3-16)', async () => {
    await withRig(async (rig) => {
      const notices = Array.from({ length: 100 }, (_, index) =>
        putNoticed(rig, index, NOW_MS - (index % 30) * HOUR_MS),
      );
      const told = shuffled(notices).filter((_, index) => index % 10 >= 3);
      const twice = told.filter((_, index) => index % 10 < 3);
      const bodies = [...told, ...twice.map(inSns), TEST_EVENT, 'no json', '{}'];
      for (const body of shuffled(bodies)) rig.world.queues.send(QUEUE, body);

      const listing = createReader();
      const listed = await listing.readAll(sourceOf(rig, false));
      const hinting = createReader();
      const hinted = await hinting.readAll(sourceOf(rig, true));
      expect(distinctTexts(hinted)).toEqual(distinctTexts(listed));
      expect([listed.length, hinted.length]).toEqual([100, 100]);
      expect(hinting.batches[0]?.objects).toHaveLength(70);
      expect(hinting.batches.flatMap(({ failures }) => failures)).toEqual([]);
      expect(rig.world.queues.size(QUEUE)).toBe(0);
    });
  });

  test('deletes a message only when its records are committed', async () => {
    await withRig(async (rig) => {
      rig.world.queues.send(QUEUE, putNoticed(rig, 1, NOW_MS));
      const source = sourceOf(rig, true);
      const { signal } = new AbortController();
      const options = { nowMs: NOW_MS, signal, isSeen: () => false };
      for await (const batch of source.read(null, options)) {
        expect(batch.objects).toHaveLength(1);
        break; // As when the commit fails.
      }
      expect(rig.world.queues.size(QUEUE)).toBe(1);
      rig.nowMs = NOW_MS + 6 * MINUTE_MS; // It comes again when nobody holds it any more.
      await createReader().read(source);
      expect(rig.world.queues.size(QUEUE)).toBe(0);
    });
  });

  test('lists as ever when the queue cannot be asked, and says so', async () => {
    await withRig(
      async (rig) => {
        putNoticed(rig, 1, NOW_MS);
        const reader = createReader();
        expect(await reader.read(sourceOf(rig, true))).toHaveLength(1);
        expect(reader.batches[0]?.failures).toMatchObject([{ code: 'denied' }]);
      },
      { rules: [{ kind: 'accessDenied', operation: 'ReceiveMessage' }] },
    );
  });

  test('leaves to the listing what it cannot fetch, and drops what is no record', async () => {
    await withRig(async (rig) => {
      const gone = putNoticed(rig, 1, NOW_MS).replace('ab1.json', 'ab2.json');
      const body = gone.replace('20261122T', 'data/20261122T');
      for (const one of [gone, body]) rig.world.queues.send(QUEUE, one);
      const reader = createReader();
      expect(await reader.read(sourceOf(rig, true))).toHaveLength(1);
      expect(reader.batches.flatMap(({ failures }) => failures)).toEqual([]);
      expect(rig.world.queues.size(QUEUE)).toBe(0);
    });
  });
});

describe('objectNotices', () => {
  const object = { key: 'a+b c%', size: 5, etag: 'e' };
  const event = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    time: '2026-11-22T12:00:00Z',
    detail: { bucket: { name: 'logs' }, object },
  };

  test('takes the key of an event of EventBridge as it is', () => {
    const writtenAtMs = Date.UTC(2026, 10, 22, 12);
    const expected = [{ bucket: 'logs', object: { ...object, writtenAtMs } }];
    expect(objectNotices(event)).toEqual(expected);
    expect(objectNotices(messageValue(inSns(JSON.stringify(event))))).toEqual(expected);
  });

  test.each([
    ['the test event', JSON.parse(TEST_EVENT) as unknown],
    ['a deletion', { ...event, 'detail-type': 'Object Deleted' }],
    ['nothing', null],
    ['a list', []],
    ['a key that cannot be decoded', badKey()],
  ])('gives nothing for %s', (_name, value) => {
    expect(objectNotices(value)).toEqual([]);
  });
});

function badKey(): unknown {
  const s3 = { bucket: { name: 'logs' }, object: { key: '%', size: 1, eTag: 'e' } };
  return { Records: [{ eventName: 'ObjectCreated:Put', eventTime: '', s3 }] };
}
