/** `npm run bench -- load`: answers to many viewers while records are read at full speed. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildBundle } from '../ingest/contestants.ts';
import type { BenchRun } from '../main.ts';
import { runLoad } from './run-load.ts';

const VIEWERS = 50;
/** Twice the time in which all come. */
const SETTLE_MS = 10_000;
/** What an account with ten million calls a month writes in some minutes. */
const FILE_RECORDS = 20_000;

/**
 * Ingest alone, viewers alone, then both, against one server over a copy of a month.
 *
 * Each viewer looks at one view after the other and refreshes as often as the page does. Options:
 * --month=FILE that the bench of questions has filled; --records=N read in each part; --seconds=N
 * of viewers alone; --cache=FOLDER.
 */
export async function benchLoad(run: BenchRun): Promise<void> {
  const month = run.word('month', '');
  if (month === '') throw new Error('Name a month with --month=FILE; `query` fills one.');
  const cache = run.word('cache', path.join(os.tmpdir(), 'outcrop-bench'));
  mkdirSync(cache, { recursive: true });
  buildBundle();
  const place = mkdtempSync(path.join(cache, 'load-'));
  try {
    const plan = {
      viewers: run.size ?? VIEWERS,
      aloneMs: run.option('seconds', 30) * 1000,
      settleMs: SETTLE_MS,
      set: { records: 2 * run.option('records', 1_000_000), recordsPerFile: FILE_RECORDS },
    };
    await runLoad({ month, cache, place, ...plan }, run.say);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
