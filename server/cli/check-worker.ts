/** A thread that checks closed days from a read-only connection of its own, after everyone else. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../shared/assert.ts';
import { checkHere } from '../job/check-stored.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { CheckWork } from './check-threads.ts';

const port = parentPort;
assert(port !== null, 'days are checked in a thread of their own');

/** Whoever asks, reads or writes goes first. */
const NICENESS = 19;
// Elsewhere a process has one priority for all of its threads.
if (process.platform === 'linux') setPriority(NICENESS);

// The guarantee: checkInThread is who starts this file.
const { database, order } = workerData as CheckWork;
const store = openSqliteStore({ path: database, promotedTags: [], isReadOnly: true });
const { signal } = new AbortController(); // Whoever wants it to end ends the thread.
await checkHere(store)(order, (checked) => port.postMessage(checked), signal);
store.close();
