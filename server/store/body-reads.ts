/** What is kept of the reading of large bodies: how many came, and how many did not and why. */
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

export interface BodyReadStore {
  /** Bodies asked for since the day of an instant, by source and outcome. */
  bodyReads(sinceMs: number): readonly SourceBodyReads[];
}
