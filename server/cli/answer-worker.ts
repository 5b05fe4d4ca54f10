/** A thread that answers questions of the API from a read-only connection of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, ToThread } from '../api/answer-message.ts';
import type { ApiParts } from '../api/api-parts.ts';
import { createApi } from '../api/create-api.ts';
import { assert } from '../../shared/assert.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { AnswerSettings } from './answer-threads.ts';
import { openLiveBook } from './live-book.ts';

/** A page waits no longer; whoever asks for more is told so. */
const LIMITS = { rowsMax: 20_000_000, msMax: 20_000 };

const port = parentPort;
assert(port !== null, 'answers are worked out in a thread of their own');

// The guarantee: startAnswerThread is who starts this file.
const { settings } = workerData as { readonly settings: AnswerSettings };
const { database, pricesPath, tagKeys } = settings;
const live = openLiveBook({ pricesPath, database });
let nowMs = 0;
let failure: string | null = null;
const parts: ApiParts = {
  ...settings,
  store: openSqliteStore({
    path: database,
    promotedTags: tagKeys,
    isReadOnly: true,
    limits: LIMITS,
  }),
  book: live.prices.book,
  prices: live.prices,
  nowMs: () => nowMs,
};

/** One for each scope; they hold nothing of their own. */
function apiOf(tenants: ToThread['tenants']): ReturnType<typeof createApi> {
  return createApi(parts, tenants, (error) => {
    failure = error instanceof Error ? (error.stack ?? error.message) : 'not an error';
  });
}

const whole = apiOf(null);

port.on('message', (question: ToThread) => void answer(question));

async function answer({ path, nowMs: askedAtMs, tenants }: ToThread): Promise<void> {
  const startMs = performance.now();
  nowMs = askedAtMs;
  live.refresh(nowMs);
  failure = null;
  const api = tenants === null ? whole : apiOf(tenants);
  const response = await api.request(path);
  const { status } = response;
  const body = await response.text();
  const tookMs = performance.now() - startMs;
  const reply: FromThread = { status, body, failure, tookMs };
  port?.postMessage(reply);
}
