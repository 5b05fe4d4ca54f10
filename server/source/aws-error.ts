/** Turns what the AWS SDK throws into a SourceError: which way it failed, and the mend. */
import { SOURCE_ERRORS, type SourceErrorCode } from './source-errors.ts';
import { SourceError } from './source.ts';

/** Names that the services and the SDK give to each way of failing. */
const CODE_OF_NAME = new Map<string, SourceErrorCode>([
  ...named('throttled', [
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'RequestThrottled',
    'RequestThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'LimitExceededException',
    'SlowDown',
    'BandwidthLimitExceeded',
    'PriorRequestNotComplete',
  ]),
  ...named('expiredCredentials', [
    'ExpiredToken',
    'ExpiredTokenException',
    'RequestExpired',
    'TokenRefreshRequired',
  ]),
  ...named('denied', [
    'AccessDenied',
    'AccessDeniedException',
    'AllAccessDisabled',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'InvalidToken',
    'OptInRequired',
    'RequestPayerRequired',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
    'UnauthorizedOperation',
    'UnrecognizedClientException',
  ]),
  ...named('notFound', [
    'NoSuchResourceException',
    'AuthorizationHeaderMalformed', // S3's word for the wrong Region.
    'PermanentRedirect',
    'NoSuchBucket',
    'NoSuchKey',
    'NotFound',
    'ResourceNotFound',
    'ResourceNotFoundException',
  ]),
  ...named('noCredentials', ['CredentialsProviderError', 'TokenProviderError']),
  ...named('unreachable', [
    'TimeoutError',
    'NetworkingError',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'InternalError',
    'InternalFailure',
  ]),
]);

/** Codes that Node gives to sockets, names and certificates that failed. */
const SOCKET_CODE = /^E(CONN\w+|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND|PROTO)$/;
const CERTIFICATE_CODE = /^(ERR_TLS\w*|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/;

const ELSEWHERE = 'Set s3.region to the Region of the bucket: it lies in another one.';

/** Hints for names that say more than their code does. */
const HINT_OF_NAME = new Map([
  ['InvalidAccessKeyId', 'The access key is unknown to AWS: check the credentials in use.'],
  ['InvalidClientTokenId', 'The access key is unknown to AWS: check the credentials in use.'],
  ['UnrecognizedClientException', 'The access key is unknown here: check credentials and Region.'],
  ['SignatureDoesNotMatch', 'Check the secret key, and that the clock of this machine is right.'],
  [
    'InvalidSignatureException',
    'Check the secret key and that the clock of this machine is right.',
  ],
  ['RequestTimeTooSkewed', 'The clock of this machine is wrong: set it by NTP.'],
  ['OptInRequired', 'The Region is not switched on in this account: opt in, or drop the Region.'],
  ['PermanentRedirect', ELSEWHERE],
  ['AuthorizationHeaderMalformed', ELSEWHERE],
  [
    'RequestPayerRequired',
    'The bucket makes the requester pay, which Outcrop does not: log into one that does not.',
  ],
  ['NoSuchBucket', 'Check the name of the bucket in the settings.'],
]);

/**
 * Says in our words how a call to AWS failed.
 *
 * @param what what was tried, with its resource: `read log group x in us-east-1`.
 */
export function toSourceError(error: unknown, what: string): SourceError {
  if (error instanceof SourceError) return error;
  const code = sourceErrorCodeOf(error);
  const name = nameOf(error);
  // Text of AWS about our own request; bodies of log records never reach an error.
  const detail = error instanceof Error ? error.message : String(error);
  return new SourceError(code, `Could not ${what}: ${name}: ${detail}`, {
    retryable: SOURCE_ERRORS[code].retryable,
    hint: HINT_OF_NAME.get(name) ?? SOURCE_ERRORS[code].mend,
    cause: withoutExchange(error),
  });
}

/** The SDK hangs request and reply on its errors: large, and signed with the caller's keys. */
function withoutExchange(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const cause = new Error(error.message);
  cause.name = error.name;
  if (error.stack !== undefined) cause.stack = error.stack;
  return cause;
}

/** A disk error as a SourceError. */
export function toDiskError(error: unknown, what: string): SourceError {
  if (error instanceof SourceError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const hint = SOURCE_ERRORS.disk.mend;
  return new SourceError('disk', `Could not ${what}: ${detail}`, {
    retryable: false,
    hint,
    cause: error,
  });
}

/** The error's own name as AWS gives it; 'Error' when it has none. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

/** Which way a call failed, by the error's name, its socket code or its status. Never throws. */
export function sourceErrorCodeOf(error: unknown): SourceErrorCode {
  if (error instanceof SourceError) return error.code;
  const byName = CODE_OF_NAME.get(nameOf(error));
  if (byName) return byName;
  const network = textMember(error, 'code') ?? '';
  const isNetwork = SOCKET_CODE.test(network) || CERTIFICATE_CODE.test(network);
  if (isNetwork) return 'unreachable';
  return codeOfStatus(statusOf(error));
}

function codeOfStatus(status: number | null): SourceErrorCode {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'notFound';
  if (status === 429) return 'throttled';
  return status !== null && status >= 500 ? 'unreachable' : 'badAnswer';
}

function statusOf(error: unknown): number | null {
  const metadata = member(error, '$metadata');
  const status = member(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : null;
}

function textMember(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === 'string' ? found : null;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[name]; // The guarantee: any object can be asked so.
}

function named(
  code: SourceErrorCode,
  names: readonly string[],
): readonly (readonly [string, SourceErrorCode])[] {
  return names.map((name) => [name, code]);
}
