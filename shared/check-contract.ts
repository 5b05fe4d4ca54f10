/** Whether what is stored is still what was written, as the nightly check found it. */

/** A closed day that is not what it was. */
export interface DifferingDay {
  /** Day of UTC, `2026-11-01`. */
  readonly day: string;
  /** When that was found first, UTC ISO. */
  readonly foundAt: string;
  readonly checkedAt: string;
  readonly differences: number;
  /** What differs, such as `digest rows` or `hour quantities`: the first few. */
  readonly parts: readonly string[];
  /** What the database said where it could not read the day at all. */
  readonly damage: string | null;
}

export interface StoredChecks {
  /** Closed days with a digest. */
  readonly days: number;
  readonly checkedDays: number;
  /** When a day was checked last, UTC ISO; null before the first. */
  readonly lastAt: string | null;
  /** All days were checked since; null while one was never checked. */
  readonly allSince: string | null;
  readonly differing: readonly DifferingDay[];
  /** When the file was looked through last; null before the first time. */
  readonly fileCheckedAt: string | null;
  /** What that found, in the words of the database. */
  readonly damage: readonly string[];
  /** What to do; '' while all agrees. */
  readonly mend: string;
}

/** For a file that is not what was written to it. */
export const DAMAGE_MEND =
  'Copy the file aside, stop the server, and put the newest backup that is older than the damage ' +
  'back with `outcrop restore BACKUP --db FILE --force`: what was logged since is read again. ' +
  'Without one, start with a new file: the logs are in S3, and `outcrop backfill` reads them.';
