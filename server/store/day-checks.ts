/** The face of the store for what the nightly check of closed days found, and when. */
import type { Difference } from './verify-report.ts';

/** What came of the last comparison of one closed day with its digest, rows and sums. */
export interface DayCheck {
  readonly dayMs: number;
  readonly checkedAtMs: number;
  readonly tookMs: number;
  readonly differenceCount: number;
  /** The first of them; of whom is left out, since who is deleted must not stay here. */
  readonly differences: readonly Omit<Difference, 'series'>[];
  /** What the engine said when it could not read the day; null where it could. */
  readonly damage: string | null;
}

/** A day that differs, and when that was found first. */
export interface DifferingDay extends DayCheck {
  readonly foundAtMs: number;
}

/** What the engine's own check of the whole file found last, in its words. */
export interface FileCheck {
  readonly checkedAtMs: number;
  readonly damage: readonly string[];
}

export interface DayCheckSums {
  /** Closed days with a digest. */
  readonly days: number;
  readonly checkedDays: number;
  readonly lastAtMs: number | null;
  /** When the day was checked that waits the longest; null while one was never checked. */
  readonly oldestAtMs: number | null;
}

export interface DayCheckLedger {
  /**
   * Closed days that were not checked since an instant: first those that differ, then those that
   * never were, the newest first, then those that wait the longest.
   */
  due(closedMs: number, sinceMs: number): readonly number[];
  /** Work of all checks since an instant. */
  workedMs(sinceMs: number): number;
  saveDay(check: DayCheck): void;
  saveFile(check: FileCheck): void;
  /** Null before the first. */
  file(): FileCheck | null;
  sums(closedMs: number): DayCheckSums;
  /** The oldest first. */
  differing(): readonly DifferingDay[];
}

/** What the store has for it. */
export interface DayCheckHolder {
  readonly dayChecks: DayCheckLedger;
}
