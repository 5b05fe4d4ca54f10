/** Makes reports in threads, so that who asks, and what is read meanwhile, does not wait. */
import type { Worker } from 'node:worker_threads';
import type { AppParts } from '../api/create-app.ts';
import type { Config } from '../config/config.ts';
import type { MadeReport, MakeReport, ReportMaker } from '../job/make-report.ts';
import { ReportError } from '../job/nightly-report.ts';
import { createReportDesk, type DeskParts } from '../job/report-desk.ts';
import { QueryError } from '../query/query-store.ts';
import { withPdf } from '../job/with-pdf.ts';
import { startThread, type ThreadFile } from './start-thread.ts';

/** What such a thread works with; all of it can be sent. */
export interface ReportSettings extends Omit<ReportMaker, 'store' | 'book' | 'priceBookVersion'> {
  readonly database: string;
  readonly pricesPath: string | null;
}

export type FromReportThread =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'made'; readonly made: MadeReport }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string | null }
  | { readonly kind: 'failed'; readonly text: string };

export interface ReportThreads {
  readonly make: MakeReport;
  /** Ends what is being made. */
  readonly close: () => Promise<void>;
}

export interface Reports extends Pick<ReportThreads, 'close'> {
  /** What the page lists, and where it orders. */
  readonly shown: Required<Pick<AppParts, 'reports' | 'reportDesk'>>;
}

/** The desk that takes orders for reports, and the threads that make them. */
export function openReports(config: Config, parts: Omit<DeskParts, 'make'>): Reports {
  const { make, close } = createReportThreads(config);
  const reportDesk = createReportDesk({ ...parts, make });
  return { shown: { reports: config.reports, reportDesk }, close };
}

/** One thread a report; it ends with it. */
export function createReportThreads(config: Config): ReportThreads {
  const { budgets, adjustments, capacity, sharedCost, promotedTags } = config;
  const { database, pricesPath } = config;
  const tagKeys = promotedTags.map(({ key }) => key);
  const rulesVersion = config.rules.version;
  const settings: ReportSettings = {
    budgets,
    adjustments,
    capacity,
    sharedCost,
    tagKeys,
    rulesVersion,
    database,
    pricesPath,
  };
  const threads = new Set<Worker>();
  const makeFiles: MakeReport = (order, onProgress) => {
    const thread = startThread(FILE, { settings, order });
    threads.add(thread);
    return resultOf(thread, onProgress).finally(() => {
      threads.delete(thread);
      void thread.terminate();
    });
  };
  return {
    make: withPdf(makeFiles, config.chromium),
    async close() {
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}

function resultOf(thread: Worker, onProgress: Parameters<MakeReport>[1]): Promise<MadeReport> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: FromReportThread) => {
      switch (message.kind) {
        case 'progress':
          return onProgress(message.done, message.total);
        case 'made':
          return resolve(message.made);
        case 'refused':
          return reject(refusal(message.message, message.hint));
        case 'failed':
          return reject(new Error(message.text));
      }
    });
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('The thread of a report has ended.')));
  });
}

function refusal(message: string, hint: string | null): Error {
  return hint === null ? new ReportError(message) : new QueryError(message, hint);
}

const FILE: ThreadFile = {
  bundled: new URL('./report-worker.js', import.meta.url),
  source: new URL('./report-worker.ts', import.meta.url),
};
