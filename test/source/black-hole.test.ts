/** Peers that take a connection and then do nothing: calls end, and say so. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClients } from '../../server/source/clients.ts';
import { createLogSources } from '../../server/source/log-sources.ts';
import { fetchObject } from '../../server/source/s3-objects.ts';
import { accountAt, createReader, NOW_MS, REGION } from './rig.ts';

const LIMITS = { connectMs: 500, requestMs: 300, idleMs: 200 };

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.close().closeAllConnections());
  // The guarantee: a server that listens on a port has an address with one.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientsFor(url: string, attemptsMax: number) {
  const clients = createClients(() => NOW_MS, attemptsMax, LIMITS);
  onTestFinished(() => clients.destroy());
  return { clients, account: accountAt(url) };
}

describe('a call into a black hole', () => {
  test('ends at its limit as unreachable (T-ENV-06)', async () => {
    const { clients, account } = clientsFor(await listen(createServer(() => undefined)), 1);
    const [source] = createLogSources([account], clients);
    if (!source) throw new Error('a source was asked for');
    const startMs = performance.now();
    await expect(createReader().read(source)).rejects.toMatchObject({ code: 'unreachable' });
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  test('ends when a body stands still, and is no whole object (T-ENV-06)', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000', etag: '"e"' });
      response.write('half');
    });
    const { clients, account } = clientsFor(await listen(server), 1);
    const object = { key: 'k', etag: 'e', size: 1_000, writtenAtMs: NOW_MS };
    const fetched = fetchObject(
      clients.s3(account, REGION),
      { bucket: 'logs', object },
      new AbortController().signal,
    );
    await expect(fetched).rejects.toThrow();
  });

  test('goes on over a kept connection that the peer has closed (T-ENV-06)', async () => {
    let calls = 0;
    const server = createServer((request, response) => {
      calls += 1;
      if (calls === 2) return void request.socket.destroy(); // As if closed while it was idle.
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end('{"events":[]}');
    });
    const { clients, account } = clientsFor(await listen(server), 3);
    const [source] = createLogSources([account], clients);
    if (!source) throw new Error('a source was asked for');
    await expect(createReader().read(source)).resolves.toEqual([]);
    expect(calls).toBeGreaterThan(3);
  });
});
