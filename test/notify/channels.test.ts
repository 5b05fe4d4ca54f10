/** What each service gets, held against the shape that it publishes; and against hostile names. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AlarmMessage } from '../../server/alarm/notices.ts';
import type { DirectChannel } from '../../server/notify/channel.ts';
import { deliver } from '../../server/notify/deliver.ts';
import type { OwedMessage } from '../../server/notify/message.ts';
import { createReceiver, type Receiver } from './receiver.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);

function messageWith(changes: Partial<AlarmMessage['data']> = {}): AlarmMessage {
  return {
    type: 'alarm.firing',
    timestamp: '2026-11-22T12:00:00.000Z',
    data: {
      alarm: 'Throttle storm',
      group: { model: 'amazon.nova-pro-v1:0' },
      severity: 'critical',
      state: 'ALARM',
      previousState: 'OK',
      sequence: 3,
      occurredAt: '2026-11-22T12:00:00.000Z',
      openedAt: '2026-11-22T12:00:00.000Z',
      reason: '2 of 2 periods breach: 62 > 50.',
      metric: 'throttles',
      filter: '',
      unit: 'count',
      value: 62,
      comparison: '>',
      threshold: '50',
      window: { from: '2026-11-22T11:50:00Z', to: '2026-11-22T12:00:00Z', periodSeconds: 300 },
      completeTo: '2026-11-22T12:00:00.000Z',
      contributors: [{ group: 'acme, amazon.nova-pro-v1:0', value: '60' }],
      runbook: 'https://runbooks.example.com/throttles',
      links: { alarms: 'https://outcrop.example.com/?view=alarms' },
      ...changes,
    },
  };
}

function owedOf(message: AlarmMessage): OwedMessage {
  return { id: 'msg_abc', alarmKey: '["Throttle storm"]', body: JSON.stringify(message) };
}

const RESOLVED: AlarmMessage = {
  ...messageWith({ state: 'OK', previousState: 'ALARM', occurredAt: '2026-11-22T13:00:00.000Z' }),
  type: 'alarm.resolved',
};

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

/** Slack: Block Kit reference; limits of each element. */
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max) });
const markdown = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max) });
const Slack = z.strictObject({
  text: z.string().min(1),
  blocks: z
    .array(
      z.union([
        z.strictObject({ type: z.literal('header'), text: plain(150) }),
        z.strictObject({ type: z.literal('section'), text: markdown(3000) }),
        z.strictObject({
          type: z.literal('section'),
          fields: z.array(markdown(2000)).min(1).max(10),
        }),
        z.strictObject({
          type: z.literal('actions'),
          elements: z
            .array(
              z.strictObject({
                type: z.literal('button'),
                text: plain(75),
                url: z.url().max(3000),
              }),
            )
            .max(25),
        }),
      ]),
    )
    .max(50),
});

/** Teams: "Post to a channel when a webhook request is received", with an Adaptive Card 1.4. */
const Teams = z.strictObject({
  type: z.literal('message'),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.4'),
        msteams: z.strictObject({ width: z.literal('Full') }),
        body: z.array(
          z.union([
            z.strictObject({
              type: z.literal('TextBlock'),
              text: z.string(),
              wrap: z.literal(true),
              size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
              weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
              color: z.enum(['Default', 'Good', 'Warning', 'Attention']).optional(),
            }),
            z.strictObject({
              type: z.literal('FactSet'),
              facts: z.array(z.strictObject({ title: z.string(), value: z.string() })),
            }),
          ]),
        ),
        actions: z.array(
          z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }),
        ),
      }),
    }),
  ]),
});

/** PagerDuty: Events API v2, PD-CEF. */
const PagerDuty = z.strictObject({
  routing_key: z.string().min(1),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string().max(255),
  client: z.string(),
  client_url: z.url().optional(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string() })),
  payload: z.strictObject({
    summary: z.string().min(1).max(1024),
    source: z.string().min(1),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: z.iso.datetime(),
    component: z.string(),
    class: z.string(),
    custom_details: z.looseObject({}),
  }),
});

/** Opsgenie: Create and Close of its API v2. */
const Opsgenie = z.strictObject({
  message: z.string().min(1).max(130),
  alias: z.string().max(512),
  description: z.string().max(15_000),
  priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']),
  source: z.string().max(100),
  entity: z.string().max(512),
  tags: z.array(z.string().max(50)).max(20),
  details: z.record(z.string(), z.string()),
});

/** Alertmanager: webhook_config, version 4. */
const texts = z.record(z.string().regex(/^[a-zA-Z_]\w*$/), z.string());
const Alertmanager = z.strictObject({
  version: z.literal('4'),
  groupKey: z.string(),
  truncatedAlerts: z.int(),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string(),
  groupLabels: texts,
  commonLabels: texts,
  commonAnnotations: texts,
  externalURL: z.string(),
  alerts: z
    .array(
      z.strictObject({
        status: z.enum(['firing', 'resolved']),
        labels: texts,
        annotations: texts,
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime(),
        generatorURL: z.string(),
        fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
      }),
    )
    .length(1),
});

const HOSTILE = '<!channel> [x](https://evil.example) *b* @here & <script> '.repeat(40);

describe.each([
  { kind: 'slack' as const, schema: Slack },
  { kind: 'teams' as const, schema: Teams },
  { kind: 'pagerDuty' as const, schema: PagerDuty },
  { kind: 'alertmanager' as const, schema: Alertmanager },
])('$kind', ({ kind, schema }) => {
  test.each([
    ['firing', messageWith()],
    ['resolved', RESOLVED],
    ['without a value, links or group', messageWith({ value: null, links: {}, group: {} })],
    ['with hostile names', messageWith({ alarm: HOSTILE, group: { tenant: HOSTILE } })],
    ['with a long reason', messageWith({ reason: '😀'.repeat(6000) })],
  ])('takes a message that is %s', async (_, message) => {
    expect(schema.safeParse((await sentTo(kind, message)).json).error).toBeUndefined();
  });
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
