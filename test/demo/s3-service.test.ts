/** S3 on the local endpoint, asked by the real client. */
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  type ListObjectsV2CommandInput,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { createWorld, type MemoryWorld } from '../../server/demo/memory-world.ts';
import { NOW_MS, withLocalAws, type Rig } from './clients.ts';

const BUCKET = 'my-logs';

function worldWith(...keys: readonly string[]): MemoryWorld {
  const world = createWorld();
  world.addBucket(BUCKET);
  for (const key of keys) world.putObject({ bucket: BUCKET, key, content: `content of ${key}` });
  return world;
}

async function allKeys({ s3 }: Rig, input: Partial<ListObjectsV2CommandInput> = {}) {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: BUCKET, ...input })) {
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
  }
  return keys;
}

describe('ListObjectsV2', () => {
  test('gives every key once, sorted, over small pages', async () => {
    await withLocalAws(worldWith('b/2', 'a/1', 'b/10', 'c'), async (rig) => {
      expect(await allKeys(rig, { MaxKeys: 1 })).toEqual(['a/1', 'b/10', 'b/2', 'c']);
      expect(rig.aws.calls.get('ListObjectsV2')).toBe(4);
    });
  });

  test('keeps to the prefix and starts behind the given key', async () => {
    await withLocalAws(worldWith('a/1', 'b/1', 'b/2', 'b/3'), async (rig) => {
      expect(await allKeys(rig, { Prefix: 'b/', StartAfter: 'b/1' })).toEqual(['b/2', 'b/3']);
    });
  });

  test('rolls keys up to folders, each once, also over pages', async () => {
    const world = worldWith('x/2024/a', 'x/2024/b', 'x/2025/a', 'x/top', 'y/1');
    await withLocalAws(world, async ({ s3 }) => {
      const folders: unknown[] = [];
      const input = { Bucket: BUCKET, Prefix: 'x/', Delimiter: '/', MaxKeys: 1 };
      for await (const page of paginateListObjectsV2({ client: s3 }, input)) {
        folders.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
        folders.push(...(page.Contents ?? []).map(({ Key }) => Key));
      }
      expect(folders).toEqual(['x/2024/', 'x/2025/', 'x/top']);
    });
  });

  test('encodes keys as asked, so that odd characters survive', async () => {
    const key = 'odd/ä <&> +\u0001 key';
    await withLocalAws(worldWith(key), async ({ s3 }) => {
      const input = { Bucket: BUCKET, EncodingType: 'url' as const };
      const page = await s3.send(new ListObjectsV2Command(input));
      const encoded = page.Contents?.[0]?.Key ?? '';
      expect(decodeURIComponent(encoded.replace(/\+/g, '%20'))).toBe(key);
    });
  });

  test('hides objects that are not yet written', async () => {
    const world = worldWith('now');
    const later = { bucket: BUCKET, key: 'later', content: '', lastModifiedMs: NOW_MS + 1 };
    world.putObject(later);
    await withLocalAws(world, async (rig) => expect(await allKeys(rig)).toEqual(['now']));
  });

  test.each([
    ['throttle', 'SlowDown'],
    ['accessDenied', 'AccessDenied'],
    ['serverError', 'InternalError'],
  ] as const)('fails by %s as the client knows it', async (kind, name) => {
    await withLocalAws(
      worldWith('a'),
      async (rig) => {
        await expect(allKeys(rig)).rejects.toMatchObject({ name });
        expect(await allKeys(rig)).toEqual(['a']);
      },
      { faults: { rules: [{ kind, operation: 'ListObjectsV2', times: 1 }] } },
    );
  });

  test('refuses a continuation token when told that it is expired', async () => {
    await withLocalAws(
      worldWith('a', 'b'),
      async (rig) => {
        const listing = allKeys(rig, { MaxKeys: 1 });
        await expect(listing).rejects.toMatchObject({ name: 'InvalidArgument' });
      },
      { faults: { rules: [{ kind: 'expiredToken', times: 1 }] } },
    );
  });
});

describe('GetObject and HeadObject', () => {
  test('give content, length and etag of an object', async () => {
    await withLocalAws(worldWith('a/b c'), async ({ s3 }) => {
      const input = { Bucket: BUCKET, Key: 'a/b c' };
      const head = await s3.send(new HeadObjectCommand(input));
      expect(head.ContentLength).toBe('content of a/b c'.length);
      const object = await s3.send(new GetObjectCommand({ ...input, IfMatch: head.ETag }));
      expect(await object.Body?.transformToString()).toBe('content of a/b c');
    });
  });

  test('refuse a stale etag and an unknown key', async () => {
    await withLocalAws(worldWith('a'), async ({ s3 }) => {
      const stale = new GetObjectCommand({ Bucket: BUCKET, Key: 'a', IfMatch: '"old"' });
      await expect(s3.send(stale)).rejects.toMatchObject({ name: 'PreconditionFailed' });
      const missing = new GetObjectCommand({ Bucket: BUCKET, Key: 'b' });
      await expect(s3.send(missing)).rejects.toMatchObject({ name: 'NoSuchKey' });
      const head = new HeadObjectCommand({ Bucket: BUCKET, Key: 'b' });
      await expect(s3.send(head)).rejects.toMatchObject({ name: 'NotFound' });
    });
  });

  test('cut a body short when told to', async () => {
    await withLocalAws(
      worldWith('a'),
      async ({ s3 }) => {
        const object = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a' }));
        await expect(object.Body?.transformToString()).rejects.toThrow(/aborted/);
      },
      { faults: { rules: [{ kind: 'cutBody', operation: 'GetObject' }] } },
    );
  });
});
