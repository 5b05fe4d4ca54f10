/** What a whole run asks of the network: its own endpoint on this machine, and nothing else. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { outcrop, temporaryFolder } from './outcrop.ts';

const WATCH = new URL('./watch-network.mjs', import.meta.url).href;

test('calls nobody: no telemetry, no look for a newer version (P7)', async () => {
  const log = path.join(temporaryFolder(), 'connections.txt');
  const ran = await outcrop(['demo', '--once', '--days', '1', '--json'], {
    NODE_OPTIONS: `--import ${WATCH}`,
    OUTCROP_TEST_CONNECTIONS: log,
  });
  expect(ran.code, ran.errors).toBe(0);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  expect(lines).toContain('# main'); // It was watched.
  expect(lines.filter((line) => !line.startsWith('#'))).toEqual([]);
});
