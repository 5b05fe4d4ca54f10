/** Which calls CloudWatch's `Invocations` counts: AWS's own pages disagree, so the data decides. */
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { AnswerRow } from './query.ts';
import { runQuery, type QueryStore } from './run-query.ts';

/** `accepted`: failed ones too, as one page says; `successful`: only those, as another does. */
export type CountedCalls = 'accepted' | 'successful';

const REACH_MS = 7 * DAY_MS;
/** Fewer failed calls do not tell the two readings apart. */
const ERRORS_MIN = 20;
/** So much of the failed calls may be missing or double for other reasons. */
const DOUBT_RATIO = 0.2;

/**
 * Compares a week of logs with CloudWatch's counts, place by place.
 *
 * @returns null while too few calls have failed, or neither reading fits: then `accepted` is taken.
 */
export function countedCalls(
  nowMs: number,
  store: QueryStore,
  book: PriceBook,
): CountedCalls | null {
  const endMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - HOUR_MS;
  const query = {
    metrics: ['acceptedInvocations', 'errors', 'cloudWatchInvocations'] as const,
    filter: EMPTY_FILTER,
    groupBy: ['account', 'region'] as const,
    window: { startMs: endMs - REACH_MS, endMs },
    step: 'all' as const,
    timeZone: 'UTC',
  };
  const votes = new Set(runQuery(query, store, book).rows.flatMap(voteOf));
  const [only] = votes;
  return votes.size === 1 && only !== undefined ? only : null;
}

function voteOf(row: AnswerRow): readonly CountedCalls[] {
  const counted = row.values.get('cloudWatchInvocations') ?? null;
  const errors = Number(row.values.get('errors') ?? 0);
  if (counted === null || errors < ERRORS_MIN) return [];
  const accepted = Number(row.values.get('acceptedInvocations') ?? 0);
  const fits = (logged: number): boolean =>
    Math.abs(Number(counted) - logged) <= errors * DOUBT_RATIO;
  if (fits(accepted)) return ['accepted'];
  return fits(accepted - errors) ? ['successful'] : [];
}

/** Logged calls of a row with `acceptedInvocations` and `errors`, as CloudWatch counts them. */
export function loggedAsCounted(row: AnswerRow, counted: CountedCalls | null): number {
  const accepted = Number(row.values.get('acceptedInvocations') ?? 0);
  return counted === 'successful' ? accepted - Number(row.values.get('errors') ?? 0) : accepted;
}
