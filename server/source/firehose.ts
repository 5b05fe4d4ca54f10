/** A request of Amazon Data Firehose's HTTP delivery -> raw records, every size bounded. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import { splitJsonValues } from './json-values.ts';
import type { ObjectProblemCode } from './object-problems.ts';
import type { RawRecord, SourceFailure } from './source.ts';

/** As it comes over the wire; the buffer of a stream is set smaller, see docs/push.md. */
export const FIREHOSE_BYTES_MAX = 16 * 1024 ** 2;
/** A whole request after inflating, and one of its records. */
const REQUEST_BYTES_MAX = 64 * 1024 ** 2;
const RECORD_BYTES_MAX = 16 * 1024 ** 2;
/** All records of a request after inflating. */
const CONTENT_BYTES_MAX = 128 * 1024 ** 2;
const RECORDS_MAX = 10_000;

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

export interface FirehoseRequest {
  readonly requestId: string;
  /** When Firehose made the request, epoch ms. */
  readonly timestampMs: number;
  readonly records: readonly RawRecord[];
  /** Records of Firehose that could not be opened: they are counted, and hold up no other. */
  readonly failures: readonly SourceFailure[];
}

export type FirehoseProblem = 'tooLarge' | 'badRequest';

/**
 * Opens a request: each record is a payload of a CloudWatch Logs subscription (gzip), or JSON.
 *
 * @param isGzip whether the request itself is compressed.
 * @returns texts as they stand, envelopes unopened. Never throws.
 */
export async function openFirehoseRequest(
  body: Buffer,
  isGzip: boolean,
): Promise<Result<FirehoseRequest, FirehoseProblem>> {
  const plain = isGzip ? await inflated(body, REQUEST_BYTES_MAX) : ok(body);
  if (!plain.ok) return err(plain.problem === 'tooLarge' ? 'tooLarge' : 'badRequest');
  const request = RequestText.safeParse(parseJson(plain.value.toString('utf8')));
  if (!request.success) return err('badRequest');
  const { requestId, timestamp: timestampMs } = request.data;
  if (request.data.records.length > RECORDS_MAX) return err('tooLarge');
  const records: RawRecord[] = [];
  const failures: SourceFailure[] = [];
  let bytes = 0;
  for (const [index, { data }] of request.data.records.entries()) {
    const origin = `firehose:${requestId}#${index + 1}`;
    const content = await contentOf(data);
    if (content.ok) {
      bytes += content.value.length;
      if (bytes > CONTENT_BYTES_MAX) return err('tooLarge');
      for (const text of textsOf(content.value.toString('utf8'))) {
        records.push({ text, sourceAtMs: timestampMs, origin });
      }
    } else failures.push({ origin, code: content.problem, hint: HINTS[content.problem] });
  }
  return ok({ requestId, timestampMs, records, failures });
}

type ContentProblem = Extract<ObjectProblemCode, 'badGzip' | 'tooLarge'>;

const HINTS: Readonly<Record<ContentProblem, string>> = {
  badGzip: 'The gzip data of the record is cut or damaged.',
  tooLarge: 'The record inflates to more than 16 MiB.',
};

async function contentOf(data: string): Promise<Result<Buffer, ContentProblem>> {
  const stored = Buffer.from(data, 'base64');
  const isGzip = stored.subarray(0, 2).equals(GZIP_MAGIC);
  if (isGzip) return inflated(stored, RECORD_BYTES_MAX);
  return stored.length > RECORD_BYTES_MAX ? err('tooLarge') : ok(stored);
}

async function inflated(
  stored: Buffer,
  maxOutputLength: number,
): Promise<Result<Buffer, ContentProblem>> {
  try {
    return ok(await inflate(stored, { maxOutputLength })); // Here, unlike in streams, it holds.
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return err(code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'badGzip');
  }
}

/** A stream that unpacks subscriptions joins their records, with line ends or without. */
function textsOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    return line.includes('}{') ? splitJsonValues(line) : [line];
  });
}

const RequestText = z.object({
  requestId: z.string().regex(/^[\w-]{1,100}$/), // Shown in origins: letters of an id only.
  timestamp: z.number(),
  records: z.array(z.object({ data: z.string() })),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // Told to the sender as a bad request, without its content.
  }
}
