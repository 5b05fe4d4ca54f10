/** Starts threads that answer questions: from the bundle, or from the sources. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { ApiParts } from '../api/api-parts.ts';

/** What such a thread works with; all of it can be sent. */
export interface AnswerSettings extends Omit<ApiParts, 'store' | 'book' | 'nowMs'> {
  /** Keys of declared tags. */
  readonly tagKeys: readonly string[];
  readonly database: string;
  readonly pricesPath: string | null;
}

/** The bundle's thread stands by itself; from the sources it needs what lets Node read them. */
export function startAnswerThread(settings: AnswerSettings): Worker {
  const bundled = new URL('./answer-worker.js', import.meta.url);
  if (existsSync(bundled)) return new Worker(bundled, { workerData: { settings } });
  const href = new URL('./answer-worker.ts', import.meta.url).href;
  return new Worker(FROM_SOURCES, { eval: true, workerData: { settings, href } });
}

const FROM_SOURCES = `
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(require('node:worker_threads').workerData.href);
  });`;
