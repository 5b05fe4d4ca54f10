/** Messages of an SQS queue: received for a while, deleted only when what they told is kept. */
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { toSourceError } from './aws-error.ts';

export interface QueueMessage {
  /** Names this delivery of the message, for deleting it. */
  readonly handle: string;
  readonly body: string;
}

/** SQS gives and takes at most so many at once. */
const BATCH_MAX = 10;
/** Asks all servers of the queue, which a wait of 0 would not. */
const WAIT_SECONDS = 1;
/** A message that is not deleted by then comes again; a commit takes a fraction of it. */
const VISIBILITY_SECONDS = 300;

/**
 * The messages at hand, a batch at a time; ends when none is there.
 *
 * @throws SourceError
 */
export async function* receiveMessages(
  client: SQSClient,
  queueUrl: string,
  { messagesMax, signal }: { readonly messagesMax: number; readonly signal: AbortSignal },
): AsyncGenerator<readonly QueueMessage[]> {
  for (let received = 0; received < messagesMax && !signal.aborted; received += BATCH_MAX) {
    const messages = await receive(client, queueUrl, signal);
    if (messages.length === 0) return;
    yield messages;
  }
}

async function receive(
  client: SQSClient,
  queueUrl: string,
  signal: AbortSignal,
): Promise<readonly QueueMessage[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: BATCH_MAX,
    WaitTimeSeconds: WAIT_SECONDS,
    VisibilityTimeout: VISIBILITY_SECONDS,
  });
  try {
    const { Messages } = await client.send(command, { abortSignal: signal });
    return (Messages ?? []).map(({ ReceiptHandle, Body }) => {
      return { handle: ReceiptHandle ?? '', body: Body ?? '' };
    });
  } catch (error) {
    throw toSourceError(error, `receive from ${queueUrl}`);
  }
}

/** Deletes messages; one that could not be deleted comes again and changes nothing. */
export async function deleteMessages(
  client: SQSClient,
  queueUrl: string,
  handles: readonly string[],
): Promise<void> {
  try {
    for (let first = 0; first < handles.length; first += BATCH_MAX) {
      const batch = handles.slice(first, first + BATCH_MAX);
      const Entries = batch.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  } catch (error) {
    throw toSourceError(error, `delete from ${queueUrl}`);
  }
}

/** The JSON value of a message, out of the envelope that SNS puts around it; null for no JSON. */
export function messageValue(body: string): unknown {
  const value = parseJson(body);
  const isObject = typeof value === 'object' && value !== null;
  const isNotification = isObject && 'Type' in value && value.Type === 'Notification';
  if (!isNotification || !('Message' in value)) return value;
  return typeof value.Message === 'string' ? parseJson(value.Message) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // A message of somebody else; it is told apart by what it lacks.
  }
}
