/** A thread that makes one report from a read-only connection of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../shared/assert.ts';
import { makeReport, type ReportOrder } from '../job/make-report.ts';
import { ReportError } from '../job/nightly-report.ts';
import { QueryError } from '../query/query-store.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { priceBookOf } from './book.ts';
import type { FromReportThread, ReportSettings } from './report-threads.ts';

const port = parentPort;
assert(port !== null, 'reports are made in a thread of their own');
const say = (message: FromReportThread): void => port.postMessage(message);

// The guarantee: startReportThread is who starts this file.
const { settings, order } = workerData as {
  readonly settings: ReportSettings;
  readonly order: ReportOrder;
};

try {
  const { database, pricesPath, ...rest } = settings;
  const { book, version } = priceBookOf({ database, pricesPath });
  const store = openSqliteStore({
    path: database,
    promotedTags: settings.tagKeys,
    isReadOnly: true,
  });
  const maker = { ...rest, store, book, priceBookVersion: version };
  const made = makeReport(order, maker, (done, total) => say({ kind: 'progress', done, total }));
  store.close();
  say({ kind: 'made', made });
} catch (error) {
  say(failureOf(error));
}

/** What is wrong with an order is said as it is; all else is a fault of ours. */
function failureOf(error: unknown): FromReportThread {
  if (error instanceof ReportError) return { kind: 'refused', message: error.message, hint: null };
  if (error instanceof QueryError) {
    return { kind: 'refused', message: error.message, hint: error.hint };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : 'not an error';
  return { kind: 'failed', text };
}
