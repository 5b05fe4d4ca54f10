/** The name under which other services join the firing and the resolved of one alarm. */
import { createHash } from 'node:crypto';
import type { OwedMessage } from './message.ts';

/** The same for all messages of one alarm and group; short, whatever they are called. */
export function incidentKey({ alarmKey }: Pick<OwedMessage, 'alarmKey'>): string {
  return `outcrop-${createHash('sha256').update(alarmKey).digest('hex').slice(0, 32)}`;
}
