/** Which calls of CloudWatch Logs the readers make: none that samples or that may never end. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cloudWatchLogsSource } from '../../server/source/cloud-watch-logs.ts';
import { createReader, NOW_MS, REGION, SCOPE, withRig } from './rig.ts';

const FOLDER = new URL('../../server/source/', import.meta.url);
const texts = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));

describe('the readers', () => {
  test.each([
    ['GetLogEvents, whose token never ends (CWL-14)', 'GetLogEventsCommand'],
    ['Insights, whose rows are partial while it runs (CWL-15)', 'StartQueryCommand'],
    ['Live Tail, which samples (CWL-16)', 'StartLiveTail'],
    ['masked fields in clear (CWL-11)', 'unmask'],
  ])('never ask for %s', (_name, word) => {
    expect(texts.filter((text) => text.includes(word))).toEqual([]);
  });

  test('read a whole group and never choose among its streams (CWL-09)', async () => {
    await withRig(async (rig) => {
      const drafts = [1, 2, 3].map((n) => ({ timestampMs: NOW_MS - n, message: `call ${n}` }));
      rig.world.addEvents(SCOPE, '/bedrock/calls', drafts);
      const client = rig.clients.cloudWatchLogs(rig.account, REGION);
      const options = { sourceId: 'logs', logGroup: '/bedrock/calls', backfillDays: 0 };
      const records = await createReader().read(cloudWatchLogsSource(client, options));
      expect(records).toHaveLength(3);
      expect([...rig.aws.calls.keys()]).toEqual(['FilterLogEvents']);
    });
  });
});
