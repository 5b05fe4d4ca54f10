/** A process that evaluates alarms and tells of them until all is told, or it is killed. */
import { writeSync } from 'node:fs';
import { PACE_MS } from '../../server/notify/channel-health.ts';
import { deliverDue } from '../../server/job/deliver.ts';
import { evaluateAlarms } from '../../server/job/evaluate-alarms.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { throttled } from '../job/alarm-rig.ts';
import { WebhookSecret } from '../../server/notify/webhook-signature.ts';
import { HAND_BOOK } from '../query/ask.ts';
import { batch, T0_MS } from '../support/metered.ts';

const TENANTS = 40;
const PASS_MS = 10 * MINUTE_MS;
const END_MS = T0_MS + 12 * HOUR_MS;

/** One storm for each tenant, ten minutes after that of the one before. */
function fill(store: Store): void {
  const storms = Array.from({ length: TENANTS }, (_, index) => {
    return throttled(60, HOUR_MS + index * PASS_MS, `tenant-${index}`);
  });
  store.ingest(batch(storms.flat()));
}

/** Where the clock stands: a little after what has been evaluated, so that a new life goes on. */
function clockOf(store: Store): number {
  const evaluated = store.alarmStates().map(({ state }) => state.evaluatedToMs ?? T0_MS);
  return Math.max(T0_MS, ...evaluated) + PASS_MS;
}

async function live(path: string, url: string): Promise<void> {
  const store = openSqliteStore({ path, promotedTags: [] });
  if (store.invocationCount() === 0) fill(store);
  const channel = {
    id: 'ops',
    kind: 'webhook',
    url,
    secrets: [new WebhookSecret(new Uint8Array(32))],
    allowPrivate: true,
  } as const;
  const rule = ruleOf({ name: 'storm', groupBy: ['tenant'] });
  const pageUrl = 'http://127.0.0.1';
  const { signal } = new AbortController();
  let nowMs = clockOf(store);
  while (nowMs < END_MS || store.openOutbox(1).length > 0) {
    const read = { store, book: HAND_BOOK, endpoints: [channel], pageUrl };
    const time = { catchUpHours: 24, nowMs, completeToMs: nowMs };
    evaluateAlarms([rule], { ...read, ...time });
    writeSync(1, '.');
    const clock = { nowMs: () => nowMs, jitter: () => 0.5 };
    const context = { store, channels: [channel], pageUrl, ...clock, signal };
    for (; (await deliverDue(context)) > 0; nowMs += PACE_MS) writeSync(1, '.');
    nowMs += PASS_MS;
  }
  store.close();
}

const [, , path, url] = process.argv;
if (process.env['KILL_CHILD'] && path && url) await live(path, url);
