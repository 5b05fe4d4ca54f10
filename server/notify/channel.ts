/** The ways in which a message reaches people, and what each needs to be sent. */
import type { WebhookSecret } from './webhook-signature.ts';

interface Named {
  /** Part of the ids of messages: a new id makes it a new receiver. */
  readonly id: string;
}

/** A channel that is one HTTP request a message. */
interface HttpChannel extends Named {
  /** May hold a secret, as those of Slack and Teams do; shown without path and query. */
  readonly url: string;
  /** Allows http and private addresses. */
  readonly allowPrivate: boolean;
}

export interface WebhookChannel extends HttpChannel {
  readonly kind: 'webhook';
  /** At least one; a second one while secrets are changed. */
  readonly secrets: readonly WebhookSecret[];
}

/** Incoming webhooks whose address is their secret. */
export interface ChatChannel extends HttpChannel {
  readonly kind: 'slack' | 'teams';
}

/** Services that know a caller by a key. */
export interface KeyedChannel extends HttpChannel {
  readonly kind: 'pagerDuty' | 'opsgenie' | 'alertmanager';
  /** Routing key, API key or bearer token; '' for an Alertmanager receiver without one. */
  readonly key: string;
}

export interface EmailChannel extends Named {
  readonly kind: 'email';
  readonly host: string;
  readonly port: number;
  /** True speaks TLS from the start; false begins in clear and must then switch to TLS. */
  readonly isTls: boolean;
  readonly allowPrivate: boolean;
  readonly user: string | null;
  readonly password: string | null;
  readonly from: string;
  readonly to: readonly string[];
}

/** A topic of Amazon SNS, published to by the credentials of this process. */
export interface SnsChannel extends Named {
  readonly kind: 'sns';
  readonly topicArn: string;
  /** Another endpoint, for tests and private networks; null for AWS's own. */
  readonly endpoint: string | null;
}

/** Channels whose way is worked out here; a topic is reached through AWS's own library. */
export type DirectChannel = WebhookChannel | ChatChannel | KeyedChannel | EmailChannel;
export type Channel = DirectChannel | SnsChannel;
