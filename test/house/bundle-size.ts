/** Prints how many bytes of script and style the page loads, and fails past the limit. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './sources.ts';

// The page with its charts measures about 100 kB; half as much again asks for a decision.
const GZIP_BYTES_MAX = 160_000;

const folder = path.join(ROOT, 'dist/web');
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
  return /\.(js|css)$/.test(name) && statSync(path.join(folder, name)).isFile();
});
const gzipBytes = names.reduce((sum, name) => {
  return sum + gzipSync(readFileSync(path.join(folder, name))).byteLength;
}, 0);
const verdict = `${(gzipBytes / 1000).toFixed(1)} kB gzipped in ${names.length} files`;
console.log(`Page: ${verdict}, limit ${GZIP_BYTES_MAX / 1000} kB.`);
if (names.length === 0 || gzipBytes > GZIP_BYTES_MAX) process.exitCode = 1;
