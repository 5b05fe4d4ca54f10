/** `outcrop alarms`: how they stand, silence, acknowledge, end, and a try on the past. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { passAt, storm } from '../job/alarm-rig.ts';
import { batch } from '../support/metered.ts';
import { runCommand } from './run-command.ts';

let folder = '';
let db = '';
let config = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'outcrop-alarms-'));
  db = path.join(folder, 'outcrop.db');
  config = path.join(folder, 'outcrop.yaml');
  const storm50 = '{name: Storm, metric: throttles, threshold: 50}';
  writeFileSync(config, `database: ${db}\nalarms:\n  - ${storm50}\n`); // Not the working folder.
  const store = openSqliteStore({ path: db, promotedTags: [] });
  store.ingest(batch(storm()));
  passAt(store, HOUR_MS + 8 * 60_000, [ruleOf({ name: 'Storm' })]);
  store.close();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('shows what stands, and why', async () => {
  const { out } = await runCommand('alarms', 'list', '--db', db);
  expect(out).toMatch(/^ALARM +Storm .*Throttles was 60 \(> 50\)/m);
});

test('silences by pattern, shows it and ends it', async () => {
  const set = await runCommand(
    'alarms',
    'silence',
    'St*',
    '--db',
    db,
    '--for',
    '2h',
    '--by',
    'ada',
  );
  const id = /^(\w+): St\* tells nobody until/.exec(set.out)?.[1] ?? '';
  expect((await runCommand('alarms', 'list', '--db', db)).out).toMatch(/silence +St\* .* ada/);
  expect((await runCommand('alarms', 'end', id, '--db', db)).out).toBe(`${id} has ended.\n`);
  expect((await runCommand('alarms', 'list', '--db', db)).out).not.toContain('ada');
});

test('acknowledges what stands now, and nothing else', async () => {
  const set = await runCommand('alarms', 'acknowledge', 'Storm', '--db', db, '--json');
  expect(JSON.parse(set.out)).toMatchObject([{ alarm: 'Storm', group: {} }]);
  expect(JSON.parse(set.out)[0].openedAtMs).toBeGreaterThan(0);
  const none = await runCommand('alarms', 'acknowledge', 'Calm', '--db', db);
  expect(none).toMatchObject({
    exitCode: 2,
    error: expect.stringContaining('No alarm Calm stands'),
  });
});

test('tries an alarm of the config on the past', async () => {
  const tried = await runCommand('alarms', 'test', 'Storm', '--config', config, '--db', db);
  expect(tried.out).toContain('It would have fired once:');
  expect(tried.out).toMatch(/2026-11-01T01:05:00Z +10 min +60/);
});

test.each([
  [['alarms', 'test', 'Nope'], 'The config has no alarm Nope.'],
  [['alarms', 'silence', 'x', '--for', 'soon'], 'soon is no time.'],
  [['alarms', 'silence', 'x', '--group', 'acme'], 'acme names no group.'],
  [['alarms', 'end', 'x'], 'There is no silence x.'],
])('%j fails clearly', async (args, message) => {
  const extra = args[1] === 'test' ? ['--config', config] : [];
  const { exitCode, error } = await runCommand(...args, ...extra, '--db', db);
  expect(exitCode).toBe(2);
  expect(error).toContain(message);
});

test('shows what is owed, gives nothing up by itself, and replays nothing that is not dead', async () => {
  const shown = await runCommand('alarms', 'deliveries', '--db', db);
  expect(shown.out).toMatch(/^held +msg_\w+ {2}alarm\.firing Storm to ops, owed since /);
  const failed = await runCommand('alarms', 'deliveries', '--failed', '--db', db);
  expect(failed.out).toBe('Nothing was owed to anybody.\n');
  expect((await runCommand('alarms', 'replay', '--all', '--db', db)).out).toBe(
    'Nothing was given up.\n',
  );
  const none = await runCommand('alarms', 'replay', 'msg_x', '--db', db);
  expect(none.error).toContain('No message msg_x was given up.');
});

test('shows how channels stand, and what they are owed', async () => {
  const channel =
    '{name: ops, type: alertmanager, url: "http://127.0.0.1:1/T0KEN", allowPrivate: true}';
  writeFileSync(config, `database: ${db}\nchannels: [${channel}]\n`);
  const before = await runCommand('alarms', 'channels', '--config', config);
  expect(before.out).toMatch(/^UNUSED +ops +alertmanager +http:\/\/127\.0\.0\.1:1\/… +0$/m);
  const tried = await runCommand('alarms', 'test-channel', 'ops', '--config', config);
  expect(tried.exitCode).toBe(1);
  const { out } = await runCommand('alarms', 'channels', '--config', config, '--json');
  expect(JSON.parse(out)).toMatchObject({ channels: [{ name: 'ops', state: 'failing' }] });
  expect(out).not.toContain('T0KEN');
});

test.each([
  [['--channel', 'ops'], 'Nothing is named'],
  [['--all', '--from', 'soon'], '--from soon is no time.'],
])('replays nothing with %j', async (more, message) => {
  const { exitCode, error } = await runCommand('alarms', 'replay', '--db', db, ...more);
  expect([exitCode, error]).toEqual([2, expect.stringContaining(message)]);
});

test('names the channels there are when one to test is not there', async () => {
  const { exitCode, error } = await runCommand('alarms', 'test-channel', 'ops', '--config', config);
  expect([exitCode, error]).toEqual([2, expect.stringContaining('The config has no channel ops.')]);
});
