/** One attempt at real receivers on loopback: good ones, broken ones, hostile ones. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { WebhookChannel } from '../../server/notify/channel.ts';
import { deliver } from '../../server/notify/deliver.ts';
import { createReceiver, resolverOf, SECRET, secretOf, verifiedAt } from './receiver.ts';

const NOW_MS = Date.UTC(2026, 9, 21, 7, 28, 0, 900);
const notice = {
  id: 'msg_abc',
  alarmKey: 'a',
  body: '{"type":"alarm.firing","data":{"tenant":"Grüße 😀"}}',
};
const options = { nowMs: NOW_MS };

describe('a webhook', () => {
  test('sends the bytes that it signs, with the second of this attempt', async () => {
    const { endpoint, seen } = await createReceiver((_, response) => response.end('ok'));
    const outcome = await deliver(endpoint, notice, options);
    expect(outcome).toMatchObject({ kind: 'delivered', statusCode: 200, retryAfterMs: null });
    const headers = {
      'webhook-id': String(seen[0]?.headers['webhook-id']),
      'webhook-timestamp': String(seen[0]?.headers['webhook-timestamp']),
      'webhook-signature': String(seen[0]?.headers['webhook-signature']),
    };
    expect(headers['webhook-id']).toBe('msg_abc');
    expect(headers['webhook-timestamp']).toBe(String(Math.floor(NOW_MS / 1000)));
    expect(seen[0]?.body).toBe(notice.body);
    expect(seen[0]?.headers['content-type']).toBe('application/json');
    const message = { body: seen[0]?.body ?? '', headers };
    expect(verifiedAt(NOW_MS, SECRET, message)).toEqual(JSON.parse(notice.body));
  });

  test.each([
    [200, 'delivered'],
    [202, 'delivered'],
    [204, 'delivered'],
    [304, 'retry'],
    [400, 'retry'],
    [401, 'retry'],
    [404, 'retry'],
    [410, 'disabled'],
    [429, 'retry'],
    [500, 'retry'],
    [502, 'retry'],
    [504, 'retry'],
  ])('takes %i as %s', async (statusCode, kind) => {
    const { endpoint } = await createReceiver((_, response) => {
      response.writeHead(statusCode).end();
    });
    const outcome = await deliver(endpoint, notice, options);
    expect(outcome).toMatchObject({ kind, statusCode });
  });

  test.each([
    ['120', 120_000],
    ['Wed, 21 Oct 2026 07:30:00 GMT', 119_100],
    ['1000000000', 86_400_000],
    ['soon', null],
  ])('T-HOOK-03 reads Retry-After %s of a 429', async (retryAfter, retryAfterMs) => {
    const { endpoint } = await createReceiver((_, response) => {
      response.writeHead(429, { 'retry-after': retryAfter }).end();
    });
    const outcome = await deliver(endpoint, notice, options);
    expect(outcome).toMatchObject({ kind: 'retry', statusCode: 429, retryAfterMs });
  });

  test('does not follow redirects', async () => {
    const target = await createReceiver((_, response) => response.end());
    const { endpoint } = await createReceiver((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${target.port}/` }).end();
    });
    const outcome = await deliver(endpoint, notice, options);
    expect(outcome).toMatchObject({ kind: 'retry', statusCode: 302 });
    expect(outcome.detail).toContain('redirects are not followed');
    expect(target.seen).toEqual([]);
  });

  test('T-HOOK-05 gives up on a receiver that does not answer', async () => {
    const { endpoint } = await createReceiver(() => undefined);
    const outcome = await deliver(endpoint, notice, { ...options, timeoutMs: 200 });
    expect(outcome).toMatchObject({ kind: 'retry', statusCode: null });
    expect(outcome.detail).toContain('no answer within 0.2 s');
  });

  test('T-HOOK-05 goes by the status when the reply then drips on for ever', async () => {
    const drip = async (response: ServerResponse): Promise<void> => {
      while (!response.destroyed) {
        response.write('.');
        await sleep(20);
      }
    };
    const { endpoint } = await createReceiver((_, response) => {
      response.writeHead(200);
      void drip(response); // Ends when the other side has hung up.
    });
    const startMs = performance.now();
    const outcome = await deliver(endpoint, notice, { ...options, timeoutMs: 300 });
    expect(outcome.kind).toBe('delivered');
    expect(performance.now() - startMs).toBeLessThan(3000);
  });

  test('T-HOOK-05 reads no more than a little of a huge reply, and hangs up', async () => {
    let sentBytes = 0;
    const megabyte = Buffer.alloc(1_048_576);
    let hungUp: Promise<unknown> = Promise.resolve();
    const { endpoint } = await createReceiver((_, response) => {
      hungUp = new Promise((resolve) => response.on('close', resolve));
      response.writeHead(200);
      const push = (): void => {
        if (response.destroyed || sentBytes >= 1024 * megabyte.length) return;
        sentBytes += megabyte.length;
        response.write(megabyte, push);
      };
      push();
    });
    const outcome = await deliver(endpoint, notice, options);
    await hungUp;
    expect(outcome.kind).toBe('delivered');
    expect(sentBytes).toBeLessThan(64 * megabyte.length); // What the kernel's buffers hold.
  });

  test('T-HOOK-05 refuses endless headers', async () => {
    const { endpoint } = await createReceiver((_, response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\n${'x-more: 1\r\n'.repeat(10_000)}`);
    });
    const outcome = await deliver(endpoint, notice, options);
    expect(outcome).toMatchObject({ kind: 'retry', statusCode: null });
    expect(outcome.detail).toContain('UND_ERR_HEADERS_OVERFLOW');
  });

  test('tries again when nobody listens or the line breaks', async () => {
    const { endpoint } = await createReceiver((request) => request.socket.destroy());
    const broken = await deliver(endpoint, notice, options);
    expect(broken).toMatchObject({ kind: 'retry', statusCode: null });
    const nobody = { ...endpoint, url: 'http://127.0.0.1:1/' };
    const refused = await deliver(nobody, notice, options);
    expect(refused.detail).toBe('http://127.0.0.1:1/: failed with ECONNREFUSED.');
  });

  test('stops when it is told to', async () => {
    const { endpoint } = await createReceiver(() => undefined);
    const signal = AbortSignal.timeout(50);
    const outcome = await deliver(endpoint, notice, { ...options, signal });
    expect(outcome).toMatchObject({ kind: 'retry', statusCode: null });
  });

  test('shows no secret in what it reports', async () => {
    const { endpoint } = await createReceiver((_, response) => {
      response.writeHead(500, 'T0KEN', { 'x-echo': 'T0KEN' }).end('T0KEN');
    });
    const dead = { ...endpoint, url: 'https://user:T0KEN@example.com/T0KEN' };
    const outcomes = [
      await deliver(endpoint, notice, options),
      await deliver(dead, notice, options),
      await deliver({ ...endpoint, url: 'T0KEN' }, notice, options),
    ];
    expect(JSON.stringify(outcomes)).not.toContain('T0KEN');
  });

  test('does not send what nobody could verify', async () => {
    const { endpoint, seen } = await createReceiver((_, response) => response.end());
    const outcome = await deliver({ ...endpoint, secrets: [] }, notice, options);
    expect(outcome.kind).toBe('dead');
    expect(seen).toEqual([]);
  });
});

describe('a webhook to a name', () => {
  const outside: WebhookChannel = {
    id: 'ops',
    kind: 'webhook',
    url: 'https://hooks.example.com/T0KEN',
    secrets: [secretOf(SECRET)],
    allowPrivate: false,
  };

  test.each([
    ['a private address', ['10.0.0.1']],
    ['the own machine', ['127.0.0.1']],
    ['the metadata service', ['169.254.169.254']],
    ['a public address and a private one', ['93.184.216.34', '127.0.0.1']],
    ['a public IPv4 and the own IPv6', ['93.184.216.34', '::1']],
    ['IPv4 inside IPv6', ['::ffff:127.0.0.1']],
  ])('refuses one that resolves to %s', async (_, addresses) => {
    const resolve = resolverOf(addresses);
    const outcome = await deliver(outside, notice, { ...options, resolve });
    expect(outcome).toMatchObject({ kind: 'retry', statusCode: null });
    expect(outcome.detail).toBe(
      'https://hooks.example.com/…: the name resolves to an address that is closed.',
    );
  });

  test('connects to the address that was checked, without asking a second time', async () => {
    const { endpoint, port, seen } = await createReceiver((_, response) => response.end());
    const url = `http://receiver.internal:${port}/`;
    const resolve = resolverOf(['127.0.0.1'], ['169.254.169.254']);
    const first = await deliver({ ...endpoint, url }, notice, { ...options, resolve });
    expect(first.kind).toBe('delivered');
    expect(seen).toHaveLength(1);
    const second = await deliver({ ...endpoint, url }, notice, { ...options, resolve });
    expect(second.detail).toContain('an address that is closed');
    expect(seen).toHaveLength(1);
  });

  test('does not reach a listener on loopback, however it is spelled', async () => {
    const { port, seen } = await createReceiver((_, response) => response.end());
    for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost']) {
      const url = `https://${host}:${port}/`;
      const outcome = await deliver({ ...outside, url }, notice, options);
      expect(outcome.kind).toBe('dead');
    }
    expect(seen).toEqual([]);
  });

  test('tries again when the name has no address, or is not answered', async () => {
    const empty = await deliver(outside, notice, { ...options, resolve: resolverOf([]) });
    expect(empty.detail).toContain('failed with ENOTFOUND');
    const silent = (): Promise<never> => new Promise(() => undefined);
    const late = { ...options, resolve: silent, timeoutMs: 200 };
    const outcome = await deliver(outside, notice, late);
    expect(outcome).toMatchObject({ kind: 'retry', statusCode: null });
  });
});
