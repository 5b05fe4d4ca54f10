/** Walks the pages of one slice of a log group, whatever its page tokens do. */
import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { Window } from '../../shared/window.ts';
import { nameOf } from './aws-error.ts';
import { SourceError } from './source.ts';

export interface LogPage {
  readonly events: readonly FilteredLogEvent[];
  readonly nextToken: string | null;
}

/** Asks for one page of [startMs, endMs). */
export type FetchLogPage = (window: Window, token: string | null) => Promise<LogPage>;

/** The same token may come back while the service searches on without finding anything. */
const REPEATS_MAX = 50;
const RESTARTS_MAX = 3;
/** 10,000 events or 1 MB each: a slice beyond this is cut in two. */
const PAGES_MAX = 2_000;

/**
 * All pages of a slice; only when it ends has the slice been read whole.
 *
 * A token that is refused starts the slice again, and one that leads nowhere cuts it in two, so
 * events can come twice, but none is left out.
 *
 * @throws SourceError `badAnswer` when not even one millisecond can be read to its end.
 */
export async function* readLogPages(
  fetchPage: FetchLogPage,
  window: Window,
): AsyncGenerator<readonly FilteredLogEvent[]> {
  for (let restarts = 0; restarts <= RESTARTS_MAX; restarts += 1) {
    const outcome = yield* walkPages(fetchPage, window);
    if (outcome === 'whole') return;
    if (outcome === 'stuck') break;
  }
  yield* readHalves(fetchPage, window);
}

async function* readHalves(
  fetchPage: FetchLogPage,
  { startMs, endMs }: Window,
): AsyncGenerator<readonly FilteredLogEvent[]> {
  const middleMs = Math.floor((startMs + endMs) / 2);
  if (middleMs <= startMs) {
    throw new SourceError('badAnswer', `Page tokens lead nowhere at ${startMs} ms.`, {
      retryable: true,
      hint: 'Reading goes on here at the next pass; if it stays, report it to AWS.',
    });
  }
  yield* readLogPages(fetchPage, { startMs, endMs: middleMs });
  yield* readLogPages(fetchPage, { startMs: middleMs, endMs });
}

type Outcome = 'whole' | 'stuck' | 'refused';

async function* walkPages(
  fetchPage: FetchLogPage,
  window: Window,
): AsyncGenerator<readonly FilteredLogEvent[], Outcome> {
  let token: string | null = null;
  let repeats = 0;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await tryPage(fetchPage, window, token);
    if (page === null) return 'refused';
    yield page.events; // An empty page says nothing: only a missing token ends the slice.
    if (page.nextToken === null) return 'whole';
    repeats = page.nextToken === token ? repeats + 1 : 0;
    if (repeats > REPEATS_MAX) return 'stuck';
    token = page.nextToken;
  }
  return 'stuck';
}

/** Null when AWS refuses the token, which lives for a day at the most. */
async function tryPage(
  fetchPage: FetchLogPage,
  window: Window,
  token: string | null,
): Promise<LogPage | null> {
  try {
    return await fetchPage(window, token);
  } catch (error) {
    if (token !== null && nameOf(error) === 'InvalidParameterException') return null;
    throw error;
  }
}
