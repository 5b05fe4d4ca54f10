/** The way from every released schema to the newest, and what is refused on it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { statements, type Migrated } from '../../server/store/sqlite/migrate.ts';
import { openDatabase } from '../../server/store/sqlite/open-database.ts';
import { openFile } from '../../server/store/sqlite/open-file.ts';
import { MIGRATIONS } from '../../server/store/sqlite/schema.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { nextSchemas } from '../support/next-schemas.ts';
import { answersOf } from './fixtures/answers.ts';
import { restoreDump, schemaOf } from './fixtures/dump.ts';

const RELEASED = new URL('fixtures/', import.meta.url);
const folder = mkdtempSync(path.join(tmpdir(), 'migrate-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true }));

function released(schema: number): string {
  files += 1;
  const file = path.join(folder, `${files}.db`);
  restoreDump(readFileSync(new URL(`schema-${schema}.sql`, RELEASED), 'utf8'), file);
  return file;
}

function answersFrom(schema: number): unknown {
  return JSON.parse(readFileSync(new URL(`schema-${schema}.json`, RELEASED), 'utf8')) as unknown;
}

function versionOf(file: string): unknown {
  const database = openFile(file, true);
  const version: unknown = database.pragma('user_version', { simple: true });
  database.close();
  return version;
}

const later = nextSchemas(() => undefined);

/** Opens with the schemas that may come. @returns what was told. */
function migrated(file: string): readonly Migrated[] {
  const told: Migrated[] = [];
  const onMigrated = (one: Migrated): void => void told.push(one);
  openDatabase(file, false, { migrations: later, onMigrated }).close();
  return told;
}

describe('a file of a released schema', () => {
  const schemas = MIGRATIONS.map((_, index) => index + 1);

  test.each(schemas)('%i answers as it did when it was written', (schema) => {
    expect(answersOf(released(schema))).toEqual(answersFrom(schema));
  });

  test.each(schemas)('%i becomes what a new file is', (schema) => {
    const file = released(schema);
    openDatabase(file).close();
    const [old, fresh] = [openFile(file, true), openDatabase(':memory:')];
    const mend = 'the schema changed: npm run schema-fixture while it is unreleased, else a step';
    expect(schemaOf(old) === schemaOf(fresh), mend).toBe(true);
    old.close();
    fresh.close();
  });

  test('exists for every schema', () => {
    const kept = readdirSync(RELEASED).filter((name) => name.endsWith('.sql'));
    expect(kept.length).toBe(MIGRATIONS.length);
  });

  test('answers the same after schemas that are still to come', () => {
    const file = released(1);
    const open = () => openDatabase(file, false, { migrations: later });
    open().close();
    const backTo = openFile(file, false); // Columns that it does not know change no answer.
    backTo.pragma(`user_version = ${MIGRATIONS.length}`);
    backTo.close();
    expect(answersOf(file)).toEqual(answersFrom(1));
  });
});

describe('migrate', () => {
  test('keeps the file as it was before, whole and under its old schema', () => {
    const file = released(1);
    const told = migrated(file);
    expect(versionOf(file)).toBe(later.length);
    expect(told).toEqual([{ fromSchema: 1, toSchema: later.length, copy: `${file}.schema-1` }]);
    expect(answersOf(`${file}.schema-1`)).toEqual(answersFrom(1));
    expect(existsSync(`${file}.schema-1.part`)).toBe(false);
  });

  test('changes nothing the second time, and copies nothing', () => {
    const file = released(1);
    migrated(file);
    const told = migrated(file);
    expect(told).toEqual([]);
  });

  test('makes no copy of a file that is new', () => {
    const file = path.join(folder, 'new.db');
    migrated(file);
    expect(readdirSync(folder).filter((name) => name.startsWith('new.db.schema'))).toEqual([]);
  });

  test('leaves a step that fails out as a whole, and keeps those before it', () => {
    const file = released(1);
    const migrations = [
      ...later.slice(0, 2),
      statements('CREATE TABLE half (a INTEGER); INSERT INTO nothing VALUES (1);'),
    ];
    expect(() => openDatabase(file, false, { migrations })).toThrow('nothing');
    expect(versionOf(file)).toBe(2);
    const database = openFile(file, true);
    expect(schemaOf(database)).not.toContain('half');
    database.close();
  });

  test('refuses a file of a newer release, and says how to go back', () => {
    const file = released(1);
    migrated(file);
    expect(() => openDatabase(file)).toThrow(
      expect.objectContaining({
        code: 'newerSchema',
        message: `${file} has the newer schema ${later.length}.`,
        hint: expect.stringMatching(/Install the release that wrote it; this one knows schema \d/),
      }),
    );
  });

  test('waits for no server: it refuses while one has the file', () => {
    const file = released(1);
    const server = openSqliteStore({ path: file, promotedTags: [], isServer: true });
    expect(() => migrated(file)).toThrow(expect.objectContaining({ code: 'busy' }));
    server.close();
    expect(versionOf(file)).toBe(1);
    migrated(file);
  });

  test('refuses a damaged file before it changes anything', () => {
    const file = released(1);
    const bytes = readFileSync(file);
    bytes.fill(0xff, bytes.length - 4096 * 6, bytes.length - 4096 * 5);
    writeFileSync(file, bytes);
    expect(() => migrated(file)).toThrow(expect.objectContaining({ code: 'corrupt' }));
    expect(versionOf(file)).toBe(1);
  });
});

describe('a file that is not ours', () => {
  test('is refused as it is when another program wrote it', () => {
    const file = path.join(folder, 'other.db');
    const other = openFile(file, false);
    other.exec('CREATE TABLE theirs (a INTEGER)');
    other.close();
    const before = readFileSync(file);
    expect(() => openDatabase(file)).toThrow(/another program/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('is refused when it is no database at all', () => {
    const file = path.join(folder, 'text.db');
    writeFileSync(file, 'The quick brown fox jumps over the lazy dog.\n'.repeat(40));
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'cannotOpen' }));
    expect(readFileSync(file, 'utf8')).toContain('lazy dog');
  });
});

describe('a server', () => {
  test('keeps a second one away from its file, and lets go when it ends', () => {
    const options = { path: path.join(folder, 'one.db'), promotedTags: [], isServer: true };
    const first = openSqliteStore(options);
    expect(() => openSqliteStore(options)).toThrow(
      expect.objectContaining({ code: 'busy', hint: expect.stringContaining('Stop the other') }),
    );
    first.close();
    openSqliteStore(options).close();
  });

  test('leaves room for the command line beside it', () => {
    const options = { path: path.join(folder, 'beside.db'), promotedTags: [] };
    const server = openSqliteStore({ ...options, isServer: true });
    const verb = openSqliteStore(options);
    verb.savedViews.save({ name: 'Mine', search: '', savedAtMs: 1 });
    verb.close();
    expect(server.savedViews.list().length).toBe(1);
    server.close();
  });
});
