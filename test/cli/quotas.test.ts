/** `outcrop quotas`: shares as a table, texts of requests, JSON, and what is wrong in words. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { call } from '../query/ask.ts';
import { T0_MS, usageLines } from '../support/metered.ts';
import { createFolder, runCommand, type Folder } from './run-command.ts';

const SONNET = 'anthropic.claude-sonnet-4-5-20250929';
const FACT = {
  code: 'L-1',
  name: 'On-demand model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
  value: 6000,
  isAdjustable: true,
};

let folder: Folder;
let db = '';

/** In one minute acme uses 3,000 of the quota's tokens, and globex 1,500. */
beforeEach(() => {
  folder = createFolder();
  const usage = usageLines(1000, 100, SONNET);
  const tenants = ['acme', 'acme', 'globex'];
  const calls = tenants.map((tenant, index) =>
    call(index, 5 * MINUTE_MS + index, { model: SONNET, usage, attribution: { tenant } }),
  );
  db = folder.database(calls);
});
afterEach(() => folder.remove());

function allow(value: number): void {
  const store = openSqliteStore({ path: db, promotedTags: [] });
  const place = { account: '111122223333', region: 'us-east-1' };
  const facts = [{ ...FACT, value }];
  store.quotas.save({ ...place, origin: 'serviceQuotas', atMs: T0_MS, facts });
  store.close();
}

const quotas = (...more: readonly string[]) => runCommand('quotas', '--db', db, ...more);

test('shows peak, quota, share and who used most of it', async () => {
  allow(6000);
  const { exitCode, out } = await quotas();
  expect(exitCode).toBe(0);
  const line = out.split('\n').find((one) => one.startsWith('111122223333'));
  const cells = 'us-east-1|anthropic.claude-sonnet-4-5-20250929|regional|tokens/min|acme';
  expect(line?.split(/ {2,}/).slice(1).join('|')).toBe(`${cells}|too few weeks|6000|4500|75.0 %|0`);
});

test('takes over quotas of a config, which stand above those of AWS', async () => {
  allow(6000);
  const text = `quotas:
  - { account: '111122223333', region: us-east-1, model: ${SONNET}-v1:0, tokensPerMinute: 9000 }
`;
  const { out, error } = await quotas('--config', folder.file('outcrop.yaml', text));
  expect(error).toBe('');
  expect(out).toMatch(/ 9000 +4500 +50\.0 % /);
});

test('says where no quota was read, and that tenants have none of their own', async () => {
  const { out } = await quotas('--filter', 'tenant=acme');
  expect(out).toMatch(/ unknown +4500 +- /);
  expect(out).toContain('Service Quotas was not read yet: `outcrop serve` does.');
  expect(out).toContain('Quotas are of all tenants: the filter on tenant');
});

test('prints requests where use calls for them, and says so where none does', async () => {
  allow(5000);
  const { out } = await quotas('--request');
  expect(out).toContain('L-1');
  expect(out).toContain(FACT.name);
  allow(600_000);
  expect((await quotas('--request')).out).toBe('No use calls for a higher quota in this window.\n');
});

test('gives the answer of the API as JSON', async () => {
  allow(6000);
  const { rows } = JSON.parse((await quotas('--json')).out);
  expect(rows).toMatchObject([{ model: SONNET, usedShare: 0.75, quota: { value: 6000 } }]);
});

test('says that a window holds no call', async () => {
  const { out } = await quotas('--from', '2026-11-03', '--to', '2026-11-04');
  expect(out).toContain('No call was logged in this window and filter.');
});

test('names what is wrong with a filter', async () => {
  const { exitCode, error } = await quotas('--filter', 'tennant=acme');
  expect([exitCode, error]).toEqual([
    2,
    expect.stringContaining('There is no dimension "tennant"'),
  ]);
});
