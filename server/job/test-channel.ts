/** The test button of a channel: one sample that fires and one that is resolved, sent now. */
import { sampleNotices } from '../alarm/sample-notice.ts';
import type { Notice } from '../alarm/notices.ts';
import type { Channel } from '../notify/channel.ts';
import { beginAttempt, outboxEntryOf, type OutboxEntry } from '../notify/outbox.ts';
import type { DeliveryAttempt } from '../store/channel-ledger.ts';
import { endTurn, takeTurn, type TurnContext } from './receiver-turn.ts';
import { attemptOf, sendOnce } from './send-once.ts';

/**
 * Sends both samples, once each at the pace of the receiver, also where it is switched off: one
 * that arrives switches it on. What came of them is kept with all deliveries.
 *
 * @returns the two attempts; null when there is no channel of that name. @throws StoreError
 */
export async function testChannel(
  name: string,
  by: string,
  context: TurnContext,
): Promise<readonly DeliveryAttempt[] | null> {
  const { store, channels, nowMs, pageUrl } = context;
  const channel = channels.find(({ id }) => id === name);
  if (!channel) return null;
  const attempts: DeliveryAttempt[] = [];
  for (const notice of sampleNotices(name, pageUrl, nowMs())) {
    attempts.push(await sendSample(notice, channel, context));
  }
  const detail = attempts.map(({ outcome }) => outcome).join(', ');
  store.notices.addNote({ atMs: nowMs(), by, action: 'testChannel', subject: name, detail });
  return attempts;
}

/** A sample is never tried again: whoever pressed the button looks at what came of it. */
async function sendSample(
  notice: Notice,
  channel: Channel,
  context: TurnContext,
): Promise<DeliveryAttempt> {
  const { nowMs } = context;
  const asked = await takeTurn(channel, context);
  const begun = beginAttempt(outboxEntryOf(notice, nowMs()), nowMs());
  const sent = await sendOnce(begun, channel, context);
  const { kind, statusCode, detail } = sent.outcome;
  const settled: OutboxEntry = {
    ...begun,
    state: kind === 'delivered' ? 'delivered' : 'dead',
    nextAttemptAtMs: nowMs(),
    statusCode,
    detail,
  };
  const attempt = attemptOf(settled, sent);
  endTurn(asked, sent.outcome, { entry: settled, attempt }, context);
  return attempt;
}
