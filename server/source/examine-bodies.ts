/** Looks whether bodies too large for their record may be read, where the bill depends on them. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { toSourceError } from './aws-error.ts';
import type { AwsClients } from './clients.ts';
import { examine, ok, type Finding, type Place } from './finding.ts';
import { bodiesPolicy } from './iam-policy.ts';
import { hourFolder, logFolder } from './s3-layout.ts';

/** A body that cannot be there: 404 says that bodies may be read, 403 that they may not. */
const MISSING_BODY = 'data/outcrop-doctor-asks-for-a-body-that-is-not-there_output.json.gz';

/** One finding for each bucket of bodies that the settings name; none where they are unwanted. */
export async function examineBodies(
  clients: Pick<AwsClients, 's3'>,
  place: Place,
  nowMs: number,
): Promise<readonly Finding[]> {
  const { account, region } = place;
  if (account.bodies === 'never') return [];
  const { s3, cloudWatchLogs } = account;
  const large = cloudWatchLogs?.largeDataBucket;
  const buckets = [
    ...(s3 ? [{ ...s3, folder: logFolder(s3, account.id, region) }] : []),
    ...(large === undefined || large === s3?.bucket ? [] : [largeData(large, place)]),
  ];
  return Promise.all(
    buckets.map(({ bucket, region: bucketRegion, folder }) => {
      const client = clients.s3(account, bucketRegion);
      const Key = folder + hourFolder(nowMs) + MISSING_BODY;
      return examine(place, { check: 'bodies', action: 's3:GetObject' }, async () => {
        try {
          await client.send(new GetObjectCommand({ Bucket: bucket, Key, Range: 'bytes=0-0' }));
        } catch (error) {
          const { code } = toSourceError(error, `read s3://${bucket}`);
          if (code === 'denied') return denied(bucket, place);
          if (code !== 'notFound') throw error;
        }
        return ok(`Large bodies in ${bucket} may be read where a bill depends on them.`);
      });
    }),
  );
}

function largeData(bucket: string, { account, region }: Place) {
  return { bucket, region, folder: logFolder({ bucket, prefix: '', region }, account.id, region) };
}

function denied(bucket: string, { account }: Place) {
  const says =
    `Large bodies in ${bucket} may not be read: lifetimes of cache writes and classes of ` +
    'images that only they tell stay unknown.';
  const statements = bodiesPolicy(account).map((one) => JSON.stringify(one));
  const fix =
    `Allow it, and remove a Deny on data/*:\n${statements.join('\n')}\n` +
    'or do without: write `bodies: never` into the account.';
  return { state: 'denied' as const, says, fix };
}
