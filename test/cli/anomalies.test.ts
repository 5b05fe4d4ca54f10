/** `outcrop anomalies`: a table, JSON, and what is wrong with a question. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { metered } from '../support/metered.ts';
import { createFolder, runCommand, type Folder } from './run-command.ts';

let folder: Folder;
let db = '';

beforeEach(() => {
  folder = createFolder();
  db = folder.database([metered()]);
});
afterEach(() => folder.remove());

test('says that nothing departs, and by how much it would have to', async () => {
  const { out } = await runCommand('anomalies', '--db', db, '--minimum', '7.5');
  expect(out).toBe('Nothing departs by $7.5 or more.\n');
});

test('gives the window as JSON', async () => {
  const { out } = await runCommand(
    'anomalies',
    '--db',
    db,
    '--json',
    '--from',
    'now-2d',
    '--to',
    'now',
  );
  expect(JSON.parse(out)).toMatchObject({ from: '2026-11-03T00:00:00Z', anomalies: [] });
});

test.each([
  [['--minimum', 'much'], 'much is no amount'],
  [['--filter', 'nope=1'], 'nope'],
  [['--from', 'soon'], 'soon'],
])('refuses %j', async (options, words) => {
  const { exitCode, error } = await runCommand('anomalies', '--db', db, ...options);
  expect([exitCode, error]).toEqual([2, expect.stringContaining(words)]);
});
