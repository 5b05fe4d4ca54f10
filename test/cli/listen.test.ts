/** What a connection may do before it has said what it wants: row H2, over real sockets. */
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { refreshDelayMs } from '../../web/state/refresh-pace.ts';
import { CONNECTION_LIMITS, listen } from '../../server/cli/listen.ts';

const QUICK = { ...CONNECTION_LIMITS, headersTimeout: 150, connectionsCheckingInterval: 50 };

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function open(limits = QUICK): Promise<number> {
  const server = await listen(() => new Response('ok'), { host: '127.0.0.1', port: 0 }, limits);
  ({ close } = server);
  return server.address.port;
}

/** All that comes back until the other side hangs up. */
function heard(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

describe('T-H2 a connection', () => {
  test.each([
    ['that says nothing', ''],
    ['that never ends its headers', 'GET / HTTP/1.1\r\nhost: localhost\r\nx-a: b\r\n'],
  ])('%s is shut', async (_, text) => {
    const socket = connect(await open(), '127.0.0.1');
    socket.write(text);
    expect(await heard(socket)).toMatch(/^(HTTP\/1.1 408 [\s\S]*)?$/);
  });

  test('with more headers than are read is told so', async () => {
    const socket = connect(await open(), '127.0.0.1');
    const many = Array.from({ length: 1_000 }, (__, i) => `x-${i}: ${'a'.repeat(100)}`);
    socket.write(`GET / HTTP/1.1\r\nhost: localhost\r\n${many.join('\r\n')}\r\n\r\n`);
    expect(await heard(socket)).toMatch(/^HTTP\/1.1 431 /);
  });

  test('that is no HTTP is told so', async () => {
    const socket = connect(await open(), '127.0.0.1');
    socket.write('\u0016\u0003\u0001 hello\r\n\r\n');
    expect(await heard(socket)).toMatch(/^HTTP\/1.1 400 /);
  });

  test('with two lengths, as smugglers send, is told that it is wrong', async () => {
    const socket = connect(await open(), '127.0.0.1');
    const lengths = 'content-length: 5\r\ntransfer-encoding: chunked\r\n';
    socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\n${lengths}\r\n0\r\n\r\nGET`);
    expect(await heard(socket)).toMatch(/^HTTP\/1.1 400 /);
  });

  test('of others is answered while a hundred say nothing, which end in time', async () => {
    const port = await open();
    const idle = Array.from({ length: 100 }, () => connect(port, '127.0.0.1'));
    const ended = Promise.all(idle.map(heard));
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('ok');
    expect(await ended).toHaveLength(100);
  });

  test('may rest for longer than the page ever does between two questions', async () => {
    const reply = await fetch(`http://127.0.0.1:${await open()}/`);
    const [, seconds] = /timeout=(\d+)/.exec(reply.headers.get('keep-alive') ?? '') ?? [];
    const calm = { isLive: true, isBackfilling: false, hasChanged: false };
    const pauseMs = refreshDelayMs({ ...calm, sinceMs: 0, slowestMs: 0 });
    expect(Number(seconds) * 1000).toBeGreaterThan(pauseMs);
  });

  test('that rests makes room in a crowd, one that is answered does not', async () => {
    let answer: (reply: Response) => void = () => undefined;
    const slow = new Promise<Response>((resolve) => (answer = resolve));
    const fetched = ({ url }: Request) => (url.endsWith('/slow') ? slow : new Response('ok'));
    const limits = { ...CONNECTION_LIMITS, crowdedFrom: 2 };
    const server = await listen(fetched, { host: '127.0.0.1', port: 0 }, limits);
    ({ close } = server);
    const get = (path: string): Socket => {
      const socket = connect(server.address.port, '127.0.0.1');
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
      return socket;
    };
    const busy = get('/slow');
    const resting = get('/');
    await new Promise((resolve) => resting.once('data', resolve));
    const ended = heard(resting);
    const third = get('/');
    await ended;
    const told = new Promise((resolve) => busy.once('data', (text) => resolve(String(text))));
    answer(new Response('ok'));
    expect(await told).toMatch(/^HTTP\/1.1 200 /);
    for (const socket of [busy, third]) socket.destroy();
  });

  test('has seconds for its headers, a minute for its body, and 16 KB of headers', () => {
    expect(CONNECTION_LIMITS.headersTimeout).toBeLessThanOrEqual(15_000);
    expect(CONNECTION_LIMITS.requestTimeout).toBeLessThanOrEqual(60_000);
    expect(CONNECTION_LIMITS.maxHeaderSize).toBeLessThanOrEqual(16_384);
  });
});
