/** Files that a server reads at full speed, and how fast their calls came to be counted. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { openSqliteStore } from '../../../server/store/sqlite/sqlite-store.ts';
import { writeRecordSet } from '../ingest/record-set.ts';

const LOOK_EVERY_MS = 100;
const SILENCE_MS_MAX = 60_000;

/** Files of a set, oldest first; a set of this size is made once and kept. */
export function recordFiles(
  folder: string,
  size: { readonly records: number; readonly recordsPerFile: number },
): readonly string[] {
  if (!existsSync(folder)) {
    mkdirSync(`${folder}.making`, { recursive: true });
    writeRecordSet(`${folder}.making`, 'lean', size);
    renameSync(`${folder}.making`, folder);
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.gz'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** What is to be read, and how many calls are in it. */
export interface Food {
  readonly files: readonly string[];
  readonly calls: number;
}

export interface Fed {
  readonly calls: number;
  /** From the first batch that was counted to the last. */
  readonly seconds: number;
  readonly callsPerSecond: number;
}

/**
 * Puts files where the server reads them, all at once, and waits until they are counted.
 *
 * @throws Error when nothing comes for longer than a minute.
 */
export async function feed(database: string, folder: string, food: Food): Promise<Fed> {
  const store = openSqliteStore({ path: database, promotedTags: ['feature'], isReadOnly: true });
  try {
    const before = store.invocationCount();
    const seen: { readonly atMs: number; readonly count: number }[] = [];
    putInPlace(food.files, folder);
    for (let silenceMs = 0; silenceMs < SILENCE_MS_MAX; silenceMs += LOOK_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      const count = store.invocationCount() - before;
      if (count === (seen.at(-1)?.count ?? 0)) continue;
      silenceMs = 0;
      seen.push({ atMs: performance.now(), count });
      if (count >= food.calls) return paceOf(seen);
    }
    throw new Error(`Only ${seen.at(-1)?.count ?? 0} of ${food.calls} calls came.`);
  } finally {
    store.close();
  }
}

/** Written beside and moved in as a folder: a server that looks meanwhile sees all or none. */
function putInPlace(files: readonly string[], folder: string): void {
  const beside = `${folder}.next`;
  mkdirSync(beside);
  for (const file of files) copyFileSync(file, path.join(beside, path.basename(file)));
  renameSync(beside, path.join(folder, path.basename(files[0] ?? 'none', '.json.gz')));
}

function paceOf(seen: readonly { readonly atMs: number; readonly count: number }[]): Fed {
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) throw new Error('Nothing was counted.');
  const seconds = (last.atMs - first.atMs) / 1000;
  const callsPerSecond = seconds > 0 ? (last.count - first.count) / seconds : 0;
  return { calls: last.count, seconds, callsPerSecond };
}
