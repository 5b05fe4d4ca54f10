/** The first admin comes by a link that is printed, and by nothing else: row A2. */
import { describe, expect, test } from 'vitest';
import { createSetUpApp } from '../../server/api/set-up-app.ts';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { PAGE } from '../api/rig.ts';
import { readFiles } from '../house/sources.ts';
import { accessRig, PASSWORD } from './access-rig.ts';

const ADA = { name: 'ada', password: PASSWORD };

function setUp() {
  const { access } = accessRig();
  let isDone = false;
  const app = createSetUpApp({
    access,
    page: PAGE,
    hosts: new Set(['outcrop.example.com']),
    secret: 'as-printed',
    onInternalError: () => undefined,
    onDone: () => (isDone = true),
  });
  const headers = { host: 'outcrop.example.com', 'content-type': 'application/json' };
  const send = (path: string, body: object) =>
    app.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { access, send, isDone: () => isDone };
}

describe('T-A2 the first admin', () => {
  test('is nobody that was there before: no user and no password is seeded', () => {
    expect(setUp().access.store.users()).toEqual([]);
    const sources = readFiles(['server', 'web', 'shared', 'docs'], ['.ts', '.tsx', '.yaml', '.md']);
    const seeded = /\$(argon2|scrypt|2[aby])\S*\$\d/;
    expect(sources.filter(({ text }) => seeded.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test.each(['', 'admin', 'as-printe', 'as-printed '])('is not made by %j', async (secret) => {
    const { send, access, isDone } = setUp();
    expect((await send(ACCESS_API.setUp, { ...ADA, secret })).status).toBe(403);
    expect((await send(ACCESS_API.signIn, { name: 'admin', password: 'admin' })).status).toBe(401);
    expect([access.store.users(), isDone()]).toEqual([[], false]);
  });

  test('is made by the link once, and by the same link never again', async () => {
    const { send, access, isDone } = setUp();
    expect((await send(ACCESS_API.setUp, { ...ADA, secret: 'as-printed' })).status).toBe(200);
    const again = await send(ACCESS_API.setUp, { ...ADA, name: 'eve', secret: 'as-printed' });
    expect(again.status).toBe(403);
    expect(access.store.users()).toMatchObject([{ name: 'ada', role: 'admin' }]);
    expect(isDone()).toBe(true);
  });

  test('is tried for ten times a minute at most', async () => {
    const { send } = setUp();
    const codes: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      codes.push((await send(ACCESS_API.setUp, { ...ADA, secret: `guess ${i}` })).status);
    }
    expect(codes.slice(9)).toEqual([403, 429, 429]);
  });
});
