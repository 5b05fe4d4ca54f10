/** What a receiver said is shown short, in one line, and without what is secret. */
import { describe, expect, test } from 'vitest';
import { replyText, secretsOf } from '../../server/notify/reply-text.ts';

describe('replyText', () => {
  test.each([
    ['an ordinary reply', 'invalid_blocks', 'invalid_blocks'],
    ['nothing', '', ''],
    ['several lines', 'no\r\n\tsuch\u0000 \u001b[31mchannel', 'no such [31mchannel'],
    ['marks that turn the direction of text', 'a\u202eb', 'a b'],
    [
      'a secret that is announced',
      '{"token":"abc"} bearer xyz!',
      '{"token":"[redacted]"} bearer [redacted]',
    ],
    ['a long key', `key ${'A1b2'.repeat(12)} is wrong`, 'key [redacted] is wrong'],
  ])('shows %s', (_, reply, shown) => {
    expect(replyText(reply, [])).toBe(shown);
  });

  test('keeps at most 300 characters, and no half of one', () => {
    const text = replyText('a 🦀 '.repeat(400), []);
    expect(Array.from(text)).toHaveLength(300);
    expect(text.endsWith('…')).toBe(true);
    expect(text).not.toMatch(/\p{Surrogate}/u);
  });

  test('shows no part of an address that is a password', () => {
    const url = 'https://hooks.example.com/services/T0AB12/B0CD34/s3cretpath?key=qu%2Fery1';
    const secrets = secretsOf({ id: 'chat', kind: 'slack', url, allowPrivate: false });
    const echo = 'POST /services/T0AB12/B0CD34/s3cretpath?key=qu%2Fery1 s3cretpath qu/ery1 T0AB12';
    expect(replyText(echo, secrets)).toBe(
      'POST [redacted]?[redacted] [redacted] [redacted] [redacted]',
    );
  });

  test('shows no key of a service', () => {
    const channel = {
      id: 'pager',
      kind: 'pagerDuty',
      url: 'https://events.example.com/v2',
      allowPrivate: false,
      key: 'r0uting',
    } as const;
    expect(replyText('r0uting is unknown', secretsOf(channel))).toBe('[redacted] is unknown');
  });
});
