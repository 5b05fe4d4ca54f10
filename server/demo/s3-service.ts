/** S3 on the local endpoint, REST-XML and path style: list, get, head and put objects. */
import {
  AwsFailure,
  type AwsCall,
  type AwsContext,
  type AwsReply,
  type AwsService,
} from './aws-call.ts';
import type { StoredObject } from './aws-world.ts';
import { commonFailures } from './json-reply.ts';
import { listObjects } from './s3-list.ts';
import { xmlDocument } from './xml.ts';

const ERROR_NAMESPACE = '';

export const s3Service: AwsService = {
  operationOf: ({ method, path, query }) => {
    const isBucket = keyOf(path) === '';
    if (method === 'HEAD') return isBucket ? 'HeadBucket' : 'HeadObject';
    if (method === 'PUT' && !isBucket) return 'PutObject';
    if (method !== 'GET') return 'Unknown';
    if (!isBucket) return 'GetObject';
    return query.get('list-type') === '2' ? 'ListObjectsV2' : 'Unknown';
  },
  answer,
  failureReply: (failure) => ({
    status: failure.status,
    headers: { 'content-type': 'application/xml' },
    body: xmlDocument('Error', ERROR_NAMESPACE, [
      ['Code', failure.code],
      ['Message', failure.message],
    ]).replace(' xmlns=""', ''),
  }),
  failures: commonFailures({
    throttle: ['SlowDown', 503],
    serverError: ['InternalError', 500],
    accessDenied: ['AccessDenied', 403],
    expiredCredentials: ['ExpiredToken', 400],
  }),
};

function answer(call: AwsCall, context: AwsContext): AwsReply {
  const bucket = bucketOf(call.path);
  if (!context.world.bucketExists(bucket)) {
    throw new AwsFailure('NoSuchBucket', 404, 'The specified bucket does not exist');
  }
  switch (call.operation) {
    case 'ListObjectsV2':
      return listObjects(call, context, bucket);
    case 'HeadBucket':
      return { status: 200, headers: {}, body: '' };
    case 'HeadObject':
    case 'GetObject':
      return giveObject(call, context, bucket);
    case 'PutObject':
      return takeObject(call, context, bucket);
    default:
      throw new AwsFailure('NotImplemented', 501, 'Not served here.');
  }
}

function giveObject(call: AwsCall, { world, nowMs }: AwsContext, bucket: string): AwsReply {
  const key = keyOf(call.path);
  const object = world.object(bucket, key, nowMs);
  if (!object) throw new AwsFailure('NoSuchKey', 404, 'The specified key does not exist.');
  const condition = call.headers.get('if-match');
  if (condition !== undefined && condition !== `"${object.etag}"`) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw new AwsFailure('PreconditionFailed', 412, message);
  }
  // A HEAD must tell the length of the body that it does not carry.
  const head = call.method === 'HEAD';
  const body = head ? '' : world.content(bucket, key);
  return { status: 200, headers: objectHeaders(object), body };
}

function takeObject(call: AwsCall, { world, nowMs }: AwsContext, bucket: string): AwsReply {
  const key = keyOf(call.path);
  if (call.headers.get('if-none-match') === '*' && world.object(bucket, key, nowMs)) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw new AwsFailure('PreconditionFailed', 412, message);
  }
  if (!world.putObject) throw new AwsFailure('AccessDenied', 403, 'Access Denied');
  const content = call.bytes ?? Buffer.from(call.body);
  world.putObject({ bucket, key, content, lastModifiedMs: nowMs });
  const etag = world.object(bucket, key, nowMs)?.etag ?? '';
  return { status: 200, headers: { etag: `"${etag}"` }, body: '' };
}

function objectHeaders(object: StoredObject): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/octet-stream',
    'content-length': String(object.sizeBytes),
    'last-modified': new Date(object.lastModifiedMs).toUTCString(),
    etag: `"${object.etag}"`,
    'accept-ranges': 'bytes',
  };
}

function bucketOf(path: string): string {
  return decodeURIComponent(path.split('/')[1] ?? '');
}

function keyOf(path: string): string {
  return decodeURIComponent(path.split('/').slice(2).join('/'));
}
