/** `outcrop backup` and `restore` as people run them, over files. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { backupDatabase } from '../../server/store/sqlite/backup.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';
import { createFolder, runCommand, type Folder } from './run-command.ts';

const rowsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    metered({
      invocation: { requestId: requestId(first + index), timestampMs: T0_MS + first + index },
    }),
  );

let folder: Folder;
let db: string;
let place: string;

beforeEach(() => {
  folder = createFolder();
  db = folder.database(rowsFrom(0, 50));
  place = path.dirname(db);
});

afterEach(() => folder.remove());

/** Calls that a database counts, as `outcrop query` says. */
async function countIn(file: string): Promise<number> {
  const range = ['--from', '2020-01-01', '--to', '2035-01-01'];
  const { out } = await runCommand('query', 'invocations', '--db', file, '--json', ...range);
  return JSON.parse(out).rows[0].values.invocations;
}

function spoilMiddle(file: string): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(9_000, 0xa5), 0, 9_000, 8_192);
}

describe('outcrop backup', () => {
  test('copies the database with its digest, and leaves nothing else', async () => {
    const copy = path.join(place, 'copy.db');
    const { exitCode, out } = await runCommand('backup', '--db', db, '--out', copy, '--json');
    expect(exitCode).toBe(0);
    const told = JSON.parse(out);
    expect(readFileSync(`${copy}.sha256`, 'utf8')).toBe(`${told.sha256}  copy.db\n`);
    expect(await countIn(copy)).toBe(50);
    expect(readdirSync(place).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('takes one state of a database that is written to meanwhile', async () => {
    const store = openSqliteStore({ path: db, promotedTags: [] });
    store.ingest(batch(rowsFrom(1_000, 20_000)));
    const copy = path.join(place, 'copy.db');
    let written = 0;
    await backupDatabase(db, copy, () => {
      store.ingest(batch(rowsFrom(100_000 + written, 10)));
      written += 10;
    });
    expect(written).toBeGreaterThan(0);
    store.close();
    expect(await countIn(copy)).toBe(20_050);
    expect(await countIn(db)).toBe(20_050 + written);
  });

  test('goes on after one that was killed', async () => {
    const copy = path.join(place, 'copy.db');
    writeFileSync(`${copy}.part`, 'half a copy');
    const { exitCode } = await runCommand('backup', '--db', db, '--out', copy);
    expect([exitCode, existsSync(`${copy}.part`)]).toEqual([0, false]);
  });

  test('names copies in a folder after their time, and keeps the newest', async () => {
    const out = path.join(place, 'backups');
    mkdirSync(out);
    for (const day of ['01', '02', '03'])
      writeFileSync(`${out}/outcrop-202401${day}T000000Z.db`, '');
    writeFileSync(path.join(out, 'mine.db'), 'not made by us');
    const { out: told } = await runCommand('backup', '--db', db, '--out', out, '--keep', '2');
    expect(told).toContain('Removed outcrop-20240101T000000Z.db.\nRemoved outcrop-20240102');
    const left = readdirSync(out).filter((name) => name.endsWith('.db'));
    expect(left).toHaveLength(3);
    expect(left).toContain('mine.db');
  });

  test('takes the rates of the price list along', async () => {
    writeFileSync(`${db}.prices.json`, '{"rates":[]}');
    const copy = path.join(place, 'copy.db');
    await runCommand('backup', '--db', db, '--out', copy);
    expect(readFileSync(`${copy}.prices.json`, 'utf8')).toBe('{"rates":[]}');
  });

  test.each([
    ['the database itself as its copy', () => ['--out', db], /the database itself/],
    ['--keep without a folder', () => ['--out', `${db}.copy`, '--keep', '3'], /needs a folder/],
    ['--keep 0', () => ['--out', place, '--keep', '0'], /no count/],
  ])('refuses %s', async (_name, args, message) => {
    const { exitCode, error } = await runCommand('backup', '--db', db, ...args());
    expect(exitCode).toBe(2);
    expect(error).toMatch(message);
  });

  test('gives a damaged copy no name', async () => {
    const broken = path.join(place, 'broken.db');
    copyFileSync(db, broken);
    spoilMiddle(broken);
    const copy = path.join(place, 'copy.db');
    const { exitCode, error } = await runCommand('backup', '--db', broken, '--out', copy);
    expect([exitCode, existsSync(copy)]).toEqual([1, false]);
    expect(error).toMatch(/damaged/);
  });
});

describe('outcrop restore', () => {
  const restore = (backup: string, ...more: readonly string[]) =>
    runCommand('restore', backup, '--db', db, ...more);
  let copy: string;

  beforeEach(async () => {
    copy = path.join(place, 'copy.db');
    await runCommand('backup', '--db', db, '--out', copy);
    const store = openSqliteStore({ path: db, promotedTags: [] });
    store.ingest(batch(rowsFrom(900, 7)));
    store.close();
  });

  test('brings the state of the backup back, and keeps what it replaces', async () => {
    const { exitCode } = await restore(copy, '--force');
    expect(exitCode).toBe(0);
    expect(await countIn(db)).toBe(50);
    expect(await countIn(`${db}.replaced`)).toBe(57);
  });

  test('replaces a damaged database', async () => {
    spoilMiddle(db);
    expect((await restore(copy, '--force')).exitCode).toBe(0);
    expect(await countIn(db)).toBe(50);
  });

  test('replaces none without --force', async () => {
    const { exitCode, error } = await restore(copy);
    expect(exitCode).toBe(2);
    expect(error).toContain('--force');
    expect(await countIn(db)).toBe(57);
  });

  test('replaces none that a process has open', async () => {
    const store = openSqliteStore({ path: db, promotedTags: [] });
    store.ingest(batch(rowsFrom(2_000, 1)));
    const { exitCode, error } = await restore(copy, '--force');
    store.close();
    expect(exitCode).toBe(1);
    expect(error).toContain('Another process holds the database.');
    expect(await countIn(db)).toBe(58);
  });

  test.each([
    ['was cut', (file: string) => truncateSync(file, 40_000), /not what its \.sha256 says/],
    ['is no database', (file: string) => writeFileSync(file, 'hello'), /\.sha256/],
  ])('refuses a backup that %s', async (_name, spoil, message) => {
    spoil(copy);
    const { exitCode, error } = await restore(copy, '--force');
    expect(exitCode).not.toBe(0);
    expect(error).toMatch(message);
    expect(await countIn(db)).toBe(57);
  });

  test('refuses a damaged backup without a digest, and a database of another program', async () => {
    const other = path.join(place, 'other.db');
    copyFileSync(copy, other);
    spoilMiddle(other);
    expect((await restore(other, '--force')).error).toMatch(/damaged/);
    writeFileSync(other, 'hello, this is no database at all, whatever its name says'.repeat(40));
    expect((await restore(other, '--force')).exitCode).toBe(1);
    expect(await countIn(db)).toBe(57);
  });
});
