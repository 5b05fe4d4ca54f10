/** Holds the files of the house against the folder rule and names every offence. */
import { DOORS, FLOORS, PURE_ROOMS, type Floor } from './floors.ts';
import { importsOf, type ImportLine } from './imports.ts';
import type { ProjectFile } from './sources.ts';

const IMPURE_MODULES = /^(node:)?(fs|net|http|https|http2|dns|tls|child_process|os|timers)(\/|$)/;

/** The room that a path lies in, or null when the table does not know it. */
export function roomOf(filePath: string): Floor | null {
  return FLOORS.find(({ room }) => filePath === room || filePath.startsWith(`${room}/`)) ?? null;
}

/** Every import that the table does not allow, as a sentence each; empty when all is well. */
export function wrongImports(files: readonly ProjectFile[]): readonly string[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === null) return [`${file.path} lies in no room of the table.`];
    const lines = importsOf(file.path, file.text);
    return lines.flatMap((line) => problemOf(file.path, room, line) ?? []);
  });
}

function problemOf(filePath: string, from: Floor, line: ImportLine): string | null {
  return line.ours ? wrongRoom(filePath, from, line) : wrongDoor(filePath, from, line.target);
}

function wrongRoom(filePath: string, from: Floor, line: ImportLine): string | null {
  if (line.target.endsWith('package.json')) return null; // Its version is no room of ours.
  const to = roomOf(line.target)?.room ?? null;
  if (to === null) return isStyle(line.target) ? null : `${filePath} -> ${line.target}: no room.`;
  if (to === from.room || from.uses.includes(to)) return null;
  if (!from.reads.includes(to)) return `${filePath} may not import ${line.target}.`;
  return line.typeOnly ? null : `${filePath} may import only types of ${line.target}.`;
}

function isStyle(target: string): boolean {
  return target.startsWith('web/') && target.endsWith('.css');
}

function wrongDoor(filePath: string, from: Floor, target: string): string | null {
  const door = DOORS.find(({ packages }) => packages.test(target));
  if (door && !door.onlyIn.test(filePath)) return `${filePath} may not import ${target}.`;
  const pure = PURE_ROOMS.includes(from.room) && IMPURE_MODULES.test(target);
  return pure ? `${filePath} is pure and may not import ${target}.` : null;
}

/**
 * Looks for files that import each other in a ring; types count, a reader follows them as well.
 *
 * @returns each ring once, as its files in order, the first one again at the end.
 */
export function circles(files: readonly ProjectFile[]): readonly (readonly string[])[] {
  const targets = new Map(
    files.map((file) => {
      const ours = importsOf(file.path, file.text).filter((line) => line.ours);
      return [file.path, ours.map((line) => line.target)];
    }),
  );
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    const since = trail.indexOf(name);
    if (since >= 0) found.push([...trail.slice(since), name]);
    if (since >= 0 || done.has(name)) return;
    for (const target of targets.get(name) ?? []) visit(target, [...trail, name]);
    done.add(name);
  };
  for (const name of targets.keys()) visit(name, []);
  return found;
}
