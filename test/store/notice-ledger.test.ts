/** What people did by hand is written once, whoever opens the file. */
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';

const NOTE = { atMs: 1, by: 'ada', action: 'silence', subject: 'storm', detail: '' } as const;

test.each(['DELETE FROM journal', "UPDATE journal SET body = '{}'"])(
  'the journal refuses %s',
  (sql) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-journal-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'outcrop.db');
    const store = openSqliteStore({ path: file, promotedTags: [] });
    store.notices.addNote(NOTE);
    const other = new Database(file);
    expect(() => other.exec(sql)).toThrow(/the journal is never/);
    other.close();
    expect(store.notices.notes(9)).toEqual([NOTE]);
    store.close();
  },
);
