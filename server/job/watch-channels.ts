/** How channels stand: noted each minute for charts and alarms, and told to whoever asks. */
import { OWN_NAMESPACE } from '../../shared/metric.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import type { Channel } from '../notify/channel.ts';
import { receiverOf, type ChannelHealth } from '../notify/channel-health.ts';
import type { Store } from '../store/store.ts';
import { channelWords, type ChannelWords } from './channel-words.ts';

/** A channel as it stands. */
export interface ChannelStanding extends ChannelWords {
  /** unused: nothing was ever sent. */
  readonly state: 'unused' | 'ok' | 'failing' | 'off';
  /** Since when it fails or is switched off; null while it does neither. */
  readonly sinceMs: number | null;
  /** What came of the last attempt; '' before the first. */
  readonly detail: string;
  /** Messages that are owed to it and due, or on their way. */
  readonly waiting: number;
}

/** All channels of the config, in its order. @throws StoreError */
export function channelStandings(
  channels: readonly Channel[],
  { notices }: Pick<Store, 'notices'>,
): readonly ChannelStanding[] {
  const known = new Map(notices.channels.health().map((one) => [one.receiver, one]));
  const waiting = notices.channels.waiting();
  return channels.map((channel) => {
    const health = known.get(receiverOf(channel));
    const sinceMs = health?.offSinceMs ?? health?.failingSinceMs ?? null;
    return {
      ...channelWords(channel),
      state: stateOf(health),
      sinceMs,
      detail: health?.detail ?? '',
      waiting: waiting.get(channel.id) ?? 0,
    };
  });
}

function stateOf(health: ChannelHealth | undefined): ChannelStanding['state'] {
  if (!health) return 'unused';
  if (health.offSinceMs !== null) return 'off';
  return health.failingSinceMs === null ? 'ok' : 'failing';
}

/** Writes the points of this minute; without a channel there are none. */
export function watchChannels(
  store: Pick<Store, 'notices' | 'saveMetricPoints'>,
  channels: readonly Channel[],
  nowMs: number,
): void {
  if (channels.length === 0) return;
  const states = channelStandings(channels, store).map(({ state }) => state);
  const startMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const pointOf = (metricName: string, wanted: ChannelStanding['state']) => ({
    account: '',
    region: '',
    namespace: OWN_NAMESPACE,
    metricName,
    modelId: '',
    labels: [],
    model: '',
    statistic: 'Maximum' as const,
    periodSeconds: 60,
    startMs,
    value: states.filter((state) => state === wanted).length,
  });
  store.saveMetricPoints([
    pointOf('FailingChannels', 'failing'),
    pointOf('DisabledChannels', 'off'),
  ]);
}
