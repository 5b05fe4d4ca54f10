/** What `serve` runs: passes that start, tell their failures, and end when they are told to. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';
import { configuredSources } from '../../server/job/configured-sources.ts';
import { startService, type Service, type ServiceParts } from '../../server/job/service.ts';
import { createClients, type AwsClients } from '../../server/source/clients.ts';
import type { Channel } from '../../server/notify/channel.ts';
import type { Store } from '../../server/store/store.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { createReceiver } from '../notify/receiver.ts';
import { call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { T0_MS, batch } from '../support/metered.ts';
import { passAt, storm } from './alarm-rig.ts';
import { ruleOf } from '../alarm/tape.ts';

const NOW_MS = T0_MS + 3 * HOUR_MS;

interface Running {
  readonly service: Service;
  readonly store: Store;
  readonly clients: AwsClients;
  readonly log: ServiceParts['log'] & { readonly mock: { readonly calls: unknown[][] } };
}

/** Starts the passes of a config; they end with the test. */
function start(
  text: string,
  changes: Partial<ServiceParts> = {},
  channels: readonly Channel[] = [],
): Running {
  const config = parseConfig(text, {});
  if (!config.ok) throw new Error(JSON.stringify(config.problem));
  const clients = createClients(() => NOW_MS, 1);
  const store = changes.store ?? storeOf([]);
  const log = vi.fn();
  const startedMs = performance.now(); // Receivers are asked once a second.
  const service = startService({
    config: { ...config.value, channels },
    store,
    book: HAND_BOOK,
    clients,
    priceBookVersion: () => 'b1',
    rulesVersion: 'r1',
    nowMs: () => NOW_MS + Math.floor(performance.now() - startedMs),
    jitter: () => 0.5,
    log,
    onBatch: () => undefined,
    ...changes,
  });
  onTestFinished(async () => {
    await service.stop();
    clients.destroy();
    store.close();
  });
  return { service, store, clients, log };
}

/** An account behind a port on which nobody listens. */
const UNREACHABLE = `
accounts:
  - id: '111122223333'
    regions: [us-east-1]
    endpoint: http://127.0.0.1:9
    credentials: {accessKeyId: AKIA, secretAccessKey: S}
    cloudWatchLogs: {logGroup: /bedrock}
    metrics: false
    inventory: false
`;

describe('startService', () => {
  test('starts and stops on an empty config without a word', async () => {
    const { service, log } = start('');
    await service.stop();
    expect(log).not.toHaveBeenCalled();
  });

  test('stops twice without harm', async () => {
    const { service } = start('');
    await Promise.all([service.stop(), service.stop()]);
  });

  test('keeps the failure of a source with it, and logs no cause', async () => {
    const { store, log } = start(UNREACHABLE);
    await vi.waitFor(() => expect(log).toHaveBeenCalled(), { timeout: 10_000 });
    expect(store.sourceStates().slice(0, 1)).toMatchObject([
      {
        sourceId: 'cloudWatchLogs:111122223333:us-east-1:/bedrock',
        error: { code: 'unreachable' },
      },
    ]);
    const [event, fields] = log.mock.calls[0] ?? [];
    expect(event).toBe('pass failed');
    expect(Object.keys(fields as object).toSorted()).toEqual(['code', 'hint', 'message', 'name']);
  });

  test('goes on with alarms when a source was taken out of the config', async () => {
    const alarm = '{name: storm, metric: throttles, threshold: 50}';
    const text = `${UNREACHABLE}alarmCatchUpHours: 6\nalarms: [${alarm}]`;
    const config = parseConfig(text, {});
    const store = storeOf(storm()); // Its source, s3/test, is whole up to T0 and in no config.
    const clients = createClients(() => NOW_MS, 1);
    const [source] = config.ok ? configuredSources(config.value, clients) : [];
    clients.destroy();
    const progress = { completeToMs: NOW_MS, done: 1, total: 1 };
    const state = { sourceId: source?.id ?? '', sourceKind: 'cloudWatchLogs', progress };
    store.ingest(batch([], state));
    start(text, { store });
    await vi.waitFor(() => expect(store.transitions(10)).toHaveLength(3), { timeout: 10_000 });
  });

  test('delivers what is owed though no source has been read', async () => {
    const receiver = await createReceiver((_, response) => response.end());
    const store = storeOf(storm());
    passAt(store, 3 * HOUR_MS, [ruleOf({ name: 'storm' })]);
    start('', { store }, [receiver.endpoint]);
    await vi.waitFor(() => expect(receiver.seen).toHaveLength(2), { timeout: 10_000 });
    await vi.waitFor(() => expect(store.openOutbox(10)).toEqual([]), { timeout: 10_000 });
  });

  test("writes yesterday's report once its time has come, and only once", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcrop-service-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const text = (at: string) =>
      `report: {nightlyAt: '${at}', waitMinutes: 0, directory: '${folder}'}`;
    const store = storeOf([call(1, -HOUR_MS)]);
    start(text('03:01'), { store });
    expect(store.reports.lastDate('nightly')).toBeNull(); // It is 03:00.
    start(text('03:00'), { store });
    await vi.waitFor(() => expect(readdirSync(folder).length).toBeGreaterThan(0));
    expect(store.reports.lastDate('nightly')).toBe('2026-10-31');
    rmSync(folder, { recursive: true });
    start(text('03:00'), { store });
    await new Promise((resolve) => setTimeout(resolve, 100)); // Its first pass is over.
    expect(() => readdirSync(folder)).toThrow();
  });
});
