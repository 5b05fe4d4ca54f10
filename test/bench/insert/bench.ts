/** How fast rows are written as the table grows: with rollups of all levels, packs left out. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Store } from '../../../server/store/store.ts';
import { batch } from '../../support/metered.ts';
import type { BenchRun } from '../main.ts';
import { openMonth } from '../query/fill.ts';
import { monthBlocks } from '../query/month.ts';

const DAYS = 30;

/** What writing a part of the rows took. */
export interface WrittenPart {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Writes a month of made-up calls in order of time, and tells of each part what it took. */
export function* writtenParts(
  store: Store,
  rows: number,
  partRows: number,
): Generator<WrittenPart> {
  let part = { rows: 0, seconds: 0, cpuSeconds: 0 };
  for (const block of monthBlocks({ rows, tuples: 600, days: DAYS })) {
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    store.ingest({ ...batch([]), blocks: [block] });
    const { user, system } = process.cpuUsage(cpu);
    part = {
      rows: part.rows + block.count,
      seconds: part.seconds + (performance.now() - startMs) / 1_000,
      cpuSeconds: part.cpuSeconds + (user + system) / 1e6,
    };
    if (part.rows < partRows) continue;
    yield part;
    part = { rows: 0, seconds: 0, cpuSeconds: 0 };
  }
  if (part.rows > 0) yield part;
}

/** Size: millions of rows. */
export async function benchInsert(run: BenchRun): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'outcrop-insert-'));
  const file = path.join(folder, 'outcrop.db');
  const store = openMonth(file);
  const rates: number[] = [];
  try {
    for (const part of writtenParts(store, (run.size ?? 20) * 1e6, 1e6)) {
      const rate = part.rows / part.seconds;
      rates.push(rate);
      const cpu = ((part.cpuSeconds / part.rows) * 1e6).toFixed(2);
      const ratio = (rate / (rates[0] ?? rate)).toFixed(2);
      run.say(
        `  million ${String(rates.length).padStart(3)}  ${Math.round(rate / 1000)} k rows/s, ` +
          `x${ratio} of the first, ${cpu} us CPU a row`,
      );
    }
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}
