/** Channels as people are shown them: where they lead, without what is secret of them. */
import type { Channel } from '../notify/channel.ts';
import { redactUrl } from '../notify/redact-url.ts';

export interface ChannelWords {
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly to: string;
}

export function channelWords(channel: Channel): ChannelWords {
  return { name: channel.id, kind: channel.kind, to: whereTo(channel) };
}

function whereTo(channel: Channel): string {
  if (channel.kind === 'sns') return channel.topicArn;
  if (channel.kind !== 'email') return redactUrl(channel.url);
  return `${channel.to.join(', ')} by ${channel.host}`;
}
