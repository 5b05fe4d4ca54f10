/** A server as the docs describe one: sign-in, rules, a channel, reports, a day of the demo. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { parse, stringify } from 'yaml';
import { createToken } from '../../server/access/tokens.ts';
import { saveUser } from '../../server/access/users.ts';
import { newAlarmState } from '../../server/alarm/evaluate-alarm.ts';
import { demoConfigText } from '../../server/cli/demo-config.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { startServe } from './outcrop.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const RULES = 'rules:\n  - { name: tenant, when: { metadata.tenant: (.+) }, tenant: $1 }\n';
const SECRET = `whsec_${'QUJD'.repeat(11)}`;

export interface DocumentedServer {
  readonly url: string;
  /** Of an admin. */
  readonly token: string;
}

/** Starts it in the folder; all of it ends with the file of tests. */
export async function startDocumented(folder: string): Promise<DocumentedServer> {
  const database = path.join(folder, 'outcrop.db');
  const config = path.join(folder, 'outcrop.yaml');
  const [awsUrl, webhookUrl] = await Promise.all([startLocalAws(), startReceiver()]);
  writeFileSync(config, configText(folder, database, { awsUrl, webhookUrl }));
  writeFileSync(path.join(folder, 'rules.yaml'), RULES);
  const token = await makeAdmin(database);
  const { url } = await startServe(config, { OUTCROP_DEMO_WEBHOOK_SECRET: SECRET });
  return { url, token };
}

/** Before there is an admin, a server asks for nothing but the first one. */
async function makeAdmin(database: string): Promise<string> {
  const store = openSqliteStore({ path: database, promotedTags: [] });
  const nowMs = Date.now();
  const admin = {
    name: 'admin',
    role: 'admin',
    tenants: null,
    password: 'a long password',
  } as const;
  await saveUser(admin, store.access, nowMs);
  const rights = { power: 'admin', tenants: null, search: '', days: 1 } as const;
  const ask = { kind: 'token', name: 'docs', by: 'tests', ...rights } as const;
  const made = createToken(ask, store.access, nowMs);
  keepReport(store, nowMs);
  keepBill(store, nowMs);
  const state = { ...newAlarmState(nowMs), state: 'ALARM', openedAtMs: nowMs } as const;
  store.saveAlarmPass([{ alarm: 'Hourly spend', group: {}, state }], [], []);
  store.close();
  if (!made.ok) throw new Error(made.problem);
  return made.value.secret;
}

/** A report whose receiver refused it, as the docs name it. */
function keepReport({ reports }: Store, nowMs: number): void {
  const key = { name: 'nightly', date: '2026-11-20', revision: 1 };
  const summary = 'Bedrock cost $97.32 on 2026-11-20.';
  const head = { ...key, kind: 'nightly', state: 'final', fingerprint: 'x', summary } as const;
  const file = { name: 'nightly-2026-11-20.csv', contentType: 'text/csv; charset=utf-8' };
  const bytes = Buffer.from('date,dimension,name,cost_usd\n2026-11-20,total,,97.316059558\n');
  reports.save({ ...head, madeAtMs: nowMs }, [{ ...file, bytes }], ['on-call']);
  const detail = 'The receiver answered 400.';
  const attempt = { attempt: 1, atMs: nowMs, tookMs: 12, state: 'dead', detail } as const;
  reports.saveAttempt({ ...key, target: 'on-call' }, { ...attempt, dueAtMs: null });
}

/** A day of a bill that tells more than was logged. */
function keepBill({ bills }: Store, readAtMs: number): void {
  const place = { account: '111122223333', region: 'us-east-1', model: 'amazon.nova-micro' };
  const period = { sourceId: 'bill', period: '2026-11', version: '1', lastDay: '2026-11-21' };
  const line = { day: '2026-11-20', ...place, usage: 'input_tokens', isRead: true } as const;
  const costAttoUsd = 35_000_000_000_000_000n;
  const money = { quantity: 1_000_000n, costAttoUsd, listAttoUsd: costAttoUsd };
  bills.replace({ ...period, rows: 1, readAtMs }, [{ ...line, kind: 'usage', ...money }]);
}

function configText(
  folder: string,
  databasePath: string,
  urls: { readonly awsUrl: string; readonly webhookUrl: string },
): string {
  const listen = '127.0.0.1:0';
  const reportDirectory = path.join(folder, 'reports');
  const parts = { ...urls, databasePath, listen, days: 1, reportDirectory };
  // The guarantee: it was written from an object two lines above.
  const demo = parse(demoConfigText(parts)) as {
    readonly alarms: readonly { readonly name: string }[];
    readonly channels: readonly object[];
    readonly attribution: object;
  };
  return stringify({
    ...demo,
    attribution: { ...demo.attribution, rulesFile: path.join(folder, 'rules.yaml') },
    // It stands, so that there is something to acknowledge.
    alarms: demo.alarms.map((one) =>
      one.name === 'Hourly spend' ? { ...one, threshold: 0 } : one,
    ),
    channels: demo.channels.map((one) => ({ ...one, name: 'on-call' })),
    access: { signIn: 'always' },
    report: undefined,
    reports: [{ name: 'nightly', at: '00:00', channels: ['on-call'] }],
  });
}

function startLocalAws(): Promise<string> {
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS; // As `demo` has it.
  const args = [MAIN, 'local-aws', '--json', '--days', '1', '--end', String(end)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  afterAll(() => void child.kill());
  return new Promise((resolve) => {
    createInterface({ input: child.stdout ?? process.stdin }).once('line', (line) => {
      resolve((JSON.parse(line) as { readonly url: string }).url); // Printed by local-aws --json.
    });
  });
}

/** Takes whatever it is told. */
function startReceiver(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(204).end());
  });
  afterAll(() => void server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // A server that listens on TCP has a port.
      resolve(`http://127.0.0.1:${port}/hook`);
    });
  });
}
