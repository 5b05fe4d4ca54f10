/** Signs webhooks as Standard Webhooks 1.0.0 asks, so that receivers know them as ours. */
import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { err, ok, type Result } from '../../shared/result.ts';

const KEY_BYTES_MIN = 24;
const KEY_BYTES_MAX = 64;

/** A signing key that shows in no log, JSON or error. */
export class WebhookSecret {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** HMAC-SHA256 of the content, as base64. */
  hmac(content: string): string {
    return createHmac('sha256', this.#key).update(content).digest('base64');
  }

  toJSON(): string {
    return '(secret)';
  }

  toString(): string {
    return '(secret)';
  }

  [inspect.custom](): string {
    return '(secret)';
  }
}

/**
 * Reads a secret such as `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`: base64 of 24 to 64 bytes.
 *
 * @returns the secret, or what is wrong with it, without repeating it. Never throws.
 */
export function parseWebhookSecret(text: string): Result<WebhookSecret, string> {
  const match = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text.trim());
  if (!match) return err('a webhook secret is whsec_ and base64');
  const base64 = match[1] ?? '';
  const key = Buffer.from(base64, 'base64');
  // Node skips over what is no base64, which would leave a weaker key than was meant.
  if (key.toString('base64').replace(/=+$/, '') !== base64.replace(/=+$/, '')) {
    return err('the base64 of the webhook secret is broken');
  }
  if (key.length < KEY_BYTES_MIN || key.length > KEY_BYTES_MAX) {
    return err(`a webhook secret holds ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} bytes`);
  }
  return ok(new WebhookSecret(key));
}

/** What is signed: the message's id, the second of this attempt, and the body as it is sent. */
export interface SignedContent {
  /** Without a dot, which parts the signed content. */
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: string;
  /** More than one while a secret is being changed: receivers may hold either. */
  readonly secrets: readonly WebhookSecret[];
}

/** The value of the header `webhook-signature`: `v1,<base64>` for each secret. */
export function signWebhook({ id, timestampSeconds, body, secrets }: SignedContent): string {
  const content = `${id}.${timestampSeconds}.${body}`;
  return secrets.map((secret) => `v1,${secret.hmac(content)}`).join(' ');
}
