/** Puts reports into a bucket: a call to AWS that is no reading, made only where one is named. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { nameOf } from './aws-error.ts';

/** Where objects go, by the credentials of this process. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly region: string;
  /** Another endpoint, for tests and private networks; null for AWS's own. */
  readonly endpoint: string | null;
}

export interface NewObject {
  readonly key: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Takes the place of what is there; else what is there stays. */
  readonly isReplacing: boolean;
}

/** What AWS answered: `denied` is of no use to try again before somebody has mended it. */
export type PutOutcome =
  { readonly kind: 'taken' } | { readonly kind: 'denied' | 'failed'; readonly code: string };

const FINAL = /AccessDenied|NoSuchBucket|InvalidBucketName|PermanentRedirect|Malformed|NotFound/;
/** An object is there whole or not at all, so one that is there was put before. */
const THERE = 'PreconditionFailed';
const TIMEOUT_MS = 60_000;

/** Puts objects one after the other; the first that fails ends it. Never throws. */
export async function putObjects(
  place: ObjectPlace,
  objects: readonly NewObject[],
  signal: AbortSignal,
): Promise<PutOutcome> {
  const { region, endpoint } = place;
  const client = new S3Client({
    region,
    maxAttempts: 1, // The delivery is what tries again.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
  });
  try {
    for (const object of objects) await putObject(client, place.bucket, object, signal);
    return { kind: 'taken' };
  } catch (error) {
    const code = nameOf(error);
    return { kind: FINAL.test(code) ? 'denied' : 'failed', code };
  } finally {
    client.destroy();
  }
}

async function putObject(
  client: S3Client,
  bucket: string,
  { key, contentType, bytes, isReplacing }: NewObject,
  signal: AbortSignal,
): Promise<void> {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: bytes,
    ContentType: contentType,
    ...(isReplacing ? {} : { IfNoneMatch: '*' }),
  });
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    await client.send(command, { abortSignal });
  } catch (error) {
    if (isReplacing || nameOf(error) !== THERE) throw error;
  }
}
