/** Finds the log files under given paths: recursive, sorted, without bodies and strangers. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { toDiskError } from './aws-error.ts';
import { isBodyKey, isPermissionCheck } from './s3-layout.ts';

/** No folder of logs lies deeper; a mounted loop of links might. */
const DEPTH_MAX = 32;

/** In folders only these are taken; a file that is named itself is taken whatever it is called. */
const LOG_FILE = /(\.(json|jsonl|ndjson|log|txt)(\.gz)?|(^|\/)[^.]+)$/;

/**
 * The files to read, in the order of their paths.
 *
 * @param paths files and directories; links to either are followed.
 * @throws SourceError `disk` when a given path does not exist or cannot be listed.
 */
export async function findLogFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const given of paths) {
    try {
      for await (const file of walk(given, 0)) found.add(file);
    } catch (error) {
      throw toDiskError(error, `list ${given}`);
    }
  }
  return [...found].sort();
}

async function* walk(place: string, depth: number): AsyncGenerator<string> {
  const isDirectory = (await stat(place)).isDirectory();
  if (!isDirectory) {
    if (depth === 0 || isLogFile(place)) yield place;
    return;
  }
  if (depth >= DEPTH_MAX) return;
  const names = await readdir(place);
  for (const name of names) {
    if (name.startsWith('.')) continue;
    yield* walk(path.join(place, name), depth + 1);
  }
}

function isLogFile(file: string): boolean {
  const key = file.split(path.sep).join('/');
  return LOG_FILE.test(key) && !isBodyKey(key) && !isPermissionCheck(key);
}
