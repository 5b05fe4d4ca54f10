/** A long export keeps to 256 MB, the whole process counted, and says how far it is. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';

/** OUTCROP_EXPORT_ROWS=10000000 for a release: what is alive does not depend on how many. */
const ROWS = Number(process.env['OUTCROP_EXPORT_ROWS'] ?? 100_000);
const BATCH_ROWS = 5_000;
const MEMORY_MAX_MB = 256;
const LOOK_EVERY_MS = 20;
const TEST_MS_MAX = 3_600_000;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'outcrop-export-'));
const database = join(folder, 'outcrop.db');

beforeAll(() => {
  const store = openSqliteStore({ path: database, promotedTags: [] });
  const stepMs = Math.floor((28 * 86_400_000) / ROWS);
  for (let from = 0; from < ROWS; from += BATCH_ROWS) {
    const rows = Array.from({ length: Math.min(BATCH_ROWS, ROWS - from) }, (_, index) => {
      const number = from + index;
      const place = { timestampMs: T0_MS + number * stepMs, requestId: requestId(number) };
      return metered({ invocation: place, attribution: { tenant: `tenant-${number % 40}` } });
    });
    store.ingest(batch(rows));
  }
  store.close();
}, TEST_MS_MAX);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number | null;
  readonly told: string;
  readonly memoryMbMax: number;
}

function exportAs(format: string): Promise<Run> {
  const args = ['report', 'export', '--month', '2026-11', '--format', format];
  const paths = ['--out', folder, '--db', database];
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args, ...paths], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  let memoryMbMax = 0;
  child.stderr.on('data', (text: Buffer) => (told += text.toString()));
  const timer = setInterval(() => {
    memoryMbMax = Math.max(memoryMbMax, memoryMbOf(child.pid ?? 0));
  }, LOOK_EVERY_MS);
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      clearInterval(timer);
      resolve({ code, told, memoryMbMax });
    });
  });
}

/** The most that a process has held; 0 where Linux does not tell. */
function memoryMbOf(pid: number): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0; // It has ended.
  }
}

describe.skipIf(process.platform !== 'linux')('an export of rows', { timeout: TEST_MS_MAX }, () => {
  test.each(['csv', 'parquet'])(
    'as %s streams within 256 MB and tells its progress',
    async (format) => {
      const run = await exportAs(format);
      expect(run.code).toBe(0);
      expect(run.told).toMatch(/100 % \d+ rows/);
      expect(statSync(join(folder, `invocations-2026-11.${format}`)).size).toBeGreaterThan(ROWS);
      expect(run.memoryMbMax).toBeGreaterThan(50);
      expect(run.memoryMbMax).toBeLessThan(MEMORY_MAX_MB);
    },
  );
});
