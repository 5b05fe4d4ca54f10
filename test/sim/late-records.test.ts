/** Records that come seconds to hours late, as CloudWatch Logs delivered them on its worst day. */
import { describe, expect, test } from 'vitest';
import { createEndpoint } from '../../server/demo/endpoint.ts';
import { createWorld } from '../../server/demo/memory-world.ts';
import { createRandom } from '../../server/demo/random.ts';
import { cloudWatchLogsSource } from '../../server/source/cloud-watch-logs.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { createReader } from '../source/rig.ts';
import { drawLateness, drawOutage } from './lateness.ts';
import { simClients } from './transport.ts';

const SCOPE = { account: '111122223333', region: 'us-east-1' };
const GROUP = '/bedrock/calls';
const START_MS = Date.UTC(2026, 9, 29, 7, 3, 11);
const SPAN = { startMs: START_MS, endMs: START_MS + 48 * HOUR_MS };
const EVENTS = 1_500;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** Reads two days of late records at odd times, and once more a day later. @returns the missing. */
async function lostOf(seed: number): Promise<number> {
  const random = createRandom(seed, 0x1a_7e);
  const outage = drawOutage(random, SPAN);
  const world = createWorld([SCOPE.account]);
  const events = Array.from({ length: EVENTS }, (_, index) => {
    const timestampMs = SPAN.startMs + random.integer(48 * HOUR_MS);
    const ingestedAtMs = Math.round(timestampMs + drawLateness(random, timestampMs, outage));
    return { timestampMs, message: `call ${index}`, ingestedAtMs };
  });
  world.addEvents(SCOPE, GROUP, events);
  let nowMs = SPAN.startMs;
  const endpoint = createEndpoint({ world, nowMs: () => nowMs });
  const client = simClients(endpoint, () => Promise.resolve()).logs(SCOPE);
  const options = { sourceId: 'logs', logGroup: GROUP, backfillDays: 0 };
  const source = cloudWatchLogsSource(client, options);
  const reader = createReader();
  const texts = new Set<string>();
  while (nowMs < SPAN.endMs + 2 * DAY_MS) {
    nowMs += Math.round((1 + random.next() * (nowMs < SPAN.endMs ? 60 : 480)) * MINUTE_MS);
    for (const { text } of await reader.read(source, nowMs)) texts.add(text);
  }
  return events.filter(({ message }) => !texts.has(message)).length;
}

describe('late records', { timeout: 240_000 }, () => {
  test(`are all read in the end: ${SEEDS.length} seeds (T-CWL-06)`, async () => {
    for (const seed of SEEDS) expect([seed, await lostOf(seed)]).toEqual([seed, 0]);
  });
});
