/** Reads events of EventBridge from a queue: kept first, deleted there after. */
import { deleteMessages, messageValue, receiveMessages } from '../source/queue.ts';
import type { AccountSettings, EventQueue } from '../source/settings.ts';
import { keepEvents } from './intake.ts';
import type { AccountContext } from './read-account.ts';

/** The next pass goes on where more wait. */
const MESSAGES_MAX = 1_000;

/**
 * Empties a queue of an account into the store.
 *
 * A message that is no event stays and comes again, until the queue's own rule for such messages
 * takes it out.
 *
 * @throws SourceError or StoreError; what was not kept is not deleted.
 */
export async function readEventQueue(
  account: AccountSettings,
  { url, region }: EventQueue,
  { clients, store, signal }: AccountContext,
): Promise<void> {
  const client = clients.sqs(account, region);
  const how = { messagesMax: MESSAGES_MAX, signal };
  for await (const messages of receiveMessages(client, url, how)) {
    const kept = messages.filter(({ body }) => keepEvents(messageValue(body), store).ok);
    await deleteMessages(
      client,
      url,
      kept.map(({ handle }) => handle),
    );
  }
}
