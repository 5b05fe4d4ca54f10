/** Real SDK clients whose requests reach the local endpoint without a socket, to the same end. */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { AwsRequest } from '../../server/demo/aws-call.ts';
import type { Delivery, Endpoint } from '../../server/demo/endpoint.ts';
import type { AwsScope } from '../../server/demo/aws-world.ts';

/** The part of a request of the SDK that goes over the wire. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | null | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Called before a request is answered; whoever never resolves has died there. */
export type BeforeCall = () => Promise<void>;

export interface SimClients {
  logs(scope: AwsScope): CloudWatchLogsClient;
  s3(scope: AwsScope): S3Client;
}

/** Clients of one process: when it is dead, its requests are heard no more. */
export function simClients(endpoint: Endpoint, beforeCall: BeforeCall): SimClients {
  const requestHandler = {
    async handle(
      request: SdkRequest,
      { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
    ) {
      await beforeCall();
      abortSignal?.throwIfAborted();
      return { response: responseOf(endpoint.answer(toAwsRequest(request))) };
    },
  };
  const configOf = ({ account, region }: AwsScope) => ({
    region,
    endpoint: 'http://aws.invalid',
    credentials: { accessKeyId: `AKIADEMO${account}`, secretAccessKey: 'for tests only' },
    maxAttempts: 1, // Waits of the SDK would be real ones; the next pass tries again.
    requestHandler,
  });
  return {
    logs: (scope) => new CloudWatchLogsClient(configOf(scope)),
    s3: (scope) => new S3Client({ ...configOf(scope), forcePathStyle: true }),
  };
}

function toAwsRequest({ method, path, query = {}, headers, body }: SdkRequest): AwsRequest {
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value ?? '')]);
  return {
    method,
    path,
    query: new URLSearchParams(pairs),
    headers: new Map(Object.entries(headers)),
    body: typeof body === 'object' ? new TextDecoder().decode(body) : (body ?? ''),
  };
}

function responseOf({ reply, arrives }: Delivery) {
  if (arrives === 'never') throw brokenSocket();
  const body = Buffer.from(reply.body);
  const stream = arrives === 'whole' ? Readable.from([body]) : Readable.from(half(body));
  return { statusCode: reply.status, headers: { ...reply.headers }, body: stream };
}

function* half(body: Buffer): Generator<Buffer> {
  yield body.subarray(0, Math.floor(body.length / 2));
  throw brokenSocket();
}

function brokenSocket(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
