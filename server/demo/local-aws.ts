/** An AWS endpoint on loopback that today's real SDK clients talk to: all services, one port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { assert } from '../../shared/assert.ts';
import {
  AwsFailure,
  type AwsCall,
  type AwsReply,
  type AwsRequest,
  type AwsService,
  type ServiceName,
} from './aws-call.ts';
import type { AwsWorld } from './aws-world.ts';
import { bedrockService } from './bedrock-service.ts';
import { accountOf, readCaller } from './caller.ts';
import { cloudWatchService } from './cloudwatch-service.ts';
import { createFaults, type FaultKind, type FaultPlan, type Faults } from './fault-plan.ts';
import { logsService } from './logs-service.ts';
import { s3Service } from './s3-service.ts';
import { stsService } from './sts-service.ts';

export interface LocalAwsOptions {
  readonly world: AwsWorld;
  readonly nowMs: () => number;
  readonly faults?: FaultPlan;
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

export interface LocalAws {
  readonly url: string;
  /** How often each operation was called so far, failed calls too. */
  readonly calls: ReadonlyMap<string, number>;
  /** Replaces the fault plan; counts and chance start anew. */
  setFaults(plan: FaultPlan): void;
  close(): Promise<void>;
}

const SERVICES: Record<ServiceName, AwsService> = {
  logs: logsService,
  s3: s3Service,
  monitoring: cloudWatchService,
  bedrock: bedrockService,
  sts: stsService,
};
const COMMON_FAULTS = ['throttle', 'serverError', 'accessDenied', 'expiredCredentials'] as const;
const BODY_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Starts the endpoint; who calls, and from which Region, is read from each request's signature,
 * which is not verified.
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const calls = new Map<string, number>();
  const state: EndpointState = { ...options, calls, faults: createFaults(options.faults ?? {}) };
  const server = createServer((request, response) => {
    serve(state, request, response).catch(() => response.destroy());
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    setFaults: (plan) => {
      state.faults = createFaults(plan);
    },
    close: () => close(server),
  };
}

interface EndpointState {
  readonly world: AwsWorld;
  readonly nowMs: () => number;
  readonly calls: Map<string, number>;
  faults: Faults;
}

async function serve(
  state: EndpointState,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  const call = callOf(state.world, request);
  response.setHeader('date', new Date(state.nowMs()).toUTCString());
  if (!call) return send(response, SERVICES.bedrock.failureReply(UNSIGNED), request.method);
  state.calls.set(call.operation, (state.calls.get(call.operation) ?? 0) + 1);
  if (state.faults.take('closedConnection', call)) return void response.destroy();
  const reply = replyTo(state, call);
  if (state.faults.take('cutBody', call)) return sendHalf(response, reply);
  send(response, reply, call.method);
}

const UNSIGNED = new AwsFailure('MissingAuthenticationTokenException', 403, 'Not signed.');

function callOf(world: AwsWorld, request: AwsRequest): AwsCall | null {
  const caller = readCaller(request.headers.get('authorization') ?? '');
  if (!caller || !Object.hasOwn(SERVICES, caller.service)) return null;
  const service = caller.service as ServiceName; // The guarantee: it is a key of SERVICES.
  const operation = SERVICES[service].operationOf(request);
  const account = accountOf(caller.accessKeyId, world.accounts[0] ?? '');
  return { ...request, ...caller, service, operation, account };
}

function replyTo(state: EndpointState, call: AwsCall): AwsReply {
  const service = SERVICES[call.service];
  try {
    const fault = COMMON_FAULTS.find((kind: FaultKind) => state.faults.take(kind, call));
    if (fault) throw service.failures[fault];
    const { world, faults } = state;
    return service.answer(call, { world, faults, nowMs: state.nowMs() });
  } catch (error) {
    if (error instanceof AwsFailure) return service.failureReply(error);
    const hint = error instanceof Error ? error.message : String(error);
    return service.failureReply(new AwsFailure('InternalFailure', 500, `Local endpoint: ${hint}`));
  }
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
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers: new Map(headers),
    body: Buffer.concat(chunks).toString(),
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
