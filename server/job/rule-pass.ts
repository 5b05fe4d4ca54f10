/** What a pass over one rule would write: nothing is written before all of a pass is known. */
import type { OutboxEntry } from '../notify/outbox.ts';
import type { StoredAlarmState, StoredTransition } from '../store/store.ts';

export interface RulePass {
  readonly states: StoredAlarmState[];
  readonly transitions: StoredTransition[];
  readonly outbox: OutboxEntry[];
}
