/** Lists and fetches log objects in S3, page by page, with what can go wrong told apart. */
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { nameOf, toSourceError } from './aws-error.ts';
import type { SourceErrorCode } from './source-errors.ts';
import { SourceError, type SourceFailureCode } from './source.ts';

export interface ListedObject {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  readonly size: number;
  readonly writtenAtMs: number;
}

export interface ListPage {
  readonly objects: readonly ListedObject[];
  /** Folders below the prefix, with a slash at their end. */
  readonly folders: readonly string[];
}

export interface ListQuestion {
  readonly bucket: string;
  readonly prefix: string;
  /** Keys up to this one are left out; null starts at the first. */
  readonly startAfter: string | null;
  /** All below the prefix, however deep; else what lies directly in the folder. */
  readonly isDeep?: boolean;
}

const REPEATS_MAX = 50;

/**
 * What lies directly in a folder, page by page in the order of keys.
 *
 * @throws SourceError; the SDK's own errors pass through as they are.
 */
export async function* listFolder(
  client: S3Client,
  question: ListQuestion,
  signal: AbortSignal,
): AsyncGenerator<ListPage> {
  let token: string | undefined;
  let repeats = 0;
  for (;;) {
    const reply: ListObjectsV2CommandOutput = await client.send(
      new ListObjectsV2Command({
        Bucket: question.bucket,
        Prefix: question.prefix,
        // Bodies lie in folders of their own and need not be paged through.
        ...(question.isDeep ? {} : { Delimiter: '/' }),
        EncodingType: 'url', // A key may hold characters that XML cannot.
        ...(question.startAfter === null ? {} : { StartAfter: question.startAfter }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
      { abortSignal: signal },
    );
    yield pageOf(reply);
    const next = reply.NextContinuationToken;
    if (next === undefined || reply.IsTruncated === false) return;
    repeats = next === token ? repeats + 1 : 0;
    if (repeats > REPEATS_MAX) throw listingStands(question);
    token = next;
  }
}

function listingStands({ bucket, prefix }: ListQuestion): SourceError {
  return new SourceError('badAnswer', `The listing of s3://${bucket}/${prefix} does not go on.`, {
    retryable: true,
    hint: 'Reading starts anew at the next pass; check the endpoint if this stays.',
  });
}

function pageOf(reply: ListObjectsV2CommandOutput): ListPage {
  const decode = reply.EncodingType === 'url' ? decodeKey : (key: string) => key;
  return {
    objects: (reply.Contents ?? []).map((object) => ({
      key: decode(object.Key ?? ''),
      etag: (object.ETag ?? '').replaceAll('"', ''),
      size: object.Size ?? 0,
      writtenAtMs: object.LastModified?.getTime() ?? 0,
    })),
    folders: (reply.CommonPrefixes ?? []).map((folder) => decode(folder.Prefix ?? '')),
  };
}

function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

/** Why one object could not be fetched, while the next one may well be. */
export class FetchProblem extends Error {
  readonly code: SourceFailureCode;
  readonly hint: string;

  constructor(code: SourceFailureCode, hint: string, cause: unknown) {
    super(hint, { cause });
    this.name = 'FetchProblem';
    this.code = code;
    this.hint = hint;
  }
}

/** Inflated far larger; a log object of Bedrock has a few megabytes. */
export const STORED_BYTES_MAX = 256 * 1024 ** 2;

/**
 * The stored bytes of an object; it must still be the one that was listed.
 *
 * @throws FetchProblem when it is this object's own trouble; else what the SDK throws.
 */
export async function fetchObject(
  client: S3Client,
  { bucket, object }: { readonly bucket: string; readonly object: ListedObject },
  signal: AbortSignal,
): Promise<Buffer> {
  if (object.size > STORED_BYTES_MAX) {
    throw new FetchProblem('tooLarge', 'The object is larger than 256 MiB.', null);
  }
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: object.key,
    IfMatch: `"${object.etag}"`,
  });
  try {
    const reply = await client.send(command, { abortSignal: signal });
    // The guarantee: under Node the SDK gives the body as a stream of Node.
    return await collect(reply.Body as Readable, object.size);
  } catch (error) {
    throw problemOf(error);
  }
}

/** At most one byte more than was listed: enough to see that the object is another one. */
async function collect(body: Readable, size: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer); // A stream of bytes gives Buffers.
      bytes += chunks.at(-1)?.length ?? 0;
      if (bytes > size) break;
    }
  } catch (error) {
    throw new FetchProblem('cut', `The connection broke after ${bytes} of ${size} bytes.`, error);
  } finally {
    body.destroy();
  }
  if (bytes === size) return Buffer.concat(chunks);
  throw new FetchProblem('cut', `Came with ${bytes} bytes, was listed with ${size}.`, null);
}

const OBJECT_PROBLEMS = new Map([
  ['NoSuchKey', ['gone', 'The object was deleted between listing and reading.']],
  ['NotFound', ['gone', 'The object was deleted between listing and reading.']],
  ['PreconditionFailed', ['changed', 'The object was replaced meanwhile; it is read anew.']],
  ['InvalidObjectState', ['archived', 'The object is in an archive: restore it to have it read.']],
] as const);

const DENIED_HINT = '403: allow s3:GetObject on the key, and kms:Decrypt if the bucket uses KMS.';

/** Codes that say something of the identity or the network, not of one object. */
const CODES_OF_ALL: readonly SourceErrorCode[] = [
  'throttled',
  'expiredCredentials',
  'noCredentials',
  'unreachable',
];

function problemOf(error: unknown): unknown {
  if (error instanceof FetchProblem) return error;
  const known = OBJECT_PROBLEMS.get(nameOf(error) as 'NoSuchKey'); // Any name may be asked for.
  if (known) return new FetchProblem(known[0], known[1], error);
  const { code, message } = toSourceError(error, 'read an object');
  if (CODES_OF_ALL.includes(code) || nameOf(error) === 'NoSuchBucket') return error;
  return new FetchProblem(code, code === 'denied' ? DENIED_HINT : message, error);
}
