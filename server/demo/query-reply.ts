/** Replies of services that take AWS Query and answer in XML: STS and IAM. */
import {
  AwsFailure,
  type AwsReply,
  type AwsRequest,
  type AwsService,
  type CommonFailures,
} from './aws-call.ts';
import { commonFailures } from './json-reply.ts';
import { xmlDocument, type XmlNode } from './xml.ts';

/** What all of these services have in common; `answer` is their own. */
export function queryProtocol(namespace: string): Pick<AwsService, 'operationOf' | 'failureReply'> {
  return {
    operationOf: ({ body }: AwsRequest) => new URLSearchParams(body).get('Action') ?? 'Unknown',
    failureReply: (failure) => {
      const error: readonly XmlNode[] = [
        ['Type', failure.status < 500 ? 'Sender' : 'Receiver'],
        ['Code', failure.code],
        ['Message', failure.message],
      ];
      return xmlReply(failure.status, xmlDocument('ErrorResponse', namespace, [['Error', error]]));
    },
  };
}

/** What an operation gives, in the two elements that bear its name. */
export function queryResult(
  operation: string,
  namespace: string,
  result: readonly XmlNode[],
): AwsReply {
  const nodes: readonly XmlNode[] = [[`${operation}Result`, result]];
  return xmlReply(200, xmlDocument(`${operation}Response`, namespace, nodes));
}

export function unknownOperation(operation: string): AwsFailure {
  return new AwsFailure('InvalidAction', 400, `Could not find operation ${operation}`);
}

export const QUERY_FAILURES: CommonFailures = commonFailures({
  throttle: ['Throttling', 400],
  serverError: ['InternalFailure', 500],
  accessDenied: ['AccessDenied', 403],
  expiredCredentials: ['ExpiredToken', 403],
});

function xmlReply(status: number, body: string): AwsReply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
