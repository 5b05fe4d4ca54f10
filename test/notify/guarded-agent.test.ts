/** Connections are guarded also where nobody has looked at the URL before. */
import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGuardedAgent, systemResolver } from '../../server/notify/guarded-agent.ts';
import { createReceiver, resolverOf } from './receiver.ts';

async function tryRequest(url: string, allowPrivate: boolean, resolve = systemResolver) {
  const agent = createGuardedAgent({ allowPrivate }, resolve, 2000);
  onTestFinished(() => agent.destroy());
  try {
    return (await request(url, { dispatcher: agent })).statusCode;
  } catch (error) {
    return error instanceof Error ? error.name : 'no error';
  }
}

describe('createGuardedAgent', () => {
  test.each(['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', '[::1]', '0'])(
    'does not connect to the literal address %s',
    async (host) => {
      const { port, seen } = await createReceiver((_, response) => response.end());
      expect(await tryRequest(`http://${host}:${port}/`, false)).toBe('BlockedAddressError');
      expect(seen).toEqual([]);
    },
  );

  test('does not connect to a name that the machine itself takes for loopback', async () => {
    const { port, seen } = await createReceiver((_, response) => response.end());
    expect(await tryRequest(`http://localhost:${port}/`, false)).toBe('BlockedAddressError');
    expect(seen).toEqual([]);
  });

  test('connects where the policy opens it', async () => {
    const { port } = await createReceiver((_, response) => response.end());
    expect(await tryRequest(`http://127.0.0.1:${port}/`, true)).toBe(200);
    const resolve = resolverOf(['127.0.0.1']);
    expect(await tryRequest(`http://receiver.internal:${port}/`, true, resolve)).toBe(200);
  });

  test('does not fall back to http', async () => {
    const { port } = await createReceiver((_, response) => response.end());
    const resolve = resolverOf(['127.0.0.1']);
    // A receiver that speaks no TLS at all: the connection must fail, not fall back to http.
    expect(await tryRequest(`https://receiver.internal:${port}/`, true, resolve)).toBe('Error');
  });
});
