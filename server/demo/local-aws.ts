/** An AWS endpoint on loopback that today's real SDK clients talk to: all services, one port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { assert } from '../../shared/assert.ts';
import type { AwsReply, AwsRequest } from './aws-call.ts';
import { createEndpoint, type Endpoint, type EndpointOptions } from './endpoint.ts';

export interface LocalAwsOptions extends EndpointOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

export interface LocalAws extends Pick<Endpoint, 'calls' | 'setFaults'> {
  readonly url: string;
  close(): Promise<void>;
}

const BODY_BYTES_MAX = 4 * 1024 * 1024;

/** Starts the endpoint. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const endpoint = createEndpoint(options);
  const server = createServer((request, response) => {
    response.setHeader('date', new Date(options.nowMs()).toUTCString());
    serve(endpoint, request, response).catch(() => response.destroy());
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    calls: endpoint.calls,
    setFaults: (plan) => endpoint.setFaults(plan),
    close: () => close(server),
  };
}

async function serve(
  endpoint: Endpoint,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  const { reply, arrives } = endpoint.answer(request);
  if (arrives === 'never') return void response.destroy();
  if (arrives === 'half') return sendHalf(response, reply);
  send(response, reply, request.method);
}

async function readRequest(incoming: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    assert(bytes <= BODY_BYTES_MAX, 'a request to the local endpoint is small');
    chunks.push(buffer);
  }
  const [path = '/', search = ''] = (incoming.url ?? '/').split('?', 2);
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => {
    return [name, String(value)];
  });
  const body = Buffer.concat(chunks);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers: new Map(headers),
    body: body.toString(),
    bytes: body,
  };
}

function send(response: ServerResponse, reply: AwsReply, method: string): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    'content-length': String(body.length),
    'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
    ...reply.headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

/** Promises the whole body, sends half of it, and hangs up: what a broken network looks like. */
function sendHalf(response: ServerResponse, reply: AwsReply): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      assert(typeof address === 'object' && address !== null, 'a listening server has a port');
      resolve(address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections(); // Clients keep their connections open and would hold it up.
  });
}
