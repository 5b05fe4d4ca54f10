/** The local AWS endpoint without its wire: takes a request, gives what AWS answers or breaks. */
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
import { createFaults, type FaultPlan, type Faults } from './fault-plan.ts';
import { iamService } from './iam-service.ts';
import { logsService } from './logs-service.ts';
import { s3Service } from './s3-service.ts';
import { serviceQuotasService } from './service-quotas-service.ts';
import { sqsService } from './sqs-service.ts';
import { stsService } from './sts-service.ts';

export interface EndpointOptions {
  readonly world: AwsWorld;
  readonly nowMs: () => number;
  readonly faults?: FaultPlan;
}

/** A reply, and how much of it gets through: all, half of the body, or nothing at all. */
export interface Delivery {
  readonly reply: AwsReply;
  readonly arrives: 'whole' | 'half' | 'never';
}

export interface Endpoint {
  /** How often each operation was called so far, failed calls too. */
  readonly calls: ReadonlyMap<string, number>;
  /** Replaces the fault plan; counts and chance start anew. */
  setFaults(plan: FaultPlan): void;
  /** Never throws: a service's failure is a reply. */
  answer(request: AwsRequest): Delivery;
}

const SERVICES: Record<ServiceName, AwsService> = {
  logs: logsService,
  s3: s3Service,
  monitoring: cloudWatchService,
  bedrock: bedrockService,
  sts: stsService,
  sqs: sqsService,
  iam: iamService,
  servicequotas: serviceQuotasService,
};
const COMMON_FAULTS = ['throttle', 'serverError', 'accessDenied', 'expiredCredentials'] as const;
const UNSIGNED = new AwsFailure('MissingAuthenticationTokenException', 403, 'Not signed.');

/** Who calls, and from which Region, is read from a request's signature, which is not verified. */
export function createEndpoint({ world, nowMs, faults: plan = {} }: EndpointOptions): Endpoint {
  const calls = new Map<string, number>();
  let faults = createFaults(plan);
  return {
    calls,
    setFaults: (next) => {
      faults = createFaults(next);
    },
    answer: (request) => {
      const call = callOf(world, request);
      if (!call) return { reply: SERVICES.bedrock.failureReply(UNSIGNED), arrives: 'whole' };
      calls.set(call.operation, (calls.get(call.operation) ?? 0) + 1);
      const isClosed = faults.take('closedConnection', call) !== null;
      const reply = replyTo(call, { world, faults, nowMs: nowMs() });
      if (isClosed) return { reply, arrives: 'never' };
      return { reply, arrives: faults.take('cutBody', call) ? 'half' : 'whole' };
    },
  };
}

function callOf(world: AwsWorld, request: AwsRequest): AwsCall | null {
  const caller = readCaller(request.headers.get('authorization') ?? '');
  if (!caller || !Object.hasOwn(SERVICES, caller.service)) return null;
  const service = caller.service as ServiceName; // The guarantee: it is a key of SERVICES.
  const operation = SERVICES[service].operationOf(request);
  const account = accountOf(caller.accessKeyId, world.accounts[0] ?? '');
  return { ...request, ...caller, service, operation, account };
}

function replyTo(
  call: AwsCall,
  context: { readonly world: AwsWorld; readonly faults: Faults; readonly nowMs: number },
): AwsReply {
  const service = SERVICES[call.service];
  try {
    const fault = COMMON_FAULTS.find((kind) => context.faults.take(kind, call));
    if (fault) throw service.failures[fault];
    return service.answer(call, context);
  } catch (error) {
    if (error instanceof AwsFailure) return service.failureReply(error);
    const hint = error instanceof Error ? error.message : String(error);
    return service.failureReply(new AwsFailure('InternalFailure', 500, `Local endpoint: ${hint}`));
  }
}
