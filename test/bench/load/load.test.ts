/** A small run under load, so that the bench does not rot: no time is promised here. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fillStore, openMonth } from '../query/fill.ts';
import { allAnswers } from './phase.ts';
import { runLoad } from './run-load.ts';
import { seenViews } from './seen-views.ts';

const CALLS = 4_000;
/** Mostly waiting: the server looks for files every five seconds. */
const RUN_MS_MAX = 90_000;

test(
  'viewers are answered without an error while records are read, and all records are',
  async () => {
    const place = mkdtempSync(path.join(os.tmpdir(), 'outcrop-load-'));
    try {
      const month = path.join(place, 'month.db');
      const store = openMonth(month);
      fillStore(store, { rows: 6_000, tuples: 600, days: 3 }, () => undefined);
      store.close();
      const set = { records: 2 * CALLS, recordsPerFile: 500 };
      const plan = { month, cache: place, place, viewers: 3, aloneMs: 2_500, settleMs: 500, set };
      const said: string[] = [];

      const { alone, viewed, both } = await runLoad(plan, (line) => said.push(line));
      const failures = [viewed, both].flatMap(({ looked }) => [...looked.failures.keys()]);
      expect(failures, said.join('\n')).toEqual([]);
      expect([alone, both].map(({ fed }) => fed?.calls)).toEqual([CALLS, CALLS]);
      const views = viewed.looked.refreshMs.length;
      expect(allAnswers(viewed.looked).length).toBeGreaterThan(3 * views);
      // Both wait for the server to look for files, which is most of it.
      expect(both.seconds / alone.seconds).toBeLessThan(6);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  },
  RUN_MS_MAX,
);

test('every view asks something, and none asks for the stream of events', () => {
  const views = [...seenViews().values()];
  expect(views.length).toBeGreaterThan(8);
  expect(views.every((shapes) => shapes.length > 0)).toBe(true);
  expect(views.flat().filter((shape) => shape.startsWith('/api/v1/events'))).toEqual([]);
});
