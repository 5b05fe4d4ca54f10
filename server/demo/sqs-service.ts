/** SQS on the local endpoint, JSON protocol: receive and delete. */
import {
  AwsFailure,
  pageItemsOf,
  type AwsCall,
  type AwsContext,
  type AwsReply,
  type AwsService,
} from './aws-call.ts';
import { jsonObjectOf, numberIn, objectsIn, textIn, type JsonObject } from './json-params.ts';
import { commonFailures, jsonFailure, jsonReply } from './json-reply.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.0';
const MESSAGES_MAX = 10;
const VISIBILITY_SECONDS = 30;

export const sqsService: AwsService = {
  operationOf: ({ headers }) => headers.get('x-amz-target')?.split('.')[1] ?? 'Unknown',
  answer: (call, context) => {
    const reply = answerOf(call, context);
    if (!reply) throw new AwsFailure('UnknownOperationException', 400, call.operation);
    return jsonReply(reply, CONTENT_TYPE);
  },
  failureReply: (failure): AwsReply => jsonFailure(failure, CONTENT_TYPE),
  failures: commonFailures({
    throttle: ['RequestThrottled', 403],
    serverError: ['InternalFailure', 500],
    accessDenied: ['AccessDeniedException', 403],
    expiredCredentials: ['ExpiredTokenException', 403],
  }),
};

function answerOf(call: AwsCall, context: AwsContext): JsonObject | null {
  const input = jsonObjectOf(call.body);
  const queue = (textIn(input, 'QueueUrl') ?? '').split('/').at(-1) ?? '';
  if (call.operation === 'ReceiveMessage') return receive(queue, input, call, context);
  if (call.operation !== 'DeleteMessageBatch') return null;
  const entries = objectsIn(input, 'Entries');
  for (const entry of entries) {
    context.world.queues.delete(queue, textIn(entry, 'ReceiptHandle') ?? '');
  }
  return { Successful: entries.map((entry) => ({ Id: textIn(entry, 'Id') })), Failed: [] };
}

function receive(queue: string, input: JsonObject, call: AwsCall, context: AwsContext): JsonObject {
  const asked = numberIn(input, 'MaxNumberOfMessages');
  const messages = context.world.queues.receive(queue, {
    most: pageItemsOf(call, context, { asked, most: MESSAGES_MAX }),
    nowMs: context.nowMs,
    visibilityMs: (numberIn(input, 'VisibilityTimeout') ?? VISIBILITY_SECONDS) * 1000,
  });
  if (messages.length === 0) return {};
  return {
    Messages: messages.map(({ id, handle, body, md5 }) => {
      return { MessageId: id, ReceiptHandle: handle, MD5OfBody: md5, Body: body };
    }),
  };
}
