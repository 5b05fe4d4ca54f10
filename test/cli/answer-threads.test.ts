/** Threads over a real file: they answer as the server itself would, and see what is written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAnswerPool, type AnswerPool } from '../../server/api/answer-pool.ts';
import { startAnswerThread } from '../../server/cli/answer-threads.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { T0_MS, batch, metered, requestId } from '../support/metered.ts';
import { createFolder, type Folder } from './run-command.ts';

let folder: Folder;
let database: string;
let pool: AnswerPool;

beforeAll(() => {
  folder = createFolder();
  database = folder.database([metered()]);
  const retentionDays = { rows: 90, minutes: 14, hours: 400 };
  const rules = { version: '1', rules: [] };
  const shown = { alarms: [], budgets: [], rules, timeZone: 'UTC', version: '0', retentionDays };
  const settings = { ...shown, tagKeys: [], database, pricesPath: null };
  pool = createAnswerPool(() => startAnswerThread(settings));
});

afterAll(async () => {
  await pool.close();
  folder.remove();
});

async function ask(path: string) {
  const { status, body } = await pool.answer({ path, nowMs: T0_MS + HOUR_MS, tenants: null });
  return { status, reply: JSON.parse(body) as Record<string, unknown> };
}

const QUERY = '/api/v1/query?metric=invocations&metric=cost&groupBy=tenant';

describe('startAnswerThread', () => {
  test('answers a question at the time of the server, priced', async () => {
    const { status, reply } = await ask(QUERY);
    expect(status).toBe(200);
    expect(reply).toMatchObject({
      to: '2026-11-01T01:00:00Z',
      rows: [{ group: { tenant: 'acme' }, values: { invocations: 1, cost: '0.00000315' } }],
    });
  });

  test('sees at once what is written beside it', async () => {
    const store = openSqliteStore({ path: database, promotedTags: [] });
    const tenant = 'brand-new';
    const invocation = { requestId: requestId(7), timestampMs: T0_MS + 5 };
    store.ingest(batch([metered({ invocation, attribution: { tenant } })]));
    store.close();
    const { reply } = await ask(`${QUERY}&filter=tenant=brand-new`);
    expect(reply['rows']).toMatchObject([{ group: { tenant }, values: { invocations: 1 } }]);
  });

  test('says what is wrong with a question, as the server does', async () => {
    const { status, reply } = await ask('/api/v1/query?metric=nonsense');
    expect(status).toBe(400);
    expect(reply).toMatchObject({ ok: false, code: 'badMetric' });
  });
});
