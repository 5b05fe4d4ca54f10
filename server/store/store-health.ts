/** What is wrong with the disk or the file, as the last write found it. */

import type { StoreErrorCode } from './store-errors.ts';

/** Why nothing is stored; ingest goes on by itself when it has passed. */
export interface StoreTrouble {
  readonly code: StoreErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** What the store has for it. */
export interface HealthHolder {
  /** Null while writes succeed. */
  trouble(): StoreTrouble | null;
  /** Told how the last write of another connection of this process ended. */
  heedTrouble(trouble: StoreTrouble | null): void;
  /**
   * One short step of digesting days that ended before an instant, which verify compares.
   *
   * @returns whether more is due.
   */
  closeDays(beforeMs: number): boolean;
}
