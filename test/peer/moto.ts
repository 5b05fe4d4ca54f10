/** A moto server (Python) as a second opinion on AWS's answers, where one is installed. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TRIES_MAX = 100;
const TRY_MS = 200;

export interface Moto {
  readonly url: string;
  close(): void;
}

/** Tells whether moto can be started here; when it cannot, says so. */
export function hasMoto(): boolean {
  const found = spawnSync('python3', ['-c', 'import moto.server']).status === 0;
  if (!found) process.stderr.write('SKIPPED: test/peer needs moto (pip install "moto[server]").\n');
  return found;
}

/** Starts a server of its own on a free port. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor(url, child);
  return { url, close: () => void child.kill() };
}

async function waitFor(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < START_TRIES_MAX; tries += 1) {
    if (child.exitCode !== null) throw new Error(`moto ended with code ${child.exitCode}`);
    const isUp = await fetch(`${url}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(TRY_MS);
  }
  child.kill();
  throw new Error('moto did not start');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
