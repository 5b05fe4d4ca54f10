/** Users as an admin has them: for once, invited, kept out; and the sessions they have open. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  ACCESS_API,
  type InviteReply,
  type SessionReply,
  type SessionsReply,
  type UsersReply,
} from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { DAY_MS } from '../../shared/window.ts';
import { accessRig, cookieOf, PASSWORD, type AccessRig } from './access-rig.ts';

const OWN = 'my very own words';
let rig: AccessRig;
let admin: string;

beforeEach(async () => {
  rig = accessRig();
  await rig.user('ada', 'admin');
  admin = await rig.signIn('ada');
});

// The guarantee: the rig asks the real routes, whose replies other tests hold to the contract.
const read = async <Reply>(reply: Response): Promise<Reply> => (await reply.json()) as Reply;
const send = (path: string, body: unknown, cookie = admin) => rig.ask(path, { cookie, body });
const stateOf = async (name: string): Promise<string | undefined> => {
  const { users } = await read<UsersReply>(await rig.ask(ACCESS_API.users, { cookie: admin }));
  return users.find((one) => one.name === name)?.state;
};

describe('T-A5 a password that an admin made', () => {
  beforeEach(async () => {
    await send(ACCESS_API.users, { name: 'tom', role: 'viewer', password: PASSWORD });
  });

  test('opens nothing but the change of it', async () => {
    expect(await stateOf('tom')).toBe('forOnce');
    const cookie = await rig.signIn('tom');
    const session = await read<SessionReply>(await rig.ask(ACCESS_API.session, { cookie }));
    expect(session).toMatchObject({ state: 'signedIn', mustChange: true });
    for (const path of [API.status, API.events, ACCESS_API.ownSessions, '/metrics']) {
      expect((await rig.ask(path, { cookie })).status).toBe(403);
    }
    const changed = await send(ACCESS_API.password, { old: PASSWORD, new: OWN }, cookie);
    expect(await read<SessionReply>(changed)).toMatchObject({ mustChange: false });
    expect((await rig.ask(API.status, { cookie: cookieOf(changed) })).status).toBe(200);
    expect(await stateOf('tom')).toBe('active');
  });

  test('is not changed for itself', async () => {
    const cookie = await rig.signIn('tom');
    const same = await send(ACCESS_API.password, { old: PASSWORD, new: PASSWORD }, cookie);
    expect(same.status).toBe(400);
    expect(await stateOf('tom')).toBe('forOnce');
  });

  test('may be left by a sign-out', async () => {
    const cookie = await rig.signIn('tom');
    expect((await send(ACCESS_API.signOut, {}, cookie)).status).toBe(200);
  });
});

describe('an invite', () => {
  async function invite(): Promise<string> {
    const reply = await send(ACCESS_API.inviteUser, { name: 'tom' });
    return (await read<InviteReply>(reply)).invite;
  }
  const use = (text: string, password = OWN) =>
    rig.ask(ACCESS_API.useInvite, { body: { invite: text, password } });

  beforeEach(async () => {
    await send(ACCESS_API.users, { name: 'tom', role: 'viewer', tenants: ['a'], isInvited: true });
  });

  test('lets its user set a password, and signs in, once', async () => {
    expect(await stateOf('tom')).toBe('invited');
    const text = await invite();
    expect(text).toMatch(/^oci_[0-9a-f]{16}_[\w-]{43}$/);
    expect((await use(text, 'short')).status).toBe(400);
    const reply = await use(text);
    expect(await read<SessionReply>(reply)).toMatchObject({ who: 'tom', tenants: ['a'] });
    expect((await rig.ask(API.status, { cookie: cookieOf(reply) })).status).toBe(200);
    expect((await use(text, 'another password')).status).toBe(404);
    expect(await stateOf('tom')).toBe('active');
    expect(await rig.signIn('tom', OWN)).not.toBe('');
  });

  test('ends with the next one, with two days, and with its user', async () => {
    const first = await invite();
    const second = await invite();
    expect((await use(first)).status).toBe(404);
    rig.moveMs(2 * DAY_MS);
    expect((await use(second)).status).toBe(404);
    admin = await rig.signIn('ada');
    const third = await invite();
    await send(ACCESS_API.switchUser, { name: 'tom', isDisabled: true });
    expect((await use(third)).status).toBe(400);
  });

  test('opens no sign-in before it is used, and is no token and no link', async () => {
    const text = await invite();
    const signIn = await rig.ask(ACCESS_API.signIn, { body: { name: 'tom', password: ' ' } });
    expect(signIn.status).toBe(401);
    const headers = { authorization: `Bearer ${text}` };
    expect((await rig.ask(API.status, { headers })).status).toBe(401);
    for (const link of [text, text.replace('oci', 'ocl')]) {
      expect((await rig.ask(ACCESS_API.openLink, { body: { link } })).status).toBe(404);
    }
  });

  test('is in the audit log, and not what it opens with', async () => {
    const text = await invite();
    await use(text);
    const events = rig.access.store.audit({ beforeSeq: 999, limit: 9 });
    expect(events.map(({ who, action }) => `${who} ${action}`)).toEqual(
      expect.arrayContaining(['tom useInvite', 'ada users.invite']),
    );
    expect(JSON.stringify(events)).not.toContain(text.slice(21));
  });
});

describe('a user that is kept out', () => {
  test('has no session any more, and comes back with its password', async () => {
    await rig.user('tom', 'editor');
    const cookie = await rig.signIn('tom');
    await send(ACCESS_API.switchUser, { name: 'tom', isDisabled: true });
    expect(await stateOf('tom')).toBe('disabled');
    expect((await rig.ask(API.status, { cookie })).status).toBe(401);
    const body = { name: 'tom', password: PASSWORD };
    expect((await rig.ask(ACCESS_API.signIn, { body })).status).toBe(401);
    await send(ACCESS_API.switchUser, { name: 'tom', isDisabled: false });
    expect(await rig.signIn('tom')).not.toBe('');
  });

  test('is never the last admin that can sign in', async () => {
    await send(ACCESS_API.users, { name: 'bob', role: 'admin', isInvited: true });
    const reply = await send(ACCESS_API.switchUser, { name: 'ada', isDisabled: true });
    expect(reply.status).toBe(400);
    expect((await send(ACCESS_API.deleteUser, { name: 'ada' })).status).toBe(400);
  });
});

describe('T-A5 open sessions', () => {
  const listOf = async (path: string, cookie: string) =>
    (await read<SessionsReply>(await rig.ask(path, { cookie }))).sessions;

  test('are shown to their owner, who ends one of them', async () => {
    const other = await rig.signIn('ada');
    const sessions = await listOf(ACCESS_API.ownSessions, admin);
    expect(sessions.map(({ who, how }) => `${who} ${how}`)).toEqual([
      'ada password',
      'ada password',
    ]);
    expect(sessions.filter(({ isOwn }) => isOwn)).toHaveLength(1);
    const id = sessions.find(({ isOwn }) => !isOwn)?.id;
    await send(ACCESS_API.endOwnSession, { id });
    expect((await rig.ask(API.status, { cookie: other })).status).toBe(401);
    expect((await rig.ask(API.status, { cookie: admin })).status).toBe(200);
  });

  test('of others are shown to admins, and ended by them alone', async () => {
    await rig.user('tom', 'viewer');
    const tom = await rig.signIn('tom');
    expect(await listOf(ACCESS_API.ownSessions, tom)).toHaveLength(1);
    expect((await rig.ask(ACCESS_API.sessions, { cookie: tom })).status).toBe(403);
    const all = await listOf(ACCESS_API.sessions, admin);
    const [mine] = all.filter(({ isOwn }) => isOwn);
    expect((await send(ACCESS_API.endOwnSession, { id: mine?.id }, tom)).status).toBe(404);
    const toms = all.find(({ who }) => who === 'tom');
    await send(ACCESS_API.endSession, { id: toms?.id });
    expect((await rig.ask(API.status, { cookie: tom })).status).toBe(401);
  });

  test('that are over are shown to nobody, and none is shown with what opens it', async () => {
    await rig.user('tom', 'viewer');
    const tom = await rig.signIn('tom');
    rig.moveMs(DAY_MS);
    admin = await rig.signIn('ada');
    const sessions = await listOf(ACCESS_API.sessions, admin);
    expect(sessions).toHaveLength(1);
    expect(JSON.stringify(sessions)).not.toContain(tom.split('=')[1]);
    expect(JSON.stringify(sessions)).not.toContain(admin.split('=')[1]);
  });
});

test('T-A14 the chain of the audit log is checked where admins read it', async () => {
  const reply = await rig.ask(ACCESS_API.auditChain, { cookie: admin });
  expect(await reply.json()).toMatchObject({ ok: true, seq: 1, problem: null });
});
