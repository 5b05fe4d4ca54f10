/** Channels with their secrets, taken from the environment. */
import type { z } from 'zod';
import type { Channel } from '../notify/channel.ts';
import { parseWebhookSecret, type WebhookSecret } from '../notify/webhook-signature.ts';
import type { ChannelText } from './channel-text.ts';

type Text = z.output<typeof ChannelText>;
type TextOf<Type extends Text['type']> = Extract<Text, { readonly type: Type }>;

/** Reads a variable of the environment; reports one that is missing, and gives '' for it. */
type Secret = (key: string, variable: string) => string;

export interface ChannelReaders {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly report: (path: readonly (string | number)[], message: string) => void;
}

/** All channels of a config; messages are owed to a channel by its name, so no two share one. */
export function toChannels(
  texts: readonly Text[],
  { environment, report }: ChannelReaders,
): readonly Channel[] {
  const names = new Set<string>();
  return texts.map((text, index) => {
    if (names.has(text.name)) report(['channels', index, 'name'], 'stands twice');
    names.add(text.name);
    const secret: Secret = (key, variable) => {
      const value = environment[variable];
      if (value) return value;
      report(['channels', index, key], `the environment has no ${variable}`);
      return '';
    };
    const refuse = (key: string, message: string): void =>
      report(['channels', index, key], message);
    return toChannel(text, secret, refuse);
  });
}

type Refuse = (key: string, message: string) => void;

function toChannel(text: Text, secret: Secret, refuse: Refuse): Channel {
  const { name: id, allowPrivate } = text;
  switch (text.type) {
    case 'webhook': {
      const secrets = [text.secretEnv].flat().flatMap((name) => {
        return webhookSecret(secret('secretEnv', name), name, refuse);
      });
      return { id, kind: 'webhook', url: text.url, allowPrivate, secrets };
    }
    case 'slack':
    case 'teams':
      return { id, kind: text.type, url: secretUrl(text, secret, refuse), allowPrivate };
    case 'pagerDuty': {
      const key = secret('routingKeyEnv', text.routingKeyEnv);
      return { id, kind: text.type, url: text.url, allowPrivate, key };
    }
    case 'opsgenie': {
      const key = secret('apiKeyEnv', text.apiKeyEnv);
      return { id, kind: text.type, url: text.url, allowPrivate, key };
    }
    case 'alertmanager': {
      const key = text.tokenEnv === undefined ? '' : secret('tokenEnv', text.tokenEnv);
      return { id, kind: text.type, url: text.url, allowPrivate, key };
    }
    case 'email':
      return toEmail(text, secret);
    case 'sns':
      return { id, kind: text.type, topicArn: text.topicArn, endpoint: text.endpoint ?? null };
  }
}

function webhookSecret(value: string, name: string, refuse: Refuse): readonly WebhookSecret[] {
  if (value === '') return [];
  const secret = parseWebhookSecret(value);
  if (secret.ok) return [secret.value];
  const mend = 'make one with: echo "whsec_$(head -c 32 /dev/urandom | base64)"';
  refuse('secretEnv', `${name} holds no secret that can sign; ${mend}`);
  return [];
}

/** The address of a chat's webhook is its password, so it stands in the environment. */
function secretUrl(text: TextOf<'slack' | 'teams'>, secret: Secret, refuse: Refuse): string {
  const url = secret('urlEnv', text.urlEnv);
  if (url !== '' && !URL.canParse(url)) refuse('urlEnv', `${text.urlEnv} holds no address`);
  return url;
}

function toEmail(text: TextOf<'email'>, secret: Secret): Channel {
  const { name: id, allowPrivate, host, port, from, to } = text;
  const user = text.userEnv === undefined ? null : secret('userEnv', text.userEnv);
  const password = text.passwordEnv === undefined ? null : secret('passwordEnv', text.passwordEnv);
  return { id, kind: 'email', host, port, isTls: text.tls, allowPrivate, user, password, from, to };
}
