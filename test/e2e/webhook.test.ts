/** The throttle storm of the demo on its way out: signed, once each, and then a clean end. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DEMO_MS_MAX, startDemo, untilRead } from './outcrop.ts';
import type { Demo } from './serving.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const STOP_MS_MAX = 10_000;
/** After the resolve, time for a second one that must not come. */
const QUIET_MS = 3_000;

interface Message {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly type: string;
  readonly data: { readonly alarm: string; readonly group: Readonly<Record<string, string>> };
}

const seen: Message[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const { type, data } = JSON.parse(body) as Message; // Checked below, message by message.
    seen.push({ headers: singleHeaders(request.headers), body, type, data });
    response.writeHead(request.method === 'POST' && request.url === '/hook' ? 204 : 404).end();
  });
});

function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

let demo: Demo;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has a port.
  const webhook = ['--webhook', `http://127.0.0.1:${port}/hook`];
  demo = await startDemo(['--days', '3', ...webhook], { OUTCROP_DEMO_WEBHOOK_SECRET: SECRET });
  await untilRead(demo.url);
  await vi.waitUntil(() => stormOf('alarm.resolved').length > 0, { timeout: DEMO_MS_MAX });
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
}, DEMO_MS_MAX);

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function stormOf(type: string): readonly Message[] {
  return seen.filter((message) => message.type === type && message.data.alarm === 'Throttle storm');
}

describe('the webhook of the demo', () => {
  test.each(['alarm.firing', 'alarm.resolved'])('brings one %s of the storm of acme', (type) => {
    expect(stormOf(type).map(({ data }) => data.group)).toEqual([{ tenant: 'acme' }]);
  });

  test('brings the firing before the resolve', () => {
    const storm = seen.filter(({ data }) => data.alarm === 'Throttle storm');
    expect(storm.map(({ type }) => type)).toEqual(['alarm.firing', 'alarm.resolved']);
  });

  test('signs every message by Standard Webhooks, each under an id of its own', () => {
    const receiver = new Webhook(SECRET);
    for (const { body, headers } of seen) {
      expect(receiver.verify(body, headers)).toEqual(JSON.parse(body));
    }
    expect(new Set(seen.map(({ headers }) => headers['webhook-id'])).size).toBe(seen.length);
  });

  test('links to the page of the very server that sent it', () => {
    for (const { body } of seen) expect(body).toContain(`"${demo.url}/`);
  });
});

describe('SIGTERM', () => {
  test('ends the demo soon and cleanly, and leaves no child behind', async () => {
    const startedAtMs = performance.now();
    expect(await demo.stop()).toEqual({ code: 0, signal: null, hasLeftovers: false });
    expect(performance.now() - startedAtMs).toBeLessThan(STOP_MS_MAX);
    await expect(fetch(demo.url)).rejects.toThrow();
  });
});
