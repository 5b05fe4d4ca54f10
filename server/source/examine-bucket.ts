/** Looks at the log bucket: List, one object and one missing key tell the permissions apart. */
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { DAY_MS } from '../../shared/window.ts';
import { nameOf, toSourceError } from './aws-error.ts';
import { allow, examine, ok, type Finding, type Place } from './finding.ts';
import { dayFolder, isRecordKey, logFolder } from './s3-layout.ts';
import type { S3LogSettings } from './settings.ts';

/** A key that cannot be there: 404 says that objects may be read, 403 that they may not. */
const MISSING_KEY = 'outcrop-doctor-asks-for-an-object-that-is-not-there';
const DAYS_BACK = 2;

/** Whether the bucket may be listed, and its objects read; the key of KMS is told apart. */
export async function examineBucket(
  client: S3Client,
  place: Place,
  nowMs: number,
): Promise<readonly Finding[]> {
  const { s3 } = place.account;
  if (!s3) return [];
  const folder = logFolder(s3, place.account.id, place.region);
  let newest: string | null = null;
  const list = { check: 'bucket', action: 's3:ListBucket' } as const;
  const listed = await examine(place, list, async () => {
    newest = await newestKey(client, { bucket: s3.bucket, folder, nowMs });
    if (newest !== null) return ok(`Newest object: ${newest.slice(folder.length)}.`);
    const says = `No record yet under s3://${s3.bucket}/${folder}.`;
    const fix = 'Call a model once; Bedrock delivers within minutes. Else check `prefix`.';
    return { state: 'missing', says, fix };
  }).then((finding) => inOtherRegion(finding, s3));
  if (listed.state === 'denied' || listed.state === 'failed' || listed.state === 'wrong') {
    return [listed];
  }
  return [listed, await examineObjects(client, place, { s3, folder, newest })];
}

async function examineObjects(
  client: S3Client,
  place: Place,
  { s3, folder, newest }: { s3: S3LogSettings; folder: string; newest: string | null },
): Promise<Finding> {
  const { bucket } = s3;
  return examine(place, { check: 'objects', action: 's3:GetObject' }, async () => {
    const missing = await outcomeOf(client, bucket, folder + MISSING_KEY);
    if (missing === 'denied') {
      const fix = `Allow s3:GetObject.\n${allow('s3:GetObject', place.account)}`;
      return { state: 'denied', says: 'Objects may not be read: s3:GetObject lacks.', fix };
    }
    const real = newest === null ? 'ok' : await outcomeOf(client, bucket, newest);
    if (real !== 'denied') return ok('Objects may be read.');
    const says = 'Objects may be read, but not these: kms:Decrypt on their key lacks.';
    const fix =
      "Allow kms:Decrypt, in the policy and in the key's own policy; " +
      '`outcrop iam-policy --kms-key ARN` prints the statement. ' +
      `The key: aws s3api get-bucket-encryption --bucket ${bucket}`;
    return { state: 'denied', says, fix };
  });
}

async function outcomeOf(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<'ok' | 'gone' | 'denied'> {
  try {
    const reply = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' }),
    );
    await reply.Body?.transformToByteArray();
    return 'ok';
  } catch (error) {
    const { code } = toSourceError(error, `read s3://${bucket}`);
    if (code === 'denied') return 'denied';
    if (code === 'notFound' || nameOf(error) === 'InvalidObjectState') return 'gone';
    throw error;
  }
}

async function newestKey(
  client: S3Client,
  { bucket, folder, nowMs }: { bucket: string; folder: string; nowMs: number },
): Promise<string | null> {
  const days = Array.from({ length: DAYS_BACK }, (_, index) => dayFolder(nowMs - index * DAY_MS));
  for (const day of [...days, '']) {
    const reply = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: folder + day }),
    );
    const keys = (reply.Contents ?? []).map(({ Key = '' }) => Key).filter(isRecordKey);
    const last = keys.at(-1);
    if (last !== undefined) return last;
  }
  return null;
}

/** S3 answers a bucket's other Region with a redirect, which the SDK does not follow. */
function inOtherRegion(finding: Finding, s3: S3LogSettings): Finding {
  const isRedirect = /PermanentRedirect|AuthorizationHeaderMalformed|301/.test(finding.says);
  if (finding.state === 'ok' || !isRedirect) return finding;
  const fix =
    `The bucket is not in ${s3.region}: write its own Region into \`s3: { region }\`. ` +
    `aws s3api get-bucket-location --bucket ${s3.bucket} tells it.`;
  return { ...finding, state: 'wrong', fix };
}
