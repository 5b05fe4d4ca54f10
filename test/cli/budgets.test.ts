/** `outcrop budgets`: what is spent of each, as a table and as JSON. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { DAY_MS } from '../../shared/window.ts';
import { call } from '../query/ask.ts';
import { batch, usageLines } from '../support/metered.ts';
import { createFolder, NOW_MS, runCommand, type Folder } from './run-command.ts';

let folder: Folder;
let db = '';

beforeEach(() => {
  folder = createFolder();
  // Nova Micro's output costs 0.14 dollars a million: 14 dollars a day.
  const usage = usageLines(0, 100_000_000);
  const calls = [0, 1, 2, 3].map((day) => call(day, day * DAY_MS, { usage }));
  db = folder.database([]);
  const store = openSqliteStore({ path: db, promotedTags: [] });
  store.ingest(batch(calls, { progress: { completeToMs: NOW_MS, done: 1, total: 1 } }));
  store.close();
});
afterEach(() => folder.remove());

const list = (yaml: string, ...more: readonly string[]) => {
  const config = folder.file('outcrop.yaml', yaml);
  return runCommand('budgets', 'list', '--config', config, '--db', db, ...more);
};

const BUDGETS = 'budgets: [{name: Month, amount: 100}]';

test('shows spend, forecast and the date on which the amount is reached', async () => {
  const { out } = await list(BUDGETS);
  expect(out).toMatch(/^Month +2026-11 +2026-11-08 +- +\$100\.00 +\$56\.00 +56 +\$420\.00 +420$/m);
});

test('gives exact amounts as JSON', async () => {
  const { budgets } = JSON.parse((await list(BUDGETS, '--json')).out);
  expect(budgets).toMatchObject([{ name: 'Month', spent: '56', amount: '100', spentPercent: 56 }]);
});

test('says that there is none', async () => {
  expect((await list('{}')).out).toBe('The config has no budget.\n');
});

test('names the line of a budget that is wrong', async () => {
  const { exitCode, error } = await list('budgets:\n  - {name: x, amount: 0}\n');
  expect([exitCode, error]).toEqual([2, expect.stringContaining('2:23 budgets.0.amount')]);
});
