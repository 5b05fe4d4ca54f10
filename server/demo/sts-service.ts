/** STS on the local endpoint, AWS Query in and XML out: assume a role in another account. */
import { AwsFailure, type AwsCall, type AwsReply, type AwsService } from './aws-call.ts';
import { accessKeyOf } from './caller.ts';
import { QUERY_FAILURES, queryProtocol, queryResult, unknownOperation } from './query-reply.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const SESSION_MS = 3_600_000;

export const stsService: AwsService = {
  ...queryProtocol(NAMESPACE),
  failures: QUERY_FAILURES,
  answer: (call) => {
    if (call.operation === 'AssumeRole') return assumeRole(call);
    if (call.operation === 'GetCallerIdentity') return getCallerIdentity(call);
    throw unknownOperation(call.operation);
  },
};

function assumeRole(call: AwsCall): AwsReply {
  const form = new URLSearchParams(call.body);
  const [, account, role] =
    /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(form.get('RoleArn') ?? '') ?? [];
  if (!account || !role) throw new AwsFailure('ValidationError', 400, 'RoleArn is no role ARN.');
  const session = form.get('RoleSessionName') ?? 'session';
  return queryResult('AssumeRole', NAMESPACE, [
    [
      'Credentials',
      [
        ['AccessKeyId', accessKeyOf(account, 'ASIAROLE')],
        ['SecretAccessKey', 'local-endpoint-verifies-no-signature'],
        ['SessionToken', 'local-endpoint-session'],
        ['Expiration', new Date(signedAtMs(call) + SESSION_MS).toISOString()],
      ],
    ],
    [
      'AssumedRoleUser',
      [
        ['AssumedRoleId', `AROALOCALENDPOINT:${session}`],
        ['Arn', `arn:aws:sts::${account}:assumed-role/${role}/${session}`],
      ],
    ],
  ]);
}

/**
 * The caller's own time: the endpoint's may be set to another year, and the client would then
 * take fresh credentials for expired ones.
 */
function signedAtMs({ headers }: AwsCall): number {
  const stamp = headers.get('x-amz-date') ?? '';
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? 0 : ms;
}

function getCallerIdentity({ account, accessKeyId }: AwsCall): AwsReply {
  return queryResult('GetCallerIdentity', NAMESPACE, [
    ['Arn', `arn:aws:iam::${account}:user/local`],
    ['UserId', accessKeyId],
    ['Account', account],
  ]);
}
