/** Objects that are gone, archived, far away, or more than memory should hold. */
import { describe, expect, test } from 'vitest';
import { toSourceError } from '../../server/source/aws-error.ts';
import { fetchObject, FetchProblem, listFolder } from '../../server/source/s3-objects.ts';
import { S3Client } from '@aws-sdk/client-s3';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { createReader, distinctTexts, NOW_MS, REGION, withRig } from './rig.ts';
import { failureCodes, keyAt, lines, put, sourceOf } from './s3-rig.ts';

/** A client whose every call fails as S3 would; no request leaves it. */
function failing(name: string, status: number): S3Client {
  const error = Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
  return Object.assign(new S3Client({ region: REGION }), { send: () => Promise.reject(error) });
}

const OBJECT = { key: 'a.json.gz', etag: 'e', size: 9, writtenAtMs: 0 };
const { signal } = new AbortController();

describe('one object that cannot be had', () => {
  test.each([
    { name: 'NoSuchKey', status: 404, code: 'gone', says: 'deleted' },
    { name: 'NotFound', status: 404, code: 'gone', says: 'deleted' },
    { name: 'InvalidObjectState', status: 403, code: 'archived', says: 'restore' },
    { name: 'PreconditionFailed', status: 412, code: 'changed', says: 'replaced' },
  ])('is $code for $name, and is no trouble of the bucket (T-S3-07)', async (row) => {
    const fetching = fetchObject(
      failing(row.name, row.status),
      { bucket: 'b', object: OBJECT },
      signal,
    );
    await expect(fetching).rejects.toBeInstanceOf(FetchProblem);
    await expect(fetching).rejects.toMatchObject({ code: row.code });
    await expect(fetching).rejects.toThrow(row.says);
  });

  test('deleted between listing and reading, it costs its own records only (T-S3-07)', async () => {
    await withRig(async (rig) => {
      put(rig, keyAt(NOW_MS - 1, 'aa'), lines('stays'));
      put(rig, keyAt(NOW_MS, 'bb'), lines('goes'));
      rig.aws.setFaults({ rules: [{ kind: 'accessDenied', operation: 'GetObject', skip: 1 }] });
      const reader = createReader();
      expect(distinctTexts(await reader.read(sourceOf(rig)))).toEqual(['stays']);
      expect(failureCodes(reader)).toEqual(['denied']);
    });
  });
});

describe('what is denied is told apart (T-S3-06)', () => {
  test.each([
    { grants: 'nothing', operation: 'list', name: 'AccessDenied', status: 403, code: 'denied' },
    {
      grants: 'a bucket that is none',
      operation: 'list',
      name: 'NoSuchBucket',
      status: 404,
      code: 'notFound',
    },
    {
      grants: 'List, not Get or the key',
      operation: 'get',
      name: 'AccessDenied',
      status: 403,
      code: 'denied',
    },
    {
      grants: 'Get, not List: 403 for 404',
      operation: 'get',
      name: 'Forbidden',
      status: 403,
      code: 'denied',
    },
    {
      grants: 'all, and no such key',
      operation: 'get',
      name: 'NoSuchKey',
      status: 404,
      code: 'gone',
    },
  ])('$operation with $grants is $code', async ({ operation, name, status, code }) => {
    const client = failing(name, status);
    const question = { bucket: 'b', prefix: '', startAfter: null };
    const failed: unknown =
      operation === 'get'
        ? await fetchObject(client, { bucket: 'b', object: OBJECT }, signal).catch(same)
        : await listFolder(client, question, signal).next().catch(same);
    const told = failed instanceof FetchProblem ? failed : toSourceError(failed, 'list');
    expect(told.code).toBe(code);
    if (operation === 'get' && code === 'denied') {
      expect(told.hint).toMatch(/s3:GetObject.*kms:Decrypt/);
    }
  });
});

const same = (error: unknown): unknown => error;

describe('a bucket that answers from elsewhere (T-S3-15)', () => {
  test.each([
    { name: 'PermanentRedirect', status: 301, says: /Region of the bucket/ },
    { name: 'AuthorizationHeaderMalformed', status: 400, says: /Region of the bucket/ },
    { name: 'RequestPayerRequired', status: 403, says: /requester/ },
    { name: 'AccessDenied', status: 403, says: /IAM policy/ },
  ])('says for $name what to mend', ({ name, status, says }) => {
    const error = Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
    const told = toSourceError(error, 'list the bucket');
    expect(told.hint).toMatch(says);
    expect(told.retryable).toBe(false);
  });
});

describe('the hour of a folder', () => {
  test('need not be that of its records: an object over midnight is read once (T-S3-02)', async () => {
    await withRig(async (rig) => {
      const midnightMs = Date.UTC(2026, 10, 22);
      const before = '{"timestamp":"2026-11-21T23:59:59Z"}';
      const after = '{"timestamp":"2026-11-22T00:00:01Z"}';
      put(rig, keyAt(midnightMs + 30_000), lines(before, after));
      // Written late, into the folder of the hour in which it was written.
      put(rig, keyAt(midnightMs + HOUR_MS + MINUTE_MS, 'bb'), lines('{"late":1}'));
      const reader = createReader();
      const records = await reader.readAll(sourceOf(rig));
      expect(distinctTexts(records)).toHaveLength(3);
      expect(await reader.read(sourceOf(rig), NOW_MS + MINUTE_MS)).toEqual([]);
    });
  });
});

describe('a million objects in one folder (T-S3-18)', () => {
  test('are paged through with no more than a page in memory', async () => {
    const pages = 1_000;
    const keys = (page: number) =>
      Array.from({ length: 1_000 }, (_, i) => ({ Key: `${page}/${i}` }));
    const client = Object.assign(new S3Client({ region: REGION }), {
      send: ({ input }: { input: { ContinuationToken?: string } }) => {
        const page = Number(input.ContinuationToken ?? 0);
        const next = page + 1 < pages ? { NextContinuationToken: String(page + 1) } : {};
        return Promise.resolve({ Contents: keys(page), IsTruncated: page + 1 < pages, ...next });
      },
    });
    const startBytes = process.memoryUsage().rss;
    let [count, peakBytes] = [0, 0];
    const question = { bucket: 'b', prefix: '', startAfter: null };
    for await (const page of listFolder(client, question, signal)) {
      count += page.objects.length;
      peakBytes = Math.max(peakBytes, process.memoryUsage().rss - startBytes);
    }
    expect(count).toBe(1_000_000);
    expect(peakBytes).toBeLessThan(200 * 1024 ** 2);
  });
});
