/** `outcrop tenant delete` as people run it, alone and beside a server, and over HTTP (P5). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { erasurePass } from '../../server/job/upkeep.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { digestOfTenant } from '../../server/store/tenant-eraser.ts';
import { DELETION_API } from '../../shared/deletion-contract.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { rigOf } from '../api/rig.ts';
import { metered, requestId, T0_MS } from '../support/metered.ts';
import { createFolder, runCommand, type Folder } from './run-command.ts';

const ROWS = Array.from({ length: 20 }, (_, index) =>
  metered({
    attribution: { tenant: index % 2 === 0 ? 'acme' : 'globex' },
    invocation: { requestId: requestId(index), timestampMs: T0_MS + index * HOUR_MS },
  }),
);

let folder: Folder;
let db: string;

beforeEach(() => {
  folder = createFolder();
  db = folder.database(ROWS);
});

afterEach(() => {
  folder.remove();
});

function tenants(): readonly string[] {
  const store = openSqliteStore({ path: db, promotedTags: [] });
  const names = store.values('tenant', '', 9);
  store.close();
  return names;
}

const erase = (...args: readonly string[]) => runCommand('tenant', 'delete', ...args, '--db', db);

describe('outcrop tenant delete', () => {
  test('deletes nothing before somebody says yes', async () => {
    expect((await erase('acme')).out).toContain('Add --yes');
    expect(tenants()).toEqual(['acme', 'globex']);
  });

  test('deletes all that a tenant has, says how much, and notes who did it', async () => {
    const { out } = await erase('acme', '--yes', '--json');
    const digest = digestOfTenant('acme');
    expect(JSON.parse(out)).toMatchObject({ digest, tenant: null, state: 'done', rows: 10 });
    expect(tenants()).toEqual(['globex']);
    const { out: audit } = await runCommand('audit', '--db', db);
    expect(audit).toContain('tenants.delete');
    expect(audit).not.toContain('acme');
  });

  test('leaves the work to a server that has the file', async () => {
    const server = openSqliteStore({ path: db, promotedTags: [], isServer: true });
    const ending = new AbortController();
    const asked = erase('acme', '--yes');
    while (server.eraser.list().length === 0) await new Promise((done) => setTimeout(done, 5));
    const parts = { store: server, nowMs: () => T0_MS };
    await erasurePass(parts, ending.signal);
    expect((await asked).out).toContain('with 10 calls');
    expect(server.values('tenant', '', 9)).toEqual(['globex']);
    server.close();
  });

  test('knows no tenant by half its name', async () => {
    expect((await erase('acm', '--yes')).error).toContain('There is no tenant acm.');
  });
});

describe('POST /api/v1/tenants/delete', () => {
  test('asks for a deletion, which is told until it is done', async () => {
    const store = openSqliteStore({ path: db, promotedTags: [] });
    const { get } = rigOf({ store });
    const asked = await get(DELETION_API.deleteTenant, {
      method: 'POST',
      body: JSON.stringify({ tenant: 'acme' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await asked.json()).toMatchObject({ deletions: [{ tenant: 'acme', state: 'running' }] });
    while (store.eraser.step(T0_MS));
    const told = await get(DELETION_API.deletions);
    expect(await told.json()).toMatchObject({ deletions: [{ tenant: null, state: 'done' }] });
    store.close();
  });
});
