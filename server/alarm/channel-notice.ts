/** What channels are told of another one that is switched off, and when it is on again. */
import type { Notice } from './notices.ts';
import { ownNotices } from './own-notice.ts';

/** A channel that was switched off or on; `sequence` counts both, so that each is told once. */
export interface ChannelSwitch {
  readonly channel: string;
  readonly isOff: boolean;
  readonly sequence: number;
  readonly offSinceMs: number;
  readonly reason: string;
}

const RUNBOOK =
  'Mend the receiver or the channel in the config, press Test on the page of alarms, then replay ' +
  'what was given up.';

/** One message for each of the others; firing while it is off. Never throws. */
export function channelNotices(
  change: ChannelSwitch,
  others: readonly { readonly id: string }[],
  context: { readonly pageUrl: string; readonly nowMs: number },
): readonly Notice[] {
  const { channel, isOff, sequence, offSinceMs, reason } = change;
  const own = {
    name: 'Channel switched off',
    group: { channel },
    metric: 'disabledChannels',
    isFiring: isOff,
    value: isOff ? 1 : 0,
    sequence,
    openedAtMs: offSinceMs,
    reason,
    runbook: RUNBOOK,
    view: 'alarms' as const,
  };
  return ownNotices(own, others, context);
}
