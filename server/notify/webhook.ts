/** Outcrop's own message, signed after Standard Webhooks. */
import type { WebhookChannel } from './channel.ts';
import type { OwedMessage } from './message.ts';
import type { HttpMessage } from './post.ts';
import { signWebhook } from './webhook-signature.ts';

/** The timestamp is that of this attempt; id and body are the same in all. */
export function webhookRequest(
  channel: WebhookChannel,
  { id, body }: OwedMessage,
  nowMs: number,
): HttpMessage {
  const timestampSeconds = Math.floor(nowMs / 1000);
  const { url, allowPrivate, secrets } = channel;
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signWebhook({ id, timestampSeconds, body, secrets }),
  };
  return { url, allowPrivate, headers, body };
}
