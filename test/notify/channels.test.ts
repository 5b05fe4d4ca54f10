/** What each service gets, held against the shape that it publishes; and against hostile names. */
import { describe, expect, test } from 'vitest';
import type { AlarmMessage } from '../../server/alarm/notices.ts';
import type { DirectChannel } from '../../server/notify/channel.ts';
import { deliver } from '../../server/notify/deliver.ts';
import { topicText } from '../../server/notify/sns.ts';
import { messageWith, owedOf, RESOLVED, REVISED } from './messages.ts';
import {
  Alertmanager,
  BODY_BYTES,
  Opsgenie,
  OpsgenieClose,
  PagerDuty,
  Slack,
  SnsTopic,
  Teams,
} from './published-schemas.ts';
import { createReceiver, type Receiver } from './receiver.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);

type Kind = Exclude<DirectChannel['kind'], 'email' | 'webhook'>;

function channelOf(kind: Kind, { endpoint }: Receiver): DirectChannel {
  const { id, url, allowPrivate } = endpoint;
  return kind === 'slack' || kind === 'teams'
    ? { id, kind, url, allowPrivate }
    : { id, kind, url, allowPrivate, key: 'K3Y' };
}

/** What a service received of one message. */
async function sentTo(kind: Kind, message: AlarmMessage) {
  const receiver = await createReceiver((_, response) => response.writeHead(202).end());
  const outcome = await deliver(channelOf(kind, receiver), owedOf(message), { nowMs: NOW_MS });
  expect(outcome.kind).toBe('delivered');
  const [seen] = receiver.seen;
  if (!seen) throw new Error('nothing came');
  return { ...seen, json: JSON.parse(seen.body) as unknown };
}

/** As much of one character as a message may hold in all of its texts. */
function largest(character: string): AlarmMessage {
  const text = (length: number): string => character.repeat(length / character.length);
  const other = {
    type: 'alarm.firing',
    severity: 'info',
    comparison: '>',
    threshold: '1',
  } as const;
  return messageWith({
    alarm: text(200),
    group: { tenant: text(200), model: text(200), user: text(200), application: text(200) },
    reason: text(4000),
    runbook: text(2000),
    contributors: Array.from({ length: 5 }, () => ({ group: text(200), value: '$1.00' })),
    others: Array.from({ length: 10 }, () => {
      return { ...other, alarm: text(200), group: { tenant: text(200) }, value: 1 };
    }),
    othersCount: 9_999,
    links: { alarms: `https://outcrop.example.com/?view=alarms&q=${'q'.repeat(900)}` },
  });
}

const HOSTILE = '<!channel> [x](https://evil.example) *b* @here & <script> '.repeat(40);

describe.each([
  { kind: 'slack' as const, schema: Slack },
  { kind: 'teams' as const, schema: Teams },
  { kind: 'pagerDuty' as const, schema: PagerDuty },
  { kind: 'opsgenie' as const, schema: Opsgenie },
  { kind: 'alertmanager' as const, schema: Alertmanager },
])('$kind', ({ kind, schema }) => {
  test.each([
    ['firing', messageWith()],
    ['without a value, links or group', messageWith({ value: null, links: {}, group: {} })],
    ['with hostile names', messageWith({ alarm: HOSTILE, group: { tenant: HOSTILE } })],
    ['with a long reason', messageWith({ reason: '😀'.repeat(6000) })],
    ['of the length of a body, all of it <', largest('<')],
    ['of the length of a body, all of it [', largest('[')],
    ['of the length of a body, all of it \\', largest('\\')],
    ['of the length of a body, all of it emoji', largest('😀')],
  ])('takes a message that is %s', async (_, message) => {
    const { body, json } = await sentTo(kind, message);
    expect(schema.safeParse(json).error).toBeUndefined();
    expect(Buffer.byteLength(body)).toBeLessThan(BODY_BYTES[kind]);
  });
});

describe.each([
  { kind: 'slack' as const, schema: Slack },
  { kind: 'teams' as const, schema: Teams },
  { kind: 'pagerDuty' as const, schema: PagerDuty },
  { kind: 'opsgenie' as const, schema: OpsgenieClose },
  { kind: 'alertmanager' as const, schema: Alertmanager },
])('$kind', ({ kind, schema }) => {
  test.each([
    ['resolved', RESOLVED],
    ['a correction of a period that is over', REVISED],
  ])('takes a message that is %s', async (_, message) => {
    expect(schema.safeParse((await sentTo(kind, message)).json).error).toBeUndefined();
  });
});

test('a topic of SNS takes the longest message, with attributes that are not empty', () => {
  const message = largest('😀');
  const data = { ...message.data, group: { ...message.data.group, tenant: '' } };
  const topic = topicText(owedOf({ ...message, data }));
  expect(SnsTopic.safeParse(topic).error).toBeUndefined();
  expect(Buffer.byteLength(topic.text)).toBeLessThan(BODY_BYTES.sns);
});

describe('names of callers', () => {
  const message = messageWith({ group: { tenant: '<!channel> <https://evil.example|x>' } });

  test('mention nobody and link nowhere in Slack', async () => {
    const { json } = await sentTo('slack', message);
    const { text, blocks } = Slack.parse(json);
    // What stands in plain_text is shown as it is; all else is read as markup.
    const markup = JSON.stringify([text, blocks.slice(1)]);
    expect(text).toContain('&lt;!channel&gt;');
    expect(markup).not.toMatch(/<!channel>|<https:/);
  });

  test('make no link in Teams', async () => {
    const { body } = await sentTo('teams', messageWith({ group: { tenant: '[x](https://e.v)' } }));
    expect(JSON.parse(body)).toMatchObject({
      attachments: [
        { content: { body: [{ text: expect.stringContaining('\\[x\\]\\(') }, {}, {}] } },
      ],
    });
  });
});

test('a correction of a period that is over ends no incident that stands', async () => {
  for (const kind of ['pagerDuty', 'alertmanager'] as const) {
    const [fired, revised] = [await sentTo(kind, messageWith()), await sentTo(kind, REVISED)];
    expect(keysIn(revised.body)).not.toEqual(keysIn(fired.body));
  }
  const { alias } = Opsgenie.parse((await sentTo('opsgenie', messageWith())).json);
  expect((await sentTo('opsgenie', REVISED)).url).not.toContain(alias);
});

/** What services join messages by. */
function keysIn(body: string): readonly unknown[] {
  const json = JSON.parse(body) as Record<string, unknown>; // As we sent it.
  return [json['dedup_key'], json['groupKey']];
}

test('PagerDuty resolves the incident that it triggered', async () => {
  const [fired, resolved] = [
    await sentTo('pagerDuty', messageWith()),
    await sentTo('pagerDuty', RESOLVED),
  ];
  expect(fired.json).toMatchObject({ event_action: 'trigger', routing_key: 'K3Y' });
  const { dedup_key: key } = PagerDuty.parse(fired.json);
  expect(resolved.json).toMatchObject({ event_action: 'resolve', dedup_key: key });
});

test('Opsgenie closes by alias what it opened', async () => {
  const fired = await sentTo('opsgenie', messageWith());
  expect(Opsgenie.safeParse(fired.json).error).toBeUndefined();
  expect(fired.headers.authorization).toBe('GenieKey K3Y');
  const { alias } = Opsgenie.parse(fired.json);
  const resolved = await sentTo('opsgenie', RESOLVED);
  expect(resolved.url).toContain(`/${alias}/close?identifierType=alias`);
});

test('Alertmanager form keeps the start in the resolved, and knows no end before', async () => {
  const fired = Alertmanager.parse((await sentTo('alertmanager', messageWith())).json);
  const resolved = Alertmanager.parse((await sentTo('alertmanager', RESOLVED)).json);
  expect(fired.alerts[0]?.endsAt).toBe('0001-01-01T00:00:00Z');
  expect(resolved.alerts[0]).toMatchObject({
    startsAt: '2026-11-22T12:00:00.000Z',
    endsAt: '2026-11-22T13:00:00.000Z',
    fingerprint: fired.alerts[0]?.fingerprint,
  });
});

test.each(['slack', 'teams', 'pagerDuty', 'opsgenie', 'alertmanager'] as const)(
  '%s shows neither its key nor its address when it fails',
  async (kind) => {
    const receiver = await createReceiver((_, response) => response.writeHead(500).end('T0KEN'));
    const outcome = await deliver(channelOf(kind, receiver), owedOf(messageWith()), { nowMs: 0 });
    expect(outcome.kind).toBe('retry');
    expect(outcome.detail).not.toMatch(/T0KEN|K3Y/);
  },
);
