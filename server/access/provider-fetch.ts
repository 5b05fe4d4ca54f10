/** The way of sign-ins to their provider: no redirects, and answers of a size that it may have. */
import type { CustomFetchOptions } from 'openid-client';

const REPLY_BYTES_MAX = 1_048_576;

/** Fetches as the library asks, within its time; what is longer than any such answer is cut off. */
export async function askProvider(url: string, options: CustomFetchOptions): Promise<Response> {
  const { body, headers, method, signal } = options;
  const reply = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body instanceof URLSearchParams && { body }), // Forms, or nothing, is all that is sent.
    ...(signal && { signal }),
  });
  const { status, headers: told } = reply;
  const hasBody = reply.body !== null && status !== 204 && status !== 304;
  return new Response(hasBody ? await bytesOf(reply) : null, { status, headers: told });
}

async function bytesOf(reply: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let count = 0;
  // The guarantee: a body of fetch yields bytes, and Node's streams can be walked.
  for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
    count += chunk.length;
    if (count > REPLY_BYTES_MAX) throw new TypeError('The provider sends too much.');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
