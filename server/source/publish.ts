/** Publishes to an SNS topic: the one call to AWS that is no reading, made only where set up. */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { nameOf } from './aws-error.ts';

export interface TopicMessage {
  readonly topicArn: string;
  /** Another endpoint, for tests and private networks; null for AWS's own. */
  readonly endpoint: string | null;
  /** Printable ASCII in one line, at most 100 characters. */
  readonly subject: string;
  readonly text: string;
  /** Texts by name, which subscriptions can be filtered by. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The same for a repeat: a FIFO topic hands on one of them. */
  readonly id: string;
  /** A FIFO topic keeps the order within a group. */
  readonly group: string;
}

/** What AWS answered: `denied` is of no use to try again before somebody has mended it. */
export type Published =
  { readonly kind: 'taken' } | { readonly kind: 'denied' | 'failed'; readonly code: string };

const FINAL = /Authorization|AccessDenied|NotFound|Invalid/;
const TIMEOUT_MS = 15_000;

/** Publishes once, by the credentials of this process. Never throws. */
export async function publish(message: TopicMessage, signal: AbortSignal): Promise<Published> {
  const { topicArn, endpoint, subject, text, attributes, id, group } = message;
  const client = new SNSClient({
    region: topicArn.split(':')[3] ?? '',
    maxAttempts: 1, // The outbox is what tries again.
    ...(endpoint === null ? {} : { endpoint }),
  });
  const named = Object.entries(attributes).map(([name, value]) => {
    return [name, { DataType: 'String', StringValue: value }] as const;
  });
  const order = { MessageDeduplicationId: id, MessageGroupId: group };
  try {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        Message: text,
        MessageAttributes: Object.fromEntries(named),
        ...(topicArn.endsWith('.fifo') ? order : {}),
      }),
      { abortSignal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) },
    );
    return { kind: 'taken' };
  } catch (error) {
    const code = nameOf(error);
    return { kind: FINAL.test(code) ? 'denied' : 'failed', code };
  } finally {
    client.destroy();
  }
}
