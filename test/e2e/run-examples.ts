/** Asks every example of an OpenAPI document by the client, in an order that can be answered. */
import {
  outcropClient,
  OutcropError,
  type CallName,
  type ClientOptions,
} from '../../server/client/outcrop-client.ts';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { DELETION_API } from '../../shared/deletion-contract.ts';
import { vi } from 'vitest';
import { operationsOf, type Operation } from '../support/operations.ts';
import type { DocumentedServer } from './documented-server.ts';
import { DEMO_MS_MAX } from './outcrop.ts';

export interface Asked {
  readonly name: string;
  readonly status: number | null;
  readonly answer: unknown;
  /** The answer as the document shows it: lists cut short, and nothing of this run in it. */
  readonly shown: unknown;
}

/** What comes before the rest, in this order, and after it; all others read. */
const FIRST = [
  `post ${ACCESS_API.users}`,
  `post ${ACCESS_API.tokens}`,
  `post ${ACCESS_API.links}`,
  `post ${API.alarms}`,
  `post ${API.views}`,
  `post ${API.silences}`,
  `post ${API.makeReport}`,
];
const LAST = [
  `post ${ACCESS_API.revokeToken}`, // The newest, which is the link of the example above.
  `post ${API.acknowledge}`,
  `post ${API.endSilence}`,
  `post ${API.resendReport}`,
  `post ${API.deleteView}`,
  `post ${API.deleteAlarm}`,
  `post ${ACCESS_API.openLink}`,
  `post ${ACCESS_API.endSession}`,
  `post ${ACCESS_API.signIn}`,
  `post ${ACCESS_API.password}`,
  `post ${ACCESS_API.signOut}`,
  `post ${ACCESS_API.inviteUser}`,
  `post ${ACCESS_API.useInvite}`,
  `post ${ACCESS_API.endOwnSession}`,
  `post ${ACCESS_API.switchUser}`,
  `post ${ACCESS_API.deleteUser}`,
  `post ${DELETION_API.deleteTenant}`,
  `post ${API.applyRules}`,
];

/** What only somebody who has signed in may ask. */
const OF_A_SESSION: ReadonlySet<string> = new Set([
  `post ${ACCESS_API.password}`,
  `post ${ACCESS_API.signOut}`,
  `post ${ACCESS_API.endOwnSession}`,
]);

/** Asks all of a document's examples; what only this server knows takes the example's place. */
export async function askInOrder(server: DocumentedServer, document: unknown) {
  const operations = operationsOf(document);
  await untilFull(server);
  const placeOf = ({ name }: Operation): number => {
    const [first, last] = [FIRST.indexOf(name), LAST.indexOf(name)];
    return first >= 0 ? first - FIRST.length : last + 1;
  };
  const asked: Asked[] = [];
  let cookie = '';
  for (const operation of operations.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    const real = await realValues(operation, server);
    const needsCookie = OF_A_SESSION.has(operation.name);
    const jar = { url: server.url, token: server.token, cookie: needsCookie ? cookie : '' };
    const { status, answer } = await ask(operation, real, jar);
    cookie = jar.cookie === '' ? cookie : jar.cookie;
    const { name } = operation;
    asked.push({ name, status, answer, shown: shownOf(answer, operation, real) });
  }
  return { operations, asked };
}

type Values = Readonly<Record<string, string | readonly string[]>>;

interface Jar extends DocumentedServer {
  /** Takes the place of the token, and is what the server set last. */
  cookie: string;
}

/** Once by the client, as the method that is named after the operation. */
async function ask({ id, parameters, body }: Operation, real: Values, jar: Jar) {
  const { url, token, cookie } = jar;
  const who = cookie === '' ? { token } : { headers: { cookie, origin: url } };
  const keepCookie: ClientOptions['fetch'] = async (at, init) => {
    const reply = await fetch(at, init);
    jar.cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return reply;
  };
  const client = outcropClient({ url, ...who, fetch: keepCookie });
  // The guarantee: methods bear the names of the operations, and examples fit their schemas.
  const method = client[id as CallName] as (asked: object) => Promise<unknown>;
  try {
    const answer = await method({ ...parameters, ...Object(body), ...real });
    return { status: 200, answer: answer instanceof Blob ? await answer.text() : answer };
  } catch (error) {
    if (!(error instanceof OutcropError)) throw error;
    return { status: error.status, answer: { code: error.code, message: error.message } };
  }
}

/** Ids and days that every server has of its own. */
async function realValues({ name }: Operation, server: DocumentedServer): Promise<Values> {
  const answer = async (path: string): Promise<string> => {
    const headers = { authorization: `Bearer ${server.token}` };
    return (await fetch(server.url + path, { headers })).text();
  };
  const firstOf = async (path: string, key: string): Promise<string> => {
    return new RegExp(`"${key}":"([^"]+)"`).exec(await answer(path))?.[1] ?? `no ${key}`;
  };
  switch (name) {
    case `get ${API.explain}`:
      return { requestId: await firstOf(`${API.invocations}?limit=1`, 'requestId') };
    case `post ${API.endSilence}`:
      return { id: await firstOf(API.silences, 'id') };
    case `post ${ACCESS_API.revokeToken}`:
      return { id: await firstOf(ACCESS_API.tokens, 'id') };
    case `post ${ACCESS_API.endSession}`:
    case `post ${ACCESS_API.endOwnSession}`:
      return { id: await firstOf(ACCESS_API.sessions, 'id') };
    case `post ${ACCESS_API.openLink}`:
      return { link: await secretOf(ACCESS_API.links, {}, server) };
    case `post ${ACCESS_API.useInvite}`:
      return { invite: await secretOf(ACCESS_API.inviteUser, { name: 'ana' }, server) };
    default:
      return {};
  }
}

/** What a link or an invitation opens with. */
async function secretOf(path: string, body: object, server: DocumentedServer): Promise<string> {
  const headers = {
    authorization: `Bearer ${server.token}`,
    'content-type': 'application/json',
  };
  const made = await fetch(server.url + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return /"(?:secret|invite)":"([^"]+)"/.exec(await made.text())?.[1] ?? 'no secret';
}

/** Waits until some of the day is read. */
async function untilFull({ url, token }: DocumentedServer): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const isFull = async (): Promise<boolean> => {
    const reply = await fetch(`${url}${API.invocations}?from=now-1d&filter=tenant%3Dacme`, {
      headers,
    });
    return (await reply.text()).includes('"requestId"');
  };
  await vi.waitUntil(isFull, { timeout: DEMO_MS_MAX, interval: 500 });
}

const LISTED_MAX = 2;
const TEXT_MAX = 1_200;

function shownOf(answer: unknown, operation: Operation, real: Values): unknown {
  let text = JSON.stringify(cut(answer));
  for (const [key, value] of Object.entries(real)) {
    const example = operation.parameters[key] ?? Object(operation.body)[key];
    if (typeof example === 'string') text = text.replaceAll(String(value), example);
  }
  const named = text
    .replaceAll(/\/[\w/.-]*outcrop-e2e-\w+/g, '/var/lib/outcrop')
    .replaceAll(/oc([tl])_[\w.-]+/g, 'oc$1_EXAMPLE')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:4680');
  return JSON.parse(named) as unknown;
}

/** Lists and maps by their first entries: the shape is what an example shows. */
function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, TEXT_MAX);
  if (Array.isArray(value)) return value.slice(0, LISTED_MAX).map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cut(one)]));
}
