/** Twelve planted secrets of channels, every way to fail, and every byte that is kept or shown. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';
import { deliverDue, runDeliveries } from '../../server/job/deliver.ts';
import { testChannel } from '../../server/job/test-channel.ts';
import { PACE_MS } from '../../server/notify/channel-health.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { API } from '../../shared/contract.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { rigOf } from '../api/rig.ts';
import { createReceiver } from '../notify/receiver.ts';
import { batch, T0_MS } from '../support/metered.ts';
import { passAt, storm } from './alarm-rig.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'channel-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each unlike all others; the first stands in a path, the second in a query. */
const CANARIES = Array.from({ length: 12 }, (_, at) => `kanarie${String(at).padStart(2, '0')}ZQX`);
const [PATH, QUERY, SIGNING, SLACK, TEAMS, PAGER, GENIE, BEARER, USER, PASSWORD, BOX, OLD] =
  CANARIES;

const whsec = (canary = ''): string =>
  `whsec_${Buffer.from(canary.padEnd(32, '.')).toString('base64')}`;

/** In the forms in which they may turn up: as they are, and as keys are written. */
const FORMS = [...CANARIES, whsec(SIGNING), whsec(OLD), Buffer.from(`${USER}`).toString('base64')];

function configOf(port: number) {
  const here = `http://127.0.0.1:${port}`;
  const shared = { allowPrivate: true };
  const mail = { type: 'email', host: '127.0.0.1', port: 1, from: 'a@example.com' };
  const channels = [
    { name: 'hook', type: 'webhook', url: `${here}/${PATH}?token=${QUERY}`, secretEnv: ['S', 'O'] },
    { name: 'slack', type: 'slack', urlEnv: 'SLACK' },
    { name: 'teams', type: 'teams', urlEnv: 'TEAMS' },
    { name: 'pager', type: 'pagerDuty', url: here, routingKeyEnv: 'PAGER' },
    { name: 'genie', type: 'opsgenie', url: here, apiKeyEnv: 'GENIE' },
    { name: 'am', type: 'alertmanager', url: here, tokenEnv: 'BEARER' },
    { name: 'refused', type: 'webhook', url: `https://10.0.0.1/${BOX}`, secretEnv: 'S' },
    { name: 'mail', ...mail, to: ['b@example.com'], userEnv: 'USER', passwordEnv: 'PASSWORD' },
  ].map((one) => (one.name === 'refused' ? one : { ...one, ...shared }));
  const parsed = parseConfig(JSON.stringify({ channels }), {
    S: whsec(SIGNING),
    O: whsec(OLD),
    SLACK: `${here}/services/${SLACK}`,
    TEAMS: `${here}/workflows/${TEAMS}`,
    PAGER,
    GENIE,
    BEARER,
    USER,
    PASSWORD,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.value;
}

/** Answers that fail in every way, each with all that it was sent. */
async function echoing() {
  const codes = [500, 302, 429, 410, 404, 200];
  let count = 0;
  const receiver = await createReceiver((request, response) => {
    const { url, headers } = request;
    const sent = [url, ...Object.entries(headers).flat(), receiver.seen.at(-1)?.body].join(' ');
    const code = codes[count % codes.length] ?? 500;
    count += 1;
    if (count % 9 === 0) return void request.socket.destroy();
    response.writeHead(code, { 'x-echo': CANARIES.join(), location: `/${CANARIES.join()}` });
    response.end(JSON.stringify({ error: `no ${url}`, sent }));
  });
  return receiver;
}

test('T-SEC-RED: no secret of a channel is kept, logged or answered, whatever fails', async () => {
  const receiver = await echoing();
  const { channels } = configOf(receiver.port);
  const store = openSqliteStore({ path: path.join(folder, 'outcrop.db'), promotedTags: [] });
  store.ingest(batch(storm()));
  passAt(store, HOUR_MS + 8 * MINUTE_MS, [ruleOf({ name: 'storm' })], { endpoints: channels });
  let nowMs = T0_MS + 2 * HOUR_MS;
  const told: unknown[] = [];
  const log = vi.fn((...words: unknown[]) => void told.push(words));
  const { signal } = new AbortController();
  const clock = { nowMs: () => (nowMs += PACE_MS), jitter: () => 0.5 };
  const context = { store, channels, pageUrl: 'http://127.0.0.1/', ...clock, signal };
  for (let pass = 0; pass < 60; pass += 1, nowMs += HOUR_MS) await deliverDue(context);
  await runDeliveries({ ...context, signal: AbortSignal.timeout(300) }, log);
  for (const { id } of channels) told.push(await testChannel(id, 'ada', context));
  const rig = rigOf({ store, channels, nowMs: clock.nowMs });
  const asked = [API.deliveries, API.channels, API.journal, API.status, API.alarms, '/metrics'];
  for (const one of asked) told.push(await (await rig.get(one)).text());
  const kept = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'latin1'));
  expect(receiver.seen.length).toBeGreaterThan(10); // They were used, or nothing is shown.
  const all = [...kept, JSON.stringify(told), JSON.stringify(channels.map(({ id }) => id))];
  store.close();
  expect(all.join('\n').length).toBeGreaterThan(10_000);
  expect(FORMS.filter((secret) => all.some((text) => text.includes(secret)))).toEqual([]);
});

test('T-SEC-RED: a config that is refused repeats none of them', () => {
  const texts = [
    { channels: [{ name: 'a', type: 'webhook', url: `http://x/${PATH}`, secretEnv: 'S' }] },
    { channels: [{ name: 'a', type: 'slack', urlEnv: 'SLACK' }] },
    { channels: [{ name: 'a', type: 'pagerDuty', routingKeyEnv: 'NONE', key: PAGER }] },
  ];
  const environment = { S: `whsec_${SIGNING}`, SLACK: `not an address ${SLACK}` };
  const problems = texts.map((text) => parseConfig(JSON.stringify(text), environment));
  expect(problems.every(({ ok }) => !ok)).toBe(true);
  expect(JSON.stringify(problems)).not.toMatch(/kanarie/);
});
