/** The name under which other services join the firing and the resolved of one alarm. */
import { createHash } from 'node:crypto';
import { messageOf, type OwedMessage } from './message.ts';

/**
 * The same for firing and resolved of one alarm and group; short, whatever they are called.
 *
 * A correction of a period that is over has its own, so that it ends nothing that stands.
 */
export function incidentKey(owed: Pick<OwedMessage, 'alarmKey' | 'body'>): string {
  const isRevised = messageOf(owed).type === 'alarm.revised';
  const subject = isRevised ? JSON.stringify(['revised', owed.alarmKey]) : owed.alarmKey;
  return `outcrop-${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`;
}
