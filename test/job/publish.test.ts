/** Messages for a topic: over the wire as SNS takes them, tried again or given up by its answer. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sendOnce } from '../../server/job/send-once.ts';
import { topicText } from '../../server/notify/sns.ts';
import { policyDocuments } from '../../server/source/iam-documents.ts';

const data = {
  alarm: 'Spend',
  group: { tenant: 'acme' },
  severity: 'warning',
  reason: 'cost is $120 > $100.',
  metric: 'cost',
  value: '120',
  comparison: '>',
  threshold: '100',
  window: { from: 'a', to: 'b', periodSeconds: 86_400 },
  completeTo: null,
  contributors: [],
  runbook: '',
  links: { alarms: 'https://outcrop.example.com/' },
};
const OWED = {
  id: 'msg_abc',
  alarmKey: 'k',
  body: JSON.stringify({ type: 'alarm.firing', timestamp: '', data }),
};
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:people';

let server: Server;
let seen: URLSearchParams[] = [];
let answer: { readonly status: number; readonly body: string };

const TAKEN = {
  status: 200,
  body: '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
};
const refused = (status: number, code: string) => {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>secret words</Message></Error></ErrorResponse>`;
  return { status, body };
};

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'an example');
  seen = [];
  answer = TAKEN;
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      seen.push(new URLSearchParams(text));
      response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

async function send(topicArn = TOPIC, { port } = server.address() as AddressInfo) {
  const endpoint = `http://127.0.0.1:${port}`;
  const channel = { id: 'people', kind: 'sns', topicArn, endpoint } as const;
  const signal = new AbortController().signal;
  return (await sendOnce(OWED, channel, { nowMs: () => 0, signal })).outcome;
}

describe('a topic', () => {
  test('gets subject, text and attributes', async () => {
    expect(await send()).toMatchObject({ kind: 'delivered', statusCode: 200 });
    const [form] = seen;
    expect(form?.get('Action')).toBe('Publish');
    expect(form?.get('TopicArn')).toBe(TOPIC);
    expect(form?.get('Message')).toContain(OWED.body);
    expect([...(form?.values() ?? [])]).toEqual(expect.arrayContaining(['severity', 'state']));
    expect(form?.has('MessageDeduplicationId')).toBe(false);
  });

  test('that is FIFO gets each message once, in the order of its incident', async () => {
    await send(`${TOPIC}.fifo`);
    expect(seen[0]?.get('MessageDeduplicationId')).toBe(OWED.id);
    expect(seen[0]?.get('MessageGroupId')).not.toBe('');
  });

  test.each([
    ['AuthorizationError', 403, 'dead'],
    ['NotFound', 404, 'dead'],
    ['InvalidParameter', 400, 'dead'],
    ['Throttling', 400, 'retry'],
    ['InternalError', 500, 'retry'],
  ] as const)(
    'that answers %s with %d is %s, in words without those of AWS',
    async (code, status, kind) => {
      answer = refused(status, code);
      const outcome = await send();
      expect(outcome.kind).toBe(kind);
      expect(outcome.detail).toContain(TOPIC);
      expect(outcome.detail).not.toContain('secret words');
    },
  );

  test('that is out of reach is tried again', async () => {
    const address = server.address() as AddressInfo;
    server.close();
    server.closeAllConnections();
    expect((await send(TOPIC, address)).kind).toBe('retry');
  });
});

test('a subject is one line of ASCII whatever a tenant is called', () => {
  const body = OWED.body.replaceAll('acme', 'Zürich\\n東京');
  const { subject } = topicText({ ...OWED, body });
  expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
});

test('the policy allows telling only what the config names', () => {
  const documents = policyDocuments([], { topicArns: [TOPIC] });
  expect(documents).toMatchObject([
    { policy: { Statement: [{ Action: 'sns:Publish', Resource: TOPIC }] } },
  ]);
  expect(policyDocuments([], {})).toEqual([]);
});
