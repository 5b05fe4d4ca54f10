/** The client against the API over a store in memory: answers, pages, events, who may, errors. */
import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import type { ClientOptions } from '../../server/client/ask-server.ts';
import {
  outcropClient,
  type AnswerOf,
  type OutcropClient,
  type OutcropEvent,
} from '../../server/client/outcrop-client.ts';
import { OutcropError } from '../../server/client/outcrop-error.ts';
import { createToken } from '../../server/access/tokens.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import type { LiveMessage } from '../../shared/live.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { accessRig, type AccessRig } from '../access/access-rig.ts';
import { call, storeOf } from '../query/ask.ts';

const URL = 'https://outcrop.example.com';

let rig: AccessRig;

beforeAll(() => {
  const hours = [0, 1, 2, 3, 4];
  const store = storeOf(
    hours.map((hour) => {
      return call(hour + 1, hour * HOUR_MS, {
        attribution: { tenant: hour < 3 ? 'acme' : 'globex' },
      });
    }),
  );
  rig = accessRig({}, { store });
});

interface Given extends Partial<ClientOptions> {
  readonly power?: 'read' | 'edit';
  readonly tenants?: readonly string[];
}

/** A client with a token of its own. */
function clientOf({ power = 'read', tenants, ...more }: Given = {}): OutcropClient {
  const rights = { power, tenants: tenants ?? null, search: '', days: 1 } as const;
  const ask = { kind: 'token', name: 'test', by: 'tests', ...rights } as const;
  const made = createToken(ask, rig.access.store, rig.parts.nowMs());
  if (!made.ok) throw new Error(made.problem);
  return outcropClient({ url: `${URL}/`, token: made.value.secret, fetch: toRig, ...more });
}

function toRig(url: string, { headers, body }: RequestInit): Promise<Response> {
  const text = typeof body === 'string' ? { text: body } : {};
  return rig.ask(url.slice(URL.length), { headers: { ...Object(headers) }, ...text });
}

const failureOf = (asked: Promise<unknown>): Promise<unknown> => asked.catch((error) => error);

describe('a client', () => {
  test('asks with lists and numbers, and answers what the API does', async () => {
    const metric = ['cost', 'invocations'] as const;
    const answer = await clientOf().getQuery({ metric, groupBy: 'tenant', top: 1 });
    expect(answer.rows).toEqual([
      {
        group: { tenant: 'acme' },
        start: expect.any(String),
        values: { cost: '0.00063', invocations: 3 },
      },
    ]);
  });

  test('types metrics by the catalogue, money as text, and events as the server sends them', () => {
    type Values = AnswerOf<'getQuery'>['rows'][number]['values'];
    expectTypeOf<Values>().toEqualTypeOf<Readonly<Record<string, string | number | null>>>();
    type Metric = Parameters<OutcropClient['getQuery']>[0]['metric'][number];
    expectTypeOf<Metric>().toEqualTypeOf<MetricKey>();
    expectTypeOf<AnswerOf<'getReportsFile'>>().toEqualTypeOf<Blob>();
    expectTypeOf<LiveMessage>().toExtend<OutcropEvent>();
    expectTypeOf<Parameters<OutcropClient['pages']>[0]>().toEqualTypeOf<
      'getInvocations' | 'getAudit'
    >();
  });

  test('asks page after page until the end', async () => {
    const sizes: number[] = [];
    for await (const page of clientOf().pages('getInvocations', { limit: 2 })) {
      sizes.push(page.invocations.length);
    }
    expect(sizes).toEqual([2, 2, 1]);
  });

  test('starts in the middle where it is told to', async () => {
    const client = clientOf();
    const { next } = await client.getInvocations({ limit: 4 });
    const rest = client.pages('getInvocations', { before: next ?? '', limit: 4 });
    const { value } = await rest.next();
    expect(value?.invocations).toHaveLength(1);
  });

  test('sends what changes something as JSON', async () => {
    const view = { name: 'Acme', search: '?view=spend' };
    const { views } = await clientOf({ power: 'edit' }).postViews(view);
    expect(views).toMatchObject([view]);
  });

  test('sees no more than its token', async () => {
    const client = clientOf({ tenants: ['globex'] });
    const { values } = await client.getValues({ dimension: 'tenant' });
    expect(values).toEqual(['globex']);
    const { invocations } = await client.getInvocations();
    expect(new Set(invocations.map(({ tenant }) => tenant))).toEqual(new Set(['globex']));
    expect(await failureOf(client.getSettings())).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('hears events until it stops to listen', async () => {
    const heard: string[] = [];
    for await (const { event, data } of clientOf().events()) {
      heard.push(event);
      expect(data.now).toMatch(/^2026-/);
      break;
    }
    expect(heard).toEqual(['sources']);
  });
});

describe('what fails', () => {
  const LATE = (_: string, { signal }: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error)); // An error by DOM.
    });
  const CASES = [
    {
      name: 'a wrong question, by the code of the API and with the mend',
      ask: () => clientOf().getQuery({ metric: ['cost'], from: 'yesterday' }),
      is: { status: 400, code: 'badWindow', hint: expect.stringContaining('now-7d') },
    },
    {
      name: 'a token that is none',
      ask: () => clientOf({ token: 'nonsense' }).getStatus(),
      is: { status: 401, code: 'signedOut' },
    },
    {
      name: 'a token that may only read',
      ask: () => clientOf().postViewsDelete({ name: 'Acme' }),
      is: { status: 403, code: 'forbidden' },
    },
    {
      name: 'a server that is not there',
      ask: () => outcropClient({ url: 'http://127.0.0.1:9' }).getStatus(),
      is: { status: null, code: 'offline', hint: expect.stringContaining('outcrop serve') },
    },
    {
      name: 'an answer that comes too late',
      ask: () => clientOf({ fetch: LATE, timeoutMs: 5 }).getStatus(),
      is: { status: null, code: 'timeout' },
    },
    {
      name: 'a proxy that answers in HTML',
      ask: () => clientOf({ fetch: async () => new Response('<p>', { status: 502 }) }).getStatus(),
      is: { status: 502, code: 'badReply' },
    },
    {
      name: 'a page in the place of an answer',
      ask: () => clientOf({ fetch: async () => new Response('<p>') }).getStatus(),
      is: { status: null, code: 'badReply' },
    },
  ];

  test.each(CASES)('is told: $name', async ({ ask, is }) => {
    const error = await failureOf(ask());
    expect(error).toBeInstanceOf(OutcropError);
    expect(error).toMatchObject({ ...is, message: expect.stringMatching(/\.$/) });
  });

  test('says when to try again', async () => {
    const busy = { ok: false, code: 'tooOften', message: 'Wait.', hint: 'Wait.' };
    const init = { status: 429, headers: { 'retry-after': '7' } };
    const client = clientOf({ fetch: async () => Response.json(busy, init) });
    expect(await failureOf(client.getStatus())).toMatchObject({
      code: 'tooOften',
      retryAfterSeconds: 7,
    });
  });

  test('is the reason of the signal where that ended it', async () => {
    const stop = new AbortController();
    const asked = clientOf({ fetch: LATE }).getStatus({}, { signal: stop.signal });
    stop.abort('enough');
    expect(await failureOf(asked)).toBe('enough');
  });
});
