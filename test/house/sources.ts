/** Hands the house tests the text of every file that the project is made of. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ProjectFile {
  /** Path from the root of the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const NOT_OURS = new Set(['node_modules', 'dist', 'test-output', '.git', '.outcrop']);

/**
 * Reads all files below some folders whose name ends in one of the extensions.
 *
 * @param folders paths from the root; '' stands for the files of the root itself, not deeper.
 * @returns files sorted by path; a folder that is missing gives none.
 */
export function readFiles(
  folders: readonly string[],
  extensions: readonly string[],
): readonly ProjectFile[] {
  const paths = folders.flatMap((folder) => (folder === '' ? filesOfRoot() : walk(folder)));
  return paths
    .filter((name) => extensions.some((extension) => name.endsWith(extension)))
    .toSorted()
    .map((name) => ({ path: name, text: readFileSync(path.join(ROOT, name), 'utf8') }));
}

function filesOfRoot(): readonly string[] {
  const entries = readdirSync(ROOT, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

function walk(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? walk(name) : [name];
  });
}

function entriesOf(folder: string): readonly { name: string; isDirectory: () => boolean }[] {
  try {
    return readdirSync(path.join(ROOT, folder), { withFileTypes: true });
  } catch {
    return []; // The tests that need a folder say themselves that it is missing.
  }
}
