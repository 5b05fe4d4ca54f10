/** One request to the local AWS endpoint, taken apart, and what a service answers to it. */
import type { AwsWorld } from './aws-world.ts';
import type { Faults } from './fault-plan.ts';

export type ServiceName =
  'logs' | 's3' | 'monitoring' | 'bedrock' | 'sts' | 'sqs' | 'iam' | 'servicequotas';

/** A request as it came over the wire. */
export interface AwsRequest {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** The body as it came; left out where it is text. */
  readonly bytes?: Uint8Array;
}

/** A request with its caller, read from the signature, and the operation it asks for. */
export interface AwsCall extends AwsRequest {
  readonly service: ServiceName;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
}

export interface AwsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a service needs beside the call. */
export interface AwsContext {
  readonly world: AwsWorld;
  readonly nowMs: number;
  readonly faults: Faults;
}

/** A refusal by AWS: its code on the wire and the HTTP status. */
export class AwsFailure extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'AwsFailure';
    this.code = code;
    this.status = status;
  }
}

/** Failures that every service has, each under its own name. */
export interface CommonFailures {
  readonly throttle: AwsFailure;
  readonly serverError: AwsFailure;
  readonly accessDenied: AwsFailure;
  readonly expiredCredentials: AwsFailure;
}

/** One AWS service behind the endpoint. */
export interface AwsService {
  /** Name of the operation asked for; 'Unknown' when there is none such. */
  operationOf(request: AwsRequest): string;
  /** @throws AwsFailure when AWS would refuse the call. */
  answer(call: AwsCall, context: AwsContext): AwsReply;
  failureReply(failure: AwsFailure): AwsReply;
  readonly failures: CommonFailures;
}

/** Most items on a page: what was asked for, within AWS's limit and the fault plan's. */
export function pageItemsOf(
  call: AwsCall,
  context: AwsContext,
  limits: { readonly asked: number | null; readonly most: number },
): number {
  const planned = context.faults.plan.pageItemsMax?.[call.operation] ?? Infinity;
  return Math.min(limits.asked ?? limits.most, limits.most, planned);
}
