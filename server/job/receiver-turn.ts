/** The turn of a receiver: taken before it is asked, ended with how it then stands. */
import type { Channel } from '../notify/channel.ts';
import {
  healthAfter,
  newHealth,
  paceWaitMs,
  receiverOf,
  type ChannelHealth,
} from '../notify/channel-health.ts';
import type { DeliveryOutcome } from '../notify/post.ts';
import type { SettledAttempt } from '../store/channel-ledger.ts';
import { pause } from './loop.ts';
import { owedForSwitch, type SwitchContext } from './switched-channels.ts';

export interface TurnContext extends SwitchContext {
  readonly signal: AbortSignal;
}

/** How the receiver of a channel stands. @throws StoreError */
export function healthOf(channel: Channel, { store }: Pick<SwitchContext, 'store'>): ChannelHealth {
  const receiver = receiverOf(channel);
  const known = store.notices.channels.health().find((one) => one.receiver === receiver);
  return known ?? newHealth(channel);
}

/** Waits until the receiver may be asked, and marks it so that nobody else asks it meanwhile. */
export async function takeTurn(channel: Channel, context: TurnContext): Promise<ChannelHealth> {
  const { store, nowMs, signal } = context;
  await pause(paceWaitMs(healthOf(channel, context), nowMs()), signal);
  const asked = { ...healthOf(channel, context), endpointId: channel.id, askedAtMs: nowMs() };
  store.notices.channels.settle({ message: null, health: asked, owed: [] });
  return asked;
}

/** Keeps what came of it; the others are told where it switched the receiver off or on. */
export function endTurn(
  asked: ChannelHealth,
  outcome: DeliveryOutcome,
  message: SettledAttempt['message'],
  context: SwitchContext,
): ChannelHealth {
  const health = healthAfter(asked, outcome, context.nowMs());
  const owed = owedForSwitch(asked, health, context);
  context.store.notices.channels.settle({ message, health, owed });
  return health;
}
