/** A small run of the bench of ingest, so that its records and its peers do not rot. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../../server/attribute/rule-set.ts';
import { ingestSource } from '../../../server/job/ingest.ts';
import { directorySource } from '../../../server/source/directory.ts';
import { openSqliteStore } from '../../../server/store/sqlite/sqlite-store.ts';
import { DAY_MS } from '../../../shared/window.ts';
import { T0_MS } from '../../support/metered.ts';
import { runPaired } from '../paired.ts';
import { contestants } from './contestants.ts';
import { writeRecordSet } from './record-set.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'outcrop-bench-'));
const records = path.join(folder, 'records');
writeRecordSet(records, 'lean', { records: 150, recordsPerFile: 100 });
writeRecordSet(path.join(records, 'fat'), 'fat', { records: 50, recordsPerFile: 50 });

afterAll(() => rmSync(folder, { recursive: true }));

describe('the bench of ingest', () => {
  test('has records that are all invocations, attributed and metered', async () => {
    const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
    const counts = await ingestSource(directorySource([records], { sourceId: 'files' }), {
      store,
      rules: createRuleSet(DEFAULT_RULES, 'test'),
      nowMs: () => T0_MS + 30 * DAY_MS,
      signal: new AbortController().signal,
      onBatch: () => undefined,
    });
    expect(counts).toMatchObject({ records: 200, invocations: 200, quarantined: 0 });
    expect(store.values('tenant', 'tenant-', 100).length).toBeGreaterThan(40);
    expect(counts.usageLines).toBeGreaterThan(350);
    store.close();
  });

  const places = { records, scratch: folder, cache: path.join(folder, 'none') };
  const peers = contestants(places).filter(({ name }) => name !== 'outcrop');

  test.each(peers)('has a peer $name that reads every record', ({ command, args }) => {
    const { stdout } = spawnSync(command, [...args], { encoding: 'utf8' });
    expect(stdout).toBe('200 records\n');
  });

  test('compares whole processes in turn', async () => {
    const say = (name: string) => ({ name, command: process.execPath, args: ['-p', `'${name}'`] });
    const outcomes = await runPaired([say('one'), say('two')], 2);
    expect(outcomes.map(({ said }) => said)).toEqual(['one', 'two']);
    expect(outcomes[0]?.ratios).toEqual([1, 1]);
    expect(outcomes[1]?.medianRatio).toBeGreaterThan(0);
  });
});
