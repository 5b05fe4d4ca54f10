/** Which objects a notice of S3 names, whether it came from S3, by SNS or by EventBridge. */
import { z } from 'zod';
import type { ListedObject } from './s3-objects.ts';

/** An object that was written, as the notice has it. */
export interface ObjectNotice {
  readonly bucket: string;
  readonly object: ListedObject;
}

const OfS3 = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      eventTime: z.string(),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string(), size: z.number().default(0), eTag: z.string() }),
      }),
    }),
  ),
});

const OfEventBridge = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  time: z.string(),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), size: z.number().default(0), etag: z.string() }),
  }),
});

/**
 * Objects that a message tells of.
 *
 * @param value the message, out of its SNS envelope.
 * @returns [] for the test event, deletions, and what is no notice. Never throws.
 */
export function objectNotices(value: unknown): readonly ObjectNotice[] {
  const event = OfEventBridge.safeParse(value);
  if (event.success) {
    const { detail, time } = event.data;
    const { key, size, etag } = detail.object; // Here, unlike from S3 itself, as it is.
    return [noticeOf(detail.bucket.name, { key, size, etag }, time)];
  }
  const records = OfS3.safeParse(value);
  if (!records.success) return [];
  return records.data.Records.flatMap(({ eventName, eventTime, s3 }) => {
    if (!eventName.includes('ObjectCreated')) return [];
    const key = decoded(s3.object.key);
    const { size, eTag: etag } = s3.object;
    return key === null ? [] : [noticeOf(s3.bucket.name, { key, size, etag }, eventTime)];
  });
}

function noticeOf(
  bucket: string,
  { key, size, etag }: Pick<ListedObject, 'key' | 'size' | 'etag'>,
  time: string,
): ObjectNotice {
  const writtenAtMs = Date.parse(time) || 0;
  return { bucket, object: { key, size, etag: etag.replaceAll('"', ''), writtenAtMs } };
}

/** S3 writes keys as in a form: a plus for a space. */
function decoded(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return null; // A lone percent sign: the listing finds the object.
  }
}
