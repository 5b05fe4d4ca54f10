/** How much there is: the span of what is known, and how many calls. */
import { DAY_MS, type Window } from '../../../shared/window.ts';
import type { Database } from './open-database.ts';

/** Calls that were ever counted, whether or not their rows are kept. */
export function countInvocations(database: Database): number {
  const sum = database.prepare('SELECT coalesce(sum(invocations), 0) FROM rollup_day');
  return Number(sum.pluck().get());
}

/** First and last invocation, to the day where single ones are forgotten; null when empty. */
export function readExtent(database: Database): Window | null {
  const read = (sql: string): number | null => {
    const value = database.prepare<[], number | null>(sql).pluck().get();
    return value ?? null;
  };
  const firstDayMs = read('SELECT min(bucket_start_ms) FROM rollup_day');
  if (firstDayMs === null) return null;
  const rowMs = read('SELECT min(timestamp_ms) FROM invocation');
  const isWhole = rowMs !== null && rowMs < firstDayMs + DAY_MS;
  const lastDayMs = read('SELECT max(bucket_start_ms) FROM rollup_day') ?? firstDayMs;
  const endMs = read('SELECT max(timestamp_ms) FROM invocation') ?? lastDayMs + DAY_MS - 1;
  return { startMs: isWhole ? rowMs : firstDayMs, endMs };
}
