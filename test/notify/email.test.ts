/** E-mails as a mail server sees them: one message, no header that a name could forge. */
import { expect, test } from 'vitest';
import type { EmailChannel } from '../../server/notify/channel.ts';
import { deliver } from '../../server/notify/deliver.ts';
import { mailServer, mailTo } from './mail-server.ts';
import { resolverOf } from './receiver.ts';

function channelTo(port: number, changes: Partial<EmailChannel> = {}): EmailChannel {
  return { ...mailTo(port), host: 'mail.example', ...changes };
}

const data = {
  alarm: 'Spend',
  group: { tenant: 'acme\r\nBcc: evil@example.com' },
  severity: 'warning',
  reason: 'cost is $120 > $100.',
  metric: 'cost',
  value: '120',
  comparison: '>',
  threshold: '100',
  window: { from: 'a', to: 'b', periodSeconds: 86400 },
  completeTo: null,
  contributors: [],
  runbook: '',
  links: { alarms: 'https://outcrop.example.com/' },
};
const owed = {
  id: 'msg_abc',
  alarmKey: 'k',
  body: JSON.stringify({ type: 'alarm.firing', timestamp: '', data }),
};
const options = { nowMs: 0, timeoutMs: 2_000, resolve: resolverOf(['127.0.0.1']) };

test('a mail goes to all receivers, with an id that a repeat keeps', async () => {
  const { port, lines } = await mailServer();
  const outcome = await deliver(channelTo(port), owed, options);
  expect(outcome).toMatchObject({ kind: 'delivered', statusCode: 250 });
  expect(lines).toContain('RCPT TO:<ops@example.com>');
  expect(lines).toContain('RCPT TO:<finance@example.com>');
  expect(lines).toContain('Message-ID: <msg_abc@outcrop>');
  expect(lines.join('\n')).toContain('cost is $120 > $100.');
});

test('a line break in a name begins no header', async () => {
  const { port, lines } = await mailServer();
  await deliver(channelTo(port), owed, options);
  expect(lines.filter((line) => /^bcc:/i.test(line))).toEqual([]);
});

test.each([
  { answer: '451 try later', kind: 'retry' },
  { answer: '550 no such user T0KEN', kind: 'dead' },
])('"$answer" is $kind and quotes nothing of the server', async ({ answer, kind }) => {
  const { port } = await mailServer({ RCPT: answer });
  const outcome = await deliver(channelTo(port), owed, options);
  expect(outcome.kind).toBe(kind);
  expect(outcome.detail).not.toContain('T0KEN');
});

test('a server inside the network is closed unless the channel opens it', async () => {
  const { port, lines } = await mailServer();
  const outcome = await deliver(channelTo(port, { allowPrivate: false }), owed, options);
  expect(outcome.kind).toBe('dead');
  expect(lines).toEqual([]);
});
