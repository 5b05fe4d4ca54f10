/** The face of the store for alarms about itself, which need no rule and no log. */
import type { OutboxEntry } from '../notify/outbox.ts';

/** How one of them stands; `sequence` counts its changes, so that each is told once. */
export interface OwnAlarm {
  readonly name: string;
  /** Null while all is well. */
  readonly openedAtMs: number | null;
  readonly sequence: number;
}

export interface OwnAlarmLedger {
  /** Those that ever stood. */
  all(): readonly OwnAlarm[];
  /** How one stands now, with what channels are owed for that, in one transaction. */
  save(alarm: OwnAlarm, owed: readonly OutboxEntry[]): void;
}

/** What the store has for it. */
export interface OwnAlarmHolder {
  readonly ownAlarms: OwnAlarmLedger;
}
