/** The test button of a channel: one sample that fires and one that is resolved, sent now. */
import { sampleNotices } from '../alarm/sample-notice.ts';
import type { Notice } from '../alarm/notices.ts';
import { beginAttempt, outboxEntryOf, type OutboxEntry } from '../notify/outbox.ts';
import type { DeliveryAttempt } from '../store/notice-ledger.ts';
import { attemptOf, sendOnce, type DeliverContext } from './deliver.ts';

export interface TestContext extends Omit<DeliverContext, 'jitter'> {
  /** Where the page of this instance is, for links in messages. */
  readonly pageUrl: string;
}

/**
 * Sends both samples, once each, and keeps what came of them with all deliveries.
 *
 * @returns the two attempts; null when there is no channel of that name. @throws StoreError
 */
export async function testChannel(
  name: string,
  by: string,
  context: TestContext,
): Promise<readonly DeliveryAttempt[] | null> {
  const { store, channels, nowMs, pageUrl } = context;
  if (!channels.some(({ id }) => id === name)) return null;
  const attempts: DeliveryAttempt[] = [];
  for (const notice of sampleNotices(name, pageUrl, nowMs())) {
    attempts.push(await sendSample(notice, context));
  }
  const detail = attempts.map(({ outcome }) => outcome).join(', ');
  store.notices.addNote({ atMs: nowMs(), by, action: 'testChannel', subject: name, detail });
  return attempts;
}

/** A sample is never tried again: whoever pressed the button looks at what came of it. */
async function sendSample(notice: Notice, context: TestContext): Promise<DeliveryAttempt> {
  const { store, nowMs } = context;
  const begun = beginAttempt(outboxEntryOf(notice, nowMs()), nowMs());
  const sent = await sendOnce(begun, context);
  const { kind, statusCode, detail } = sent.outcome;
  const settled: OutboxEntry = {
    ...begun,
    state: kind === 'delivered' ? 'delivered' : 'dead',
    nextAttemptAtMs: nowMs(),
    statusCode,
    detail,
  };
  const attempt = attemptOf(settled, sent);
  store.notices.saveAttempt(settled, attempt);
  return attempt;
}
