/** Starts threads that answer questions. */
import type { Worker } from 'node:worker_threads';
import type { ApiParts } from '../api/api-parts.ts';
import { startThread, type ThreadFile } from './start-thread.ts';

/** What such a thread works with; all of it can be sent. */
export interface AnswerSettings extends Omit<ApiParts, 'store' | 'book' | 'nowMs'> {
  /** Keys of declared tags. */
  readonly tagKeys: readonly string[];
  readonly database: string;
  readonly pricesPath: string | null;
}

export function startAnswerThread(settings: AnswerSettings): Worker {
  return startThread(FILE, { settings });
}

const FILE: ThreadFile = {
  bundled: new URL('./answer-worker.js', import.meta.url),
  source: new URL('./answer-worker.ts', import.meta.url),
};
