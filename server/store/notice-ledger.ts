/** What is kept of telling people: messages, every attempt, and what people did by hand. */
import type { NoticeLine, Release } from '../notify/notice-line.ts';
import type { OutboxEntry } from '../notify/outbox.ts';
import type { ChannelLedger, DeliveryAttempt } from './channel-ledger.ts';

/** A message with all its attempts, the first one first. */
export interface Delivery {
  readonly entry: OutboxEntry;
  readonly attempts: readonly DeliveryAttempt[];
}

export interface DeliveryQuestion {
  /** Only those that failed at least once and have not arrived. */
  readonly onlyFailed: boolean;
  readonly limit: number;
}

export const NOTE_ACTIONS = [
  'silence',
  'acknowledge',
  'endSilence',
  'replay',
  'testChannel',
  'saveRules',
  'createAlarm',
  'updateAlarm',
  'deleteAlarm',
] as const;

/** What somebody did by hand; written once and never changed. */
export interface Note {
  readonly atMs: number;
  readonly by: string;
  readonly action: (typeof NOTE_ACTIONS)[number];
  /** What it was done to, such as the name of an alarm. */
  readonly subject: string;
  readonly detail: string;
}

/** An alarm that was made on the page: as it would stand in the config. */
export interface PageAlarm {
  readonly name: string;
  readonly text: unknown;
}

export interface NoticeLedger {
  readonly channels: ChannelLedger;
  /** Writes a message as it now stands. @throws StoreError */
  saveEntry(entry: OutboxEntry): void;
  /** Messages, the newest first. */
  deliveries(question: DeliveryQuestion): readonly Delivery[];
  /** Messages that were given up. */
  dead(): readonly OutboxEntry[];
  /** Makes messages due again, and says who did it. */
  replay(entries: readonly OutboxEntry[], note: Note): void;
  /** Messages whose time has not come, the oldest first. */
  held(limit: number): readonly OutboxEntry[];
  /** What every channel was told about every group of alarms. */
  lines(): readonly NoticeLine[];
  /** A line with all that becomes of its messages, in one transaction. */
  saveRelease(release: Release): void;
  /** Alarms that were made on the page, by name. */
  pageAlarms(): readonly PageAlarm[];
  savePageAlarm(alarm: PageAlarm, note: Note): void;
  removePageAlarm(name: string, note: Note): void;
  addNote(note: Note): void;
  /** Notes, the newest first. */
  notes(limit: number): readonly Note[];
}
