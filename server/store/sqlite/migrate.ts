/** Takes a file to the newest schema: forward only, step by step, each whole or not at all. */
import type BetterSqlite3 from 'better-sqlite3';
import { StoreError } from '../store.ts';
import { copyAside } from './copy-aside.ts';
import { toStoreError } from './to-store-error.ts';
import { takeWriterLock } from './writer-lock.ts';

/** Marks the file as ours in SQLite's header, so that no other file is taken for a store. */
const APPLICATION_ID = 0x0c_70_0b_ed;

type Database = BetterSqlite3.Database;

/** One step of the schema; it runs inside a transaction and must not end it. */
export type Migration = (database: Database) => void;

/** A step that is SQL alone. */
export function statements(sql: string): Migration {
  return (database) => void database.exec(sql);
}

/** The way to the newest schema, and who is told that it was gone. */
export interface Steps {
  readonly migrations?: readonly Migration[];
  readonly onMigrated?: (migrated: Migrated) => void;
  /** Said by whoever has the writer's lock already. */
  readonly hasLock?: boolean;
}

/** What was done to a file that an older release had written. */
export interface Migrated {
  readonly fromSchema: number;
  readonly toSchema: number;
  /** The file as it was, for going back to the older release. */
  readonly copy: string;
}

/**
 * Runs the steps that a file has not taken yet.
 *
 * A file with data is copied aside first. A kill at any point leaves the file at the end of one
 * step or the next, and opening it again goes on from there.
 *
 * @throws StoreError `busy` while a server has the file, `full` when there is no room for the copy,
 *   `corrupt` when the file is damaged.
 */
export function migrate(
  database: Database,
  path: string,
  steps: Steps & Required<Pick<Steps, 'migrations'>>,
): void {
  const fromSchema = schemaOf(database);
  const toSchema = steps.migrations.length;
  if (fromSchema === toSchema) return;
  if (fromSchema === 0 || database.memory) return takeSteps(database, steps.migrations);
  const lock = steps.hasLock ? null : takeWriterLock(path);
  try {
    const copy = copyAside(database, path, fromSchema);
    takeSteps(database, steps.migrations);
    steps.onMigrated?.({ fromSchema, toSchema, copy });
  } catch (error) {
    throw toStoreError(error);
  } finally {
    lock?.release();
  }
}

/**
 * Refuses what is not ours to open.
 *
 * @param newest the newest schema that this release knows.
 * @throws StoreError for a file of another program, or of a later release.
 */
export function checkOwner(database: Database, path: string, newest: number): void {
  const { version, owner, isEmpty } = headOf(database, path);
  if (!isEmpty && owner !== APPLICATION_ID) {
    const hint = 'Name another file; Outcrop makes one where none is.';
    throw new StoreError('cannotOpen', `${path} is a database of another program.`, hint);
  }
  if (version > newest) {
    const hint = `Install the release that wrote it; this one knows schema ${newest}. ${OLD_COPY}`;
    throw new StoreError('newerSchema', `${path} has the newer schema ${version}.`, hint);
  }
}

const OLD_COPY = `Or restore what it kept of before its first start, as FILE.schema-NUMBER.`;

function headOf(database: Database, path: string) {
  try {
    return {
      version: schemaOf(database),
      owner: Number(database.pragma('application_id', { simple: true })),
      isEmpty: database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0,
    };
  } catch (error) {
    const told = toStoreError(error);
    if (told instanceof StoreError && told.code === 'busy') throw told;
    const hint = 'Name another file: this one is no SQLite database, or its first page is damaged.';
    throw new StoreError('cannotOpen', `${path} cannot be used as a database.`, hint, error);
  }
}

function takeSteps(database: Database, migrations: readonly Migration[]): void {
  const step = database.transaction((schema: number) => {
    if (schemaOf(database) >= schema) return; // Another process was faster.
    migrations[schema - 1]?.(database);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${schema}`);
  });
  for (let schema = schemaOf(database) + 1; schema <= migrations.length; schema += 1) {
    step.exclusive(schema);
  }
}

function schemaOf(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}
