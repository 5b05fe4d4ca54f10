/** Replies and refusals in the JSON protocols of AWS. */
import { AwsFailure, type AwsReply, type CommonFailures } from './aws-call.ts';

export function jsonReply(value: unknown, contentType: string): AwsReply {
  const headers = { 'content-type': contentType };
  return { status: 200, headers, body: JSON.stringify(value) };
}

/** The code stands in the body and in a header, where the REST flavour looks for it. */
export function jsonFailure(failure: AwsFailure, contentType: string): AwsReply {
  return {
    status: failure.status,
    headers: { 'content-type': contentType, 'x-amzn-errortype': failure.code },
    body: JSON.stringify({ __type: failure.code, message: failure.message }),
  };
}

const MESSAGES = {
  throttle: 'Rate exceeded',
  serverError: 'The service failed to answer.',
  accessDenied: 'The caller is not authorized to perform this operation.',
  expiredCredentials: 'The security token included in the request is expired.',
} as const satisfies Record<keyof CommonFailures, string>;

type CodeAndStatus = readonly [code: string, status: number];

/** Builds the failures that every service has from its own codes and statuses. */
export function commonFailures(
  codes: Readonly<Record<keyof CommonFailures, CodeAndStatus>>,
): CommonFailures {
  const of = (kind: keyof CommonFailures): AwsFailure =>
    new AwsFailure(codes[kind][0], codes[kind][1], MESSAGES[kind]);
  return {
    throttle: of('throttle'),
    serverError: of('serverError'),
    accessDenied: of('accessDenied'),
    expiredCredentials: of('expiredCredentials'),
  };
}
