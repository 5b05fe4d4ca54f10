/** Reports leave by every way there is: each repeat bears the same names, keys and ids. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ReportDefinition } from '../../server/config/config.ts';
import { createWorld } from '../../server/demo/memory-world.ts';
import { startLocalAws } from '../../server/demo/local-aws.ts';
import { deliverReports, reportTargets } from '../../server/job/report-delivery.ts';
import type { Channel } from '../../server/notify/channel.ts';
import { policyDocuments } from '../../server/source/iam-documents.ts';
import type { Store } from '../../server/store/store.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { createReceiver, SECRET, verifiedAt } from '../notify/receiver.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

const FILES = [
  { name: 'nightly-2026-11-01.html', contentType: 'text/html', bytes: Buffer.from('<p>a</p>') },
  { name: 'nightly-2026-11-01.xlsx', contentType: 'x/y', bytes: Buffer.from([0, 255, 128, 10]) },
];

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIADEMO111122223333');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'an example');
  return () => vi.unstubAllEnvs();
});

function definitionOf(changes: Partial<ReportDefinition>): ReportDefinition {
  return {
    name: 'nightly',
    kind: 'nightly',
    filter: EMPTY_FILTER,
    groupBy: null,
    sections: [],
    timeZone: 'UTC',
    atMinutes: 0,
    waitMinutes: 0,
    formats: ['html'],
    directory: null,
    bucket: null,
    channels: [],
    ...changes,
  };
}

function rig(changes: Partial<ReportDefinition>, channels: readonly Channel[] = []) {
  const store: Store = storeOf([]);
  const definition = definitionOf(changes);
  const time = { nowMs: T0_MS };
  const save = (revision = 1): void => {
    const key = { name: 'nightly', kind: 'nightly', date: '2026-11-01', revision } as const;
    const made = { state: 'final', fingerprint: '', summary: '$1 on 1 November.' } as const;
    const head = { ...key, ...made, madeAtMs: time.nowMs };
    store.reports.save(head, FILES, reportTargets(definition));
  };
  const pass = (): Promise<void> =>
    deliverReports({
      store,
      definitions: [definition],
      channels,
      pageUrl: 'https://outcrop.example.com/',
      nowMs: () => time.nowMs,
      jitter: () => 0.5,
      signal: new AbortController().signal,
      log: () => undefined,
    });
  const stands = () =>
    store.reports.list(1)[0]?.deliveries.map(({ target, state, attempts }) => {
      return [target, state, attempts.length, attempts.at(-1)?.detail];
    });
  return { store, time, save, pass, stands };
}

async function bucketRig(bucketName = 'reports') {
  const world = createWorld();
  world.addBucket('reports');
  const aws = await startLocalAws({ world, nowMs: () => T0_MS });
  onTestFinished(() => aws.close());
  const bucket = { bucket: bucketName, prefix: 'bedrock/', region: 'us-east-1', endpoint: aws.url };
  const keys = (): readonly string[] =>
    [...world.objects({ bucket: 'reports', prefix: '', afterKey: '', nowMs: T0_MS })].map(
      ({ key }) => key,
    );
  return { ...rig({ bucket }), world, aws, keys };
}

describe('a bucket', () => {
  const FOLDER = 'bedrock/nightly/2026-11-01/';

  test('gets the bytes under keys with report, date and revision, and what is newest', async () => {
    const one = await bucketRig();
    one.save();
    await one.pass();
    one.save(2);
    await one.pass();
    expect(one.keys()).toEqual([
      `${FOLDER}latest.json`,
      `${FOLDER}r1/nightly-2026-11-01.html`,
      `${FOLDER}r1/nightly-2026-11-01.xlsx`,
      `${FOLDER}r2/nightly-2026-11-01.html`,
      `${FOLDER}r2/nightly-2026-11-01.xlsx`,
    ]);
    const sheet = one.world.content('reports', `${FOLDER}r1/nightly-2026-11-01.xlsx`);
    expect(Buffer.from(sheet)).toEqual(FILES[1]?.bytes);
    const latest = Buffer.from(one.world.content('reports', `${FOLDER}latest.json`)).toString();
    expect(JSON.parse(latest)).toMatchObject({
      revision: 2,
      state: 'final',
      files: [{ key: `${FOLDER}r2/nightly-2026-11-01.html`, bytes: 8 }, { bytes: 4 }],
    });
  });

  test('keeps what was put before, when a delivery that was cut short is repeated', async () => {
    const one = await bucketRig();
    const key = `${FOLDER}r1/nightly-2026-11-01.html`;
    one.world.putObject({ bucket: 'reports', key, content: 'of the first attempt' });
    one.save();
    await one.pass();
    expect(one.stands()).toMatchObject([
      ['s3', 'delivered', 1, `Put under s3://reports/${FOLDER}r1/.`],
    ]);
    expect(Buffer.from(one.world.content('reports', key)).toString()).toBe('of the first attempt');
  });

  test('is tried again when AWS fails, and not when it refuses', async () => {
    const one = await bucketRig();
    one.save();
    one.aws.setFaults({ rules: [{ kind: 'serverError', operation: 'PutObject', times: 1 }] });
    await one.pass();
    expect(one.stands()?.[0]).toMatchObject([
      's3',
      'pending',
      1,
      expect.stringContaining('InternalError'),
    ]);
    one.time.nowMs += MINUTE_MS;
    await one.pass();
    expect(one.stands()?.[0]?.slice(1, 3)).toEqual(['delivered', 2]);
    const other = await bucketRig('not-there');
    other.save();
    await other.pass();
    const [, state, , detail] = other.stands()?.[0] ?? [];
    expect(state).toBe('dead');
    expect(detail).toContain('NoSuchBucket. Allow s3:PutObject there: see outcrop iam-policy.');
  });
});

describe('a webhook', () => {
  test('is told where the files are, signed, and with the same id for a repeat', async () => {
    let status = 500;
    const receiver = await createReceiver((_, response) => response.writeHead(status).end());
    const { endpoint, seen } = receiver;
    const one = rig({ channels: [endpoint.id] }, [endpoint]);
    one.save();
    await one.pass();
    expect(one.stands()?.[0]?.slice(0, 3)).toEqual([endpoint.id, 'pending', 1]);
    await one.pass(); // Not due yet.
    expect(seen).toHaveLength(1);
    status = 200;
    one.time.nowMs += 6_000;
    await one.pass();
    await one.pass();
    expect(one.stands()?.[0]?.slice(0, 3)).toEqual([endpoint.id, 'delivered', 2]);
    expect(seen.map(({ headers }) => headers['webhook-id'])).toEqual([
      seen[0]?.headers['webhook-id'],
      seen[0]?.headers['webhook-id'],
    ]);
    const [first] = seen;
    if (!first) throw new Error('nothing came');
    const signed = Object.entries(first.headers).map(([name, value]) => [name, String(value)]);
    const message = { body: first.body, headers: Object.fromEntries(signed) };
    expect(verifiedAt(T0_MS, SECRET, message)).toMatchObject({
      type: 'report.made',
      data: {
        report: 'nightly',
        date: '2026-11-01',
        revision: 1,
        summary: '$1 on 1 November.',
        links: { reports: 'https://outcrop.example.com/?view=reports' },
        files: [
          {
            name: 'nightly-2026-11-01.html',
            url:
              'https://outcrop.example.com/api/v1/reports/file?' +
              'name=nightly&date=2026-11-01&revision=1&file=nightly-2026-11-01.html',
          },
          { name: 'nightly-2026-11-01.xlsx', bytes: 4 },
        ],
      },
    });
  });

  test('that no longer stands in the config is given up, and holds up no other place', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'outcrop-delivery-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const one = rig({ directory, channels: ['gone'] });
    one.save();
    await one.pass();
    expect(one.stands()).toEqual([
      ['disk', 'delivered', 1, `Written to ${directory}.`],
      ['gone', 'dead', 1, 'The config no longer sends it there.'],
    ]);
    expect(readFileSync(join(directory, 'nightly-2026-11-01.html'), 'utf8')).toBe('<p>a</p>');
  });
});

test('a bucket needs leave to put under its prefix, and nothing else', () => {
  const reportPlaces = [{ bucket: 'reports', prefix: 'bedrock/', region: 'cn-north-1' }];
  expect(policyDocuments([], { reportPlaces })).toMatchObject([
    {
      policy: {
        Statement: [{ Action: 's3:PutObject', Resource: 'arn:aws-cn:s3:::reports/bedrock/*' }],
      },
    },
  ]);
});
