/** Signatures that any library of Standard Webhooks accepts. */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseWebhookSecret, signWebhook } from '../../server/notify/webhook-signature.ts';
import { NEW_SECRET, SECRET, secretOf, verifiedAt } from './receiver.ts';

const published = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1_614_265_330,
  body: '{"test": 2432232314}',
};

describe('signWebhook', () => {
  test('gives the signature that the specification publishes', () => {
    expect(signWebhook({ ...published, secrets: [secretOf(SECRET)] })).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  test('T-HOOK-06 satisfies receivers with the old and with the new secret while it is changed', () => {
    const { id, timestampSeconds } = published;
    const nowMs = timestampSeconds * 1000;
    const body = '{"tenant":"Grüße 😀"}';
    const secrets = [secretOf(NEW_SECRET), secretOf(SECRET)];
    const header = signWebhook({ id, timestampSeconds, body, secrets });
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': header,
    };
    expect(header.split(' ')).toHaveLength(2);
    for (const secret of [SECRET, NEW_SECRET]) {
      expect(verifiedAt(nowMs, secret, { body, headers })).toEqual({ tenant: 'Grüße 😀' });
    }
    expect(() => verifiedAt(nowMs, SECRET, { body: `${body} `, headers })).toThrow();
  });
});

describe('parseWebhookSecret', () => {
  const secretOfBytes = (count: number) => `whsec_${Buffer.alloc(count, 7).toString('base64')}`;

  test.each([24, 25, 26, 64])('takes %i bytes', (count) => {
    expect(parseWebhookSecret(secretOfBytes(count)).ok).toBe(true);
  });

  test.each([
    ['too short', secretOfBytes(23)],
    ['too long', secretOfBytes(65)],
    ['without its prefix', SECRET.slice(6)],
    ['with a stray character', SECRET.replace('MfKQ', 'Mf*Q')],
    ['in the alphabet of URLs', `whsec_${'-_'.repeat(20)}`],
    ['with broken base64', `${SECRET}A`],
    ['empty', ''],
  ])('refuses a secret that is %s, without repeating it', (_, text) => {
    const parsed = parseWebhookSecret(text);
    expect(parsed.ok).toBe(false);
    if (text.length > 10) expect(JSON.stringify(parsed)).not.toContain(text.slice(6));
  });

  test('shows no key in JSON, texts and inspections', () => {
    const secret = secretOf(SECRET);
    const shown = `${JSON.stringify({ secret })} ${String(secret)} ${inspect({ secret }, { depth: 9 })}`;
    expect(shown).toBe('{"secret":"(secret)"} (secret) { secret: (secret) }');
  });
});
