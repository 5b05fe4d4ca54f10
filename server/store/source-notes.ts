/** What sources note beside rows: bodies asked for, spans that are lost, changes of alarms. */
import type { Window } from '../../shared/window.ts';
import type { AlarmChange } from '../source/metric.ts';
import type { BodyOutcome } from '../source/body-objects.ts';

/** Bodies of one batch with the same outcome. */
export interface BodyReads {
  readonly outcome: BodyOutcome;
  readonly records: number;
}

/** The same over some days, by source. */
export interface SourceBodyReads extends BodyReads {
  readonly sourceId: string;
}

/** What a batch brings beside its rows; written in the same transaction. */
export interface BatchNotes {
  readonly bodies: readonly BodyReads[];
  /** Spans that can never be read: the log group had forgotten them before. */
  readonly lost: readonly Window[];
}

/** A span that one source can never read. */
export interface LostSpan extends Window {
  readonly sourceId: string;
}

export interface SourceNotes {
  /** Spans that no pass can read any more, the newest first. */
  lostSpans(): readonly LostSpan[];
  /** Keeps changes of CloudWatch's alarms, each once. */
  saveAlarmChanges(changes: readonly AlarmChange[]): void;
  /** Changes since an instant, the oldest first. */
  alarmChanges(sinceMs: number): readonly AlarmChange[];
  /** Bodies asked for since the day of an instant, by source and outcome. */
  bodyReads(sinceMs: number): readonly SourceBodyReads[];
}
