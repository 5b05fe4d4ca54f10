/** How channels stand, for `/metrics`: whether people are told can be watched from outside. */
import { channelStandings } from '../job/watch-channels.ts';
import type { ApiParts } from './api-parts.ts';
import { gauge, type Family, type Labels } from './metric-family.ts';

/** None where the config has no channel, or nothing was ever sent to one. */
export function channelFamilies({
  store,
  channels = [],
}: Pick<ApiParts, 'store' | 'channels'>): readonly Family[] {
  const used = channelStandings(channels, store).filter(({ state }) => state !== 'unused');
  const named = ({ name, kind }: (typeof used)[number]): Labels => ({ channel: name, kind });
  return [
    gauge(
      'outcrop_channel_up',
      '1 when the last message to a channel arrived, 0 when it failed or is switched off.',
      used.map((one) => [named(one), one.state === 'ok' ? 1 : 0]),
    ),
    gauge(
      'outcrop_channel_waiting',
      'Messages that are due to a channel.',
      used.map((one) => [named(one), one.waiting]),
    ),
  ];
}
