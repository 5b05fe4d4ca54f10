/** Every way in which AWS fails has its code, and a mend. */
import { describe, expect, test } from 'vitest';
import { toDiskError, toSourceError } from '../../server/source/aws-error.ts';
import { SourceError } from '../../server/source/source.ts';

function failure(name: string, members: Readonly<Record<string, unknown>> = {}): Error {
  return Object.assign(new Error('as AWS says'), { name, ...members });
}

describe('toSourceError', () => {
  test.each([
    ['AccessDeniedException', {}, 'denied', false],
    ['AccessDenied', {}, 'denied', false],
    ['UnrecognizedClientException', {}, 'denied', false],
    ['SomethingForbidden', { $metadata: { httpStatusCode: 403 } }, 'denied', false],
    ['Throttling', {}, 'throttled', true],
    ['ThrottlingException', {}, 'throttled', true],
    ['SlowDown', {}, 'throttled', true],
    ['Unknown', { $metadata: { httpStatusCode: 429 } }, 'throttled', true],
    ['ResourceNotFoundException', {}, 'notFound', false],
    ['NoSuchBucket', {}, 'notFound', false],
    ['Unknown', { $metadata: { httpStatusCode: 404 } }, 'notFound', false],
    ['ExpiredToken', {}, 'expiredCredentials', true],
    ['ExpiredTokenException', {}, 'expiredCredentials', true],
    ['CredentialsProviderError', {}, 'noCredentials', false],
    ['Error', { code: 'ECONNREFUSED' }, 'unreachable', true],
    ['Error', { code: 'ENOTFOUND' }, 'unreachable', true],
    ['Error', { code: 'EAI_AGAIN' }, 'unreachable', true],
    ['Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'unreachable', true],
    ['TimeoutError', {}, 'unreachable', true],
    ['InternalFailure', { $metadata: { httpStatusCode: 500 } }, 'unreachable', true],
    ['Unknown', { $metadata: { httpStatusCode: 503 } }, 'unreachable', true],
    ['ValidationException', { $metadata: { httpStatusCode: 400 } }, 'badAnswer', true],
    ['SyntaxError', {}, 'badAnswer', true],
  ])('maps %s %j to %s', (name, members, code, retryable) => {
    const error = toSourceError(failure(name, members), 'read log group x');
    expect(error).toMatchObject({ code, retryable });
    expect(error.hint).not.toBe('');
    expect(error.message).toBe(`Could not read log group x: ${name}: as AWS says`);
  });

  test('passes an error of ours on as it is', () => {
    const error = new SourceError('disk', 'full', { retryable: false, hint: 'make room' });
    expect(toSourceError(error, 'read')).toBe(error);
  });

  test('keeps request, reply and their signature out of the cause', () => {
    const sdk = failure('AccessDenied', { $response: { headers: { authorization: 'secret' } } });
    const { cause } = toSourceError(sdk, 'read');
    expect(cause).toMatchObject({ name: 'AccessDenied', message: 'as AWS says' });
    expect(Object.keys(cause as object)).not.toContain('$response');
  });

  test('takes what is no error at all', () => {
    expect(toSourceError('nothing', 'read')).toMatchObject({ code: 'badAnswer' });
  });
});

describe('toDiskError', () => {
  test('names the path and keeps the reason', () => {
    const error = toDiskError(failure('Error', { code: 'ENOENT' }), 'read /logs');
    expect(error).toMatchObject({ code: 'disk', retryable: false });
    expect(error.message).toContain('/logs');
  });
});
