/** Who takes part in the bench of ingest, and how each is started as a process of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contestant } from '../paired.ts';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, '../../..');
export const BUNDLE = path.join(ROOT, 'dist/server/main.js');

/** The release that the printed ratios were measured with. */
const DUCKDB = '@duckdb/node-api@1.5.6-r.1';

export interface Places {
  /** The record set. */
  readonly records: string;
  /** Where databases are written. */
  readonly scratch: string;
  /** Where DuckDB is installed; nothing of it lies in this repository. */
  readonly cache: string;
}

/** Ours first, then all peers that this machine has. */
export function contestants(places: Places): readonly Contestant[] {
  const { records, cache } = places;
  const database = (name: string): string => path.join(places.scratch, `${name}.db`);
  const peer = (name: string): string => path.join(HERE, name);
  const fresh = (name: string) => (): void => {
    removeDatabase(database(name));
    spawnSync('sync'); // What the one before has left to be written is no part of this run.
  };
  const duckdb = ['keyed', 'bare'].map((mode) => ({
    name: `duckdb ${mode}`,
    command: process.execPath,
    args: [peer('duckdb-peer.mjs'), mode, records, database(mode), cache],
    before: fresh(mode),
  }));
  const python = {
    name: 'python script',
    command: 'python3',
    args: [peer('script-peer.py'), records, database('python')],
    before: fresh('python'),
  };
  return [
    {
      name: 'outcrop',
      command: process.execPath,
      args: [BUNDLE, 'ingest', records, '--db', database('outcrop'), '--json'],
      before: fresh('outcrop'),
    },
    ...(hasDuckDb(cache) ? duckdb : []),
    ...(hasPython() ? [python] : []),
    { name: 'gunzip alone', command: process.execPath, args: [peer('gunzip-peer.mjs'), records] },
  ];
}

/** Installs DuckDB beside the record sets; without a registry the bench goes on without it. */
export function installDuckDb(cache: string): void {
  if (hasDuckDb(cache)) return;
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, 'package.json'), '{"private":true}');
  spawnSync('npm', ['install', '--no-audit', '--no-fund', DUCKDB], { cwd: cache });
}

/** Builds what is measured: the bundle that is released. */
export function buildBundle(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  if (status !== 0) throw new Error('The build failed: npm run build says why.');
}

function hasDuckDb(cache: string): boolean {
  return existsSync(path.join(cache, 'node_modules/@duckdb/node-api'));
}

function hasPython(): boolean {
  return spawnSync('python3', ['--version']).status === 0;
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '.wal']) rmSync(file + suffix, { force: true });
}
