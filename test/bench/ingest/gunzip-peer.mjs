/** The floor: two processes that inflate every file and count its lines, and nothing else. */
import { fork } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const [folder, share] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.gz'));

if (share === undefined) {
  let lines = 0;
  const halves = [0, 1].map((half) => fork(process.argv[1], [folder, String(half)]));
  const ends = halves.map(
    (child) =>
      new Promise((resolve) => {
        child.on('message', (count) => (lines += count));
        child.on('exit', resolve);
      }),
  );
  await Promise.all(ends);
  process.stdout.write(`${lines} records\n`);
} else {
  let lines = 0;
  for (const [index, name] of files.entries()) {
    if (index % 2 !== Number(share)) continue;
    const bytes = gunzipSync(readFileSync(path.join(folder, name)));
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  }
  process.send(lines, () => process.exit(0));
}
