/** Checks closed days in a thread, so that nobody who asks or writes waits for it. */
import type { Checked, CheckOrder, CheckStored } from '../job/check-stored.ts';
import { startThread, type ThreadFile } from './start-thread.ts';

/** What such a thread works with. */
export interface CheckWork {
  readonly database: string;
  readonly order: CheckOrder;
}

/** One thread an order; it ends with it, or when it is told to. */
export function checkInThread(database: string): CheckStored {
  return (order, onChecked, signal) =>
    new Promise((resolve, reject) => {
      const work: CheckWork = { database, order };
      const thread = startThread(FILE, { ...work });
      const stop = (): void => void thread.terminate();
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      thread.on('message', (checked: Checked) => {
        if (!signal.aborted) onChecked(checked);
      });
      thread.on('error', reject);
      thread.on('exit', () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
    });
}

const FILE: ThreadFile = {
  bundled: new URL('./check-worker.js', import.meta.url),
  source: new URL('./check-worker.ts', import.meta.url),
};
