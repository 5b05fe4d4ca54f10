/** Starts a thread from its own file: of the bundle, or of the sources. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** One file, as the bundle has it and as the sources do. */
export interface ThreadFile {
  readonly bundled: URL;
  readonly source: URL;
}

/** The bundle's thread stands by itself; from the sources it needs what lets Node read them. */
export function startThread(
  { bundled, source }: ThreadFile,
  workerData: Readonly<Record<string, unknown>>,
): Worker {
  if (existsSync(bundled)) return new Worker(bundled, { workerData });
  return new Worker(FROM_SOURCES, { eval: true, workerData: { ...workerData, href: source.href } });
}

const FROM_SOURCES = `
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(require('node:worker_threads').workerData.href);
  });`;
