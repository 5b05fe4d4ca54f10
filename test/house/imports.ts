/** Reads the import lines of a TypeScript file and says which file or package each one means. */
import path from 'node:path';

export interface ImportLine {
  /** Path from the root for our own files, such as `shared/money.ts`; else the package's name. */
  readonly target: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s+)?(?:([^'"`;]*?)\s*from\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

/**
 * Lists what a file imports, statically and dynamically.
 *
 * @param filePath path from the root, with forward slashes.
 * @returns imports in the order of the text; re-exports count as imports.
 */
export function importsOf(filePath: string, text: string): readonly ImportLine[] {
  const statics = [...text.matchAll(STATIC)].map(([, type, names, specifier = '']) => {
    const typeOnly = type !== undefined || allNamesAreTypes(names ?? '');
    return resolve(filePath, specifier, typeOnly);
  });
  const dynamics = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => {
    return resolve(filePath, specifier, false);
  });
  return [...statics, ...dynamics];
}

/** `{ type A, type B }` takes types only, as `import type` does. */
function allNamesAreTypes(names: string): boolean {
  const inner = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  const parts = (inner ?? '').split(',').map((name) => name.trim());
  const given = parts.filter((name) => name !== '');
  return given.length > 0 && given.every((name) => name.startsWith('type '));
}

function resolve(filePath: string, specifier: string, typeOnly: boolean): ImportLine {
  const ours = specifier.startsWith('.');
  const plain = specifier.replace(/\?.*$/, ''); // Vite's ?url and ?raw name the same file.
  const target = ours ? path.posix.join(path.posix.dirname(filePath), plain) : specifier;
  return { target, ours, typeOnly };
}
