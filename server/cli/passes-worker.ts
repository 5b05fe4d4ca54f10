/** The thread of all passes: it has the connection that writes what is read. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../shared/assert.ts';
import { StoreError } from '../store/store.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { configOf } from './config-texts.ts';
import { followPrices, openLiveBook } from './live-book.ts';
import { openLog, passLog } from './open-log.ts';
import { passesHere } from './passes.ts';
import type { FromPasses, PassesWork, SentFault, ToPasses } from './passes-messages.ts';
import { storeOptionsOf } from './store-options.ts';

const port = parentPort;
assert(port !== null, 'passes run in a thread of their own');
const say = (message: FromPasses): void => port.postMessage(message);

/** Whoever looks at a page goes first; readers come after what writes their rows. */
const NICENESS = 5;
// Elsewhere a process has one priority for all of its threads.
if (process.platform === 'linux') setPriority(NICENESS);

/** How soon others learn that nothing can be stored. */
const STATE_EVERY_MS = 1_000;

// The guarantee: passesInThread is who starts this file.
const { texts, isQuiet, tellsBatches } = workerData as PassesWork;
const config = configOf(texts);
const log = openLog(isQuiet ? 'error' : 'info', (line) => process.stderr.write(line));
// The process has made the file ready, has its lock, and has written the facts of tenants.
const { tenants: _, ...options } = storeOptionsOf(config);
const store = openSqliteStore(options);
const live = openLiveBook(config);
const nowMs = (): number => Date.now();
const stopFollowing = followPrices(live, nowMs);
const passes = passesHere(config, {
  store,
  live,
  root: { nowMs, jitter: () => Math.random() },
  log: passLog(log),
  onBatch: ({ sourceId, progress }, counts) => {
    if (tellsBatches) say({ kind: 'batch', batch: { sourceId, progress }, counts });
  },
});
const watching = setInterval(tellState, STATE_EVERY_MS);
let told = '';

function tellState(): void {
  const trouble = store.trouble();
  const state = {
    trouble: trouble && plain(trouble),
    clockSkewMs: passes.clockSkewMs(),
  };
  // Again and again while there is trouble: what the other connection writes may look like its end.
  const text = JSON.stringify(state);
  if (text === told && !trouble) return;
  told = text;
  say({ kind: 'state', ...state });
}

port.on('message', (message: ToPasses) => void heed(message));

async function heed(message: ToPasses): Promise<void> {
  if (message.kind === 'stop') return end();
  const { id } = message;
  try {
    say({ kind: 'done', id, answer: await answerOf(message) });
  } catch (error) {
    say({ kind: 'failed', id, fault: faultOf(error) });
  }
}

async function answerOf(message: Exclude<ToPasses, { readonly kind: 'stop' }>) {
  switch (message.kind) {
    case 'begin':
      await passes.begin(message.pageUrl);
      return null;
    case 'take': {
      const { body, ...delivery } = message.delivery;
      return passes.take({ ...delivery, body: Buffer.from(body) }); // It came as bare bytes.
    }
    case 'apply':
      return passes.apply(message.fromMs);
  }
}

async function end(): Promise<void> {
  clearInterval(watching);
  stopFollowing();
  await passes.stop();
  await passes.end();
  store.close();
  say({ kind: 'ended' });
}

function faultOf(error: unknown): SentFault {
  if (error instanceof StoreError) return { kind: 'store', trouble: plain(error) };
  const text = error instanceof Error ? (error.stack ?? error.message) : 'not an error';
  return { kind: 'other', text };
}

function plain({ code, message, hint }: Pick<StoreError, 'code' | 'message' | 'hint'>) {
  return { code, message, hint };
}
