/** Putting reports, against moto: what lies there, and what a repeat leaves alone. */
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { putObjects } from '../../server/source/put-objects.ts';
import { hasMoto, startMoto, type Moto } from './moto.ts';

const REGION = 'eu-west-1';
const signal = new AbortController().signal;

describe.runIf(hasMoto())('a bucket of moto', () => {
  let moto: Moto;
  let s3: S3Client;

  beforeAll(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
    moto = await startMoto();
    s3 = new S3Client({ region: REGION, endpoint: moto.url, forcePathStyle: true });
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await s3.send(new CreateBucketCommand({ Bucket: 'reports', CreateBucketConfiguration }));
  }, 60_000);

  afterAll(() => {
    moto.close();
    vi.unstubAllEnvs();
  });

  const put = (text: string, isReplacing: boolean, bucket = 'reports') => {
    const object = { key: 'a/b c.txt', contentType: 'text/plain', bytes: Buffer.from(text) };
    const place = { bucket, region: REGION, endpoint: moto.url };
    return putObjects(place, [{ ...object, isReplacing }], signal);
  };
  const read = async (): Promise<string | undefined> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'reports', Key: 'a/b c.txt' }));
    return Body?.transformToString();
  };

  test('keeps the first of what may not be replaced, and takes the last of what may', async () => {
    expect(await put('first', false)).toEqual({ kind: 'taken' });
    expect(await put('second', false)).toEqual({ kind: 'taken' });
    expect(await read()).toBe('first');
    expect(await put('third', true)).toEqual({ kind: 'taken' });
    expect(await read()).toBe('third');
  });

  test('that is not there is not tried again', async () => {
    expect(await put('x', false, 'nowhere')).toEqual({ kind: 'denied', code: 'NoSuchBucket' });
  });
});
