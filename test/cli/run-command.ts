/** Runs one command of `outcrop` in this process, with a clock that stands still. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reportFailure } from '../../server/cli/failure.ts';
import { buildProgram } from '../../server/cli/program.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { DAY_MS } from '../../shared/window.ts';
import { batch, T0_MS } from '../support/metered.ts';

export interface CommandResult {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

/** The clock of all commands here. */
export const NOW_MS = T0_MS + 4 * DAY_MS;

export async function runCommand(...args: readonly string[]): Promise<CommandResult> {
  let out = '';
  let error = '';
  let exitCode = 0;
  const root = {
    nowMs: () => NOW_MS,
    jitter: () => 0,
    environment: {},
    writeOut: (text: string) => (out += text),
    writeError: (text: string) => (error += text),
    endWith: (code: number) => (exitCode = code),
  };
  try {
    const program = await buildProgram(root, args[0]);
    await program.parseAsync(['node', 'outcrop', ...args]);
    return { exitCode, out, error };
  } catch (failure) {
    return { exitCode: reportFailure(failure, root), out, error };
  }
}

/** A folder of a test; `remove` it afterwards. */
export interface Folder {
  file(name: string, text: string): string;
  database(rows: readonly MeteredInvocation[]): string;
  remove(): void;
}

export function createFolder(): Folder {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-test-'));
  return {
    file(name, text) {
      const file = path.join(folder, name);
      writeFileSync(file, text);
      return file;
    },
    database(rows) {
      const file = path.join(folder, 'outcrop.db');
      const store = openSqliteStore({ path: file, promotedTags: [] });
      store.ingest(batch(rows));
      store.close();
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
