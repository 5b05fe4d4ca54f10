/** Prints how many bytes of script and style the page loads, and fails past the limits. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './sources.ts';

/** What is there before the first figures: the page, the overview and its charts. */
const FIRST_VIEW_BYTES_MAX = 150_000;
/** Everything, also what most visits never load. */
const ALL_BYTES_MAX = 320_000;
/** Charts are loaded beside the page's own script, by the first view already. */
const FIRST_CHARTS = /^draw-time-/;

const folder = path.join(ROOT, 'dist/web/assets');
const names = readdirSync(folder, { encoding: 'utf8' }).filter((name) => {
  return /\.(js|css)$/.test(name) && statSync(path.join(folder, name)).isFile();
});

function textOf(name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

/** Scripts that come with one by its static imports, itself among them. */
function withImports(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const imports = textOf(name).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g);
  for (const [, imported = ''] of imports) withImports(imported, seen);
  return seen;
}

function gzipBytes(some: Iterable<string>): number {
  return [...some].reduce((sum, name) => sum + gzipSync(textOf(name)).byteLength, 0);
}

const page = readFileSync(path.join(ROOT, 'dist/web/index.html'), 'utf8');
const entries = names.filter((name) => name.endsWith('.js') && page.includes(name));
const charts = names.filter((name) => FIRST_CHARTS.test(name));
const first = new Set([...entries, ...charts].flatMap((name) => [...withImports(name)]));
const [firstBytes, allBytes] = [gzipBytes(first), gzipBytes(names)];
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`First view: ${kB(firstBytes)} of script gzipped, limit ${kB(FIRST_VIEW_BYTES_MAX)}.`);
console.log(`Whole page: ${kB(allBytes)} in ${names.length} files, limit ${kB(ALL_BYTES_MAX)}.`);
const isTooMuch = firstBytes > FIRST_VIEW_BYTES_MAX || allBytes > ALL_BYTES_MAX;
if (entries.length === 0 || charts.length === 0 || isTooMuch) process.exitCode = 1;
