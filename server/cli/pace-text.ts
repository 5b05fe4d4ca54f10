/** How fast long work goes and when it will be done, in words for a progress line. */

export interface Pace {
  readonly done: number;
  readonly total: number;
  readonly records: number;
  readonly elapsedMs: number;
}

/** Before this a rate is chance. */
const SETTLE_MS = 2_000;

/**
 * Records so far, records a second, and the time that is left at the rate so far.
 *
 * @returns only the records while it is too early to tell more.
 */
export function paceText({ done, total, records, elapsedMs }: Pace): string {
  const count = `${records.toLocaleString('en-US')} records`;
  if (elapsedMs < SETTLE_MS) return count;
  const rate = `${Math.round(records / (elapsedMs / 1000)).toLocaleString('en-US')}/s`;
  if (done === 0 || done >= total) return `${count}, ${rate}`;
  return `${count}, ${rate}, ${durationText((elapsedMs / done) * (total - done))} left`;
}

/** `40 s`, `3 min`, `2 h 5 min`: one unit, two above an hour. */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
