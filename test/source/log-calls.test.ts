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

  test('read all of 250 streams, whatever an index says of them (T-CWL-09)', async () => {
    await withRig(async (rig) => {
      const drafts = Array.from({ length: 250 }, (_, n) => {
        // One is silent for longer than any index of streams would lag.
        const timestampMs = NOW_MS - (n === 7 ? 50 * 60_000 : n + 1);
        return { timestampMs, message: `call ${n}`, stream: `stream-${n}` };
      });
      rig.world.addEvents(SCOPE, '/bedrock/calls', drafts);
      const client = rig.clients.cloudWatchLogs(rig.account, REGION);
      const options = { sourceId: 'logs', logGroup: '/bedrock/calls', backfillDays: 0 };
      const records = await createReader().read(cloudWatchLogsSource(client, options));
      expect(records).toHaveLength(250);
      expect([...rig.aws.calls.keys()]).toEqual(['FilterLogEvents']);
    });
  });
});
