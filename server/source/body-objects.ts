/** Reads bodies that were too large for their record, by the path that the record names. */
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { nameOf, toSourceError } from './aws-error.ts';
import type { AwsClients } from './clients.ts';
import { inflatedChunks, ObjectProblem } from './object-lines.ts';
import { isBodyKeyOf } from './s3-layout.ts';
import type { AccountSettings } from './settings.ts';

/** What became of the reading of a body; `off` where nobody wants it read. */
export type BodyOutcome =
  'read' | 'denied' | 'gone' | 'tooLarge' | 'unreadable' | 'foreign' | 'failed' | 'off';

/** Whose body it is: the path must lie where Bedrock puts the bodies of this call. */
export interface BodyRequest {
  readonly accountId: string;
  readonly region: string;
  readonly requestId: string;
  /** `s3://bucket/key`. */
  readonly path: string;
}

export type BodyReply =
  | { readonly outcome: 'read'; readonly text: string }
  | { readonly outcome: Exclude<BodyOutcome, 'read'> };

/** @throws SourceError where waiting may help: a throttle, no network, expired credentials. */
export type ReadBody = (request: BodyRequest, signal: AbortSignal) => Promise<BodyReply>;

/** Five pictures of 2048 x 2048 as base64 stay below; a request has at most 20 MB. */
const STORED_BYTES_MAX = 32 * 1024 ** 2;
const BODY_BYTES_MAX = 64 * 1024 ** 2;
/** A bucket that has refused is left alone for so long: each refusal is a call of its own. */
const DENIED_MS = 10 * 60_000;

/** A reader for the accounts of a config that want bodies read; others are told as `off`. */
export function bodyReader(
  accounts: readonly AccountSettings[],
  clients: Pick<AwsClients, 's3'>,
  nowMs: () => number,
): ReadBody {
  const deniedToMs = new Map<string, number>();
  return async (request, signal) => {
    const account = accounts.find(({ id }) => id === request.accountId);
    const place = placeOf(request);
    if (!account || account.bodies === 'never') return { outcome: 'off' };
    if (place === null) return { outcome: 'foreign' };
    if ((deniedToMs.get(place.bucket) ?? 0) > nowMs()) return { outcome: 'denied' };
    // Logs lie in the Region that is logged, but for a bucket that the settings know better.
    const isOwn = account.s3?.bucket === place.bucket;
    const client = clients.s3(account, isOwn && account.s3 ? account.s3.region : request.region);
    const reply = await fetchWhole(client, place, signal);
    if (reply.outcome === 'denied') deniedToMs.set(place.bucket, nowMs() + DENIED_MS);
    return reply;
  };
}

interface Place {
  readonly bucket: string;
  readonly key: string;
}

const PATH = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/s;

/** @returns null for a path that is not one of this call: a log's text may name anything. */
function placeOf(request: BodyRequest): Place | null {
  const [, bucket, key] = PATH.exec(request.path) ?? [];
  if (bucket === undefined || key === undefined) return null;
  return isBodyKeyOf(key, request) ? { bucket, key } : null;
}

/** A body that breaks off is fetched again at once. */
const FETCHES_MAX = 3;

async function fetchWhole(client: S3Client, place: Place, signal: AbortSignal): Promise<BodyReply> {
  for (let fetches = 1; ; fetches += 1) {
    try {
      return await fetchBody(client, place, signal);
    } catch (error) {
      const isCut = error instanceof ObjectProblem && error.code === 'cut';
      if (isCut && fetches < FETCHES_MAX && !signal.aborted) continue;
      return outcomeOf(error, place.bucket);
    }
  }
}

async function fetchBody(
  client: S3Client,
  { bucket, key }: Place,
  signal: AbortSignal,
): Promise<BodyReply> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key });
  const reply = await client.send(command, { abortSignal: signal });
  const size = reply.ContentLength ?? 0;
  // The guarantee: under Node the SDK gives the body as a stream of Node.
  const stream = reply.Body as Readable;
  try {
    if (size > STORED_BYTES_MAX) return { outcome: 'tooLarge' };
    return await inflated(stream, size);
  } finally {
    stream.destroy();
  }
}

async function inflated(stream: AsyncIterable<Buffer>, size: number): Promise<BodyReply> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of inflatedChunks({ size, open: () => stream })) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return { outcome: 'tooLarge' };
    chunks.push(chunk);
  }
  return { outcome: 'read', text: Buffer.concat(chunks).toString('utf8') };
}

/** How S3 answers where a bucket lies in another Region. */
const OTHER_REGION: ReadonlySet<string> = new Set([
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
]);

/** @throws SourceError for what says nothing of this one body. */
function outcomeOf(error: unknown, bucket: string): BodyReply {
  if (error instanceof ObjectProblem) return { outcome: 'unreadable' };
  const name = nameOf(error);
  if (name === 'InvalidObjectState') return { outcome: 'gone' };
  if (OTHER_REGION.has(name)) return { outcome: 'failed' };
  const problem = toSourceError(error, `read a body in s3://${bucket}`);
  if (problem.code === 'denied') return { outcome: 'denied' };
  if (problem.code === 'notFound') return { outcome: 'gone' };
  if (problem.retryable) throw problem;
  return { outcome: 'failed' };
}
