/** What a poller of CloudWatch Logs must survive: paging, tokens, bounds, late events, failures. */
import { describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../server/demo/fault-plan.ts';
import { cloudWatchLogsSource } from '../../server/source/cloud-watch-logs.ts';
import type { LogSource } from '../../server/source/source.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { createReader, distinctTexts, NOW_MS, REGION, SCOPE, withRig, type Rig } from './rig.ts';

const GROUP = '/bedrock/calls';

function sourceOf(rig: Rig, backfillDays = 1): LogSource {
  const client = rig.clients.cloudWatchLogs(rig.account, REGION);
  return cloudWatchLogsSource(client, { sourceId: 'logs', logGroup: GROUP, backfillDays });
}

function addCalls(rig: Rig, timesMs: readonly number[]): readonly string[] {
  const events = timesMs.map((timestampMs, index) => ({ timestampMs, message: `call ${index}` }));
  rig.world.addEvents(SCOPE, GROUP, events);
  return events.map((event) => event.message).sort();
}

/** Calls spread over the backfill, the recent past and the open end. */
function addSpreadCalls(rig: Rig): readonly string[] {
  const agesMs = Array.from({ length: 200 }, (_, index) => (index + 1) * 7 * MINUTE_MS);
  return addCalls(rig, [...agesMs.map((ageMs) => NOW_MS - ageMs), NOW_MS - 500]);
}

async function readsAll(faults: FaultPlan): Promise<void> {
  await withRig(async (rig) => {
    const calls = addSpreadCalls(rig);
    rig.aws.setFaults(faults);
    const records = await createReader().readAll(sourceOf(rig));
    expect(distinctTexts(records)).toEqual(calls);
  });
}

const operation = 'FilterLogEvents';
const pageItemsMax = { [operation]: 3 };

describe('a read from the start', () => {
  test.each<readonly [string, FaultPlan]>([
    ['when all is well', {}],
    ['over many small pages', { pageItemsMax }],
    [
      'when empty pages carry a token (T-CWL-01)',
      { pageItemsMax, rules: [{ kind: 'emptyPage', operation, ratio: 0.4 }] },
    ],
    [
      'when the same token comes 60 times (T-CWL-02)',
      { pageItemsMax, rules: [{ kind: 'repeatedToken', operation, skip: 2, times: 60 }] },
    ],
    [
      'when tokens die on their way (T-CWL-03)',
      { pageItemsMax, rules: [{ kind: 'expiredToken', operation, skip: 3, times: 5 }] },
    ],
    [
      'when events come twice',
      { pageItemsMax, rules: [{ kind: 'repeatedEvents', operation, ratio: 0.5 }] },
    ],
    ['when a call is throttled', { rules: [{ kind: 'throttle', operation, times: 1 }] }],
  ])('finds every event %s', async (_name, faults) => readsAll(faults));

  test('counts events on the bounds of a slice once (T-CWL-04)', async () => {
    await withRig(async (rig) => {
      const boundMs = Date.UTC(2026, 10, 22, 11, 30);
      addCalls(rig, [boundMs - 1, boundMs, boundMs + 5 * MINUTE_MS - 1, boundMs + 5 * MINUTE_MS]);
      const records = await createReader().read(sourceOf(rig));
      expect(records).toHaveLength(4);
      expect(distinctTexts(records)).toHaveLength(4);
    });
  });

  test('takes 6,000 events of one millisecond, and dies on the 61st page (T-CWL-05)', async () => {
    await withRig(
      async (rig) => {
        const calls = addCalls(
          rig,
          Array.from({ length: 6_000 }, () => NOW_MS - 20 * MINUTE_MS),
        );
        rig.aws.setFaults({
          rules: [{ kind: 'serverError', operation, skip: 60, times: 2 }],
          pageItemsMax: { [operation]: 50 },
        });
        const reader = createReader();
        await expect(reader.read(sourceOf(rig))).rejects.toMatchObject({ code: 'unreachable' });
        expect(distinctTexts(await reader.read(sourceOf(rig)))).toEqual(calls);
      },
      { pageItemsMax: { [operation]: 50 } },
    );
  });

  test('leaves out the line that Bedrock writes when logging is set up', async () => {
    await withRig(async (rig) => {
      const message = 'Permissions are correctly set for Amazon Bedrock logs.';
      rig.world.addEvents(SCOPE, GROUP, [{ timestampMs: NOW_MS - 1, message }]);
      expect(await createReader().read(sourceOf(rig))).toEqual([]);
    });
  });

  test('gives batches of bounded size, and moves the cursor with the last of a slice', async () => {
    await withRig(async (rig) => {
      addCalls(
        rig,
        Array.from({ length: 12_000 }, () => NOW_MS - 20 * MINUTE_MS),
      );
      const reader = createReader();
      await reader.read(sourceOf(rig));
      const sizes = reader.batches.map((batch) => batch.records.length);
      expect(Math.max(...sizes)).toBe(5_000);
      const index = sizes.indexOf(5_000);
      expect(reader.batches[index]?.cursor).toBe(reader.batches[index + 1]?.cursor);
    });
  });

  test('shows the newest hour before the backfill, which runs from new to old', async () => {
    await withRig(async (rig) => {
      addCalls(
        rig,
        [20 * HOUR_MS, 10 * HOUR_MS, HOUR_MS / 2, 1_000].map((age) => NOW_MS - age),
      );
      const records = await createReader().read(sourceOf(rig));
      expect(records.map((record) => record.text)).toEqual([
        'call 3',
        'call 2',
        'call 1',
        'call 0',
      ]);
    });
  });
});

describe('reads one after the other', () => {
  test('find events that come up to a day late (T-CWL-06)', async () => {
    await withRig(async (rig) => {
      const latenessMs = [10_000, 4 * MINUTE_MS, 29 * MINUTE_MS, 170 * MINUTE_MS, 23 * HOUR_MS];
      const timesMs = latenessMs.map((_, index) => NOW_MS + (index + 1) * 11 * MINUTE_MS);
      const drafts = timesMs.map((timestampMs, index) => ({
        timestampMs,
        message: `late ${index}`,
        ingestedAtMs: timestampMs + (latenessMs[index] ?? 0),
      }));
      rig.world.addEvents(SCOPE, GROUP, drafts);
      const source = sourceOf(rig, 0);
      const reader = createReader();
      const texts = new Set<string>();
      for (let minute = 0; minute <= 26 * 60; minute += 4) {
        rig.nowMs = NOW_MS + minute * MINUTE_MS;
        for (const { text } of await reader.read(source, rig.nowMs)) texts.add(text);
      }
      expect([...texts].sort()).toEqual(drafts.map((draft) => draft.message));
      expect((reader.cursor ?? '').length).toBeLessThan(2_000);
    });
  });

  test('see a fresh event at once', async () => {
    await withRig(async (rig) => {
      const reader = createReader();
      addCalls(rig, []);
      await reader.read(sourceOf(rig, 0));
      addCalls(rig, [NOW_MS + 30_000]);
      rig.nowMs = NOW_MS + MINUTE_MS;
      expect(await reader.read(sourceOf(rig, 0), rig.nowMs)).toHaveLength(1);
      expect(reader.batches.at(-1)?.progress.completeToMs).toBe(rig.nowMs);
    });
  });

  test('read a day of outage afterwards', async () => {
    await withRig(async (rig) => {
      const reader = createReader();
      addCalls(rig, []);
      await reader.read(sourceOf(rig, 0));
      const calls = addCalls(
        rig,
        Array.from({ length: 100 }, (_, index) => NOW_MS + index * 15 * MINUTE_MS),
      );
      rig.nowMs = NOW_MS + 26 * HOUR_MS;
      expect(distinctTexts(await reader.read(sourceOf(rig, 0), rig.nowMs))).toEqual(calls);
    });
  });

  test('read a slice again whose second page failed (T-CWL-07)', async () => {
    await withRig(async (rig) => {
      const calls = addSpreadCalls(rig);
      const rules = [{ kind: 'accessDenied', operation, skip: 6 }] as const;
      rig.aws.setFaults({ pageItemsMax, rules });
      const reader = createReader();
      await expect(reader.read(sourceOf(rig))).rejects.toMatchObject({ code: 'denied' });
      const before = reader.batches.flatMap((batch) => batch.records);
      rig.aws.setFaults({});
      const after = await reader.read(sourceOf(rig));
      expect(distinctTexts([...before, ...after])).toEqual(calls);
    });
  });

  test('start anew with a cursor that nobody wrote', async () => {
    await withRig(async (rig) => {
      const calls = addSpreadCalls(rig);
      const reader = createReader();
      reader.cursor = '{"version":1,"spans":"none"}';
      expect(distinctTexts(await reader.read(sourceOf(rig)))).toEqual(calls);
    });
  });

  test('serve the tail first while a large backfill goes on (T-CWL-08)', async () => {
    await withRig(
      async (rig) => {
        addCalls(
          rig,
          Array.from({ length: 3_000 }, (_, index) => NOW_MS - index * MINUTE_MS),
        );
        const source = sourceOf(rig, 2);
        const reader = createReader();
        await reader.read(source);
        const { done, total } = reader.batches.at(-1)?.progress ?? { done: 0, total: 0 };
        expect(done).toBeLessThan(total);
        addCalls(rig, [NOW_MS + 1_000]);
        rig.nowMs = NOW_MS + 2_000;
        const [first] = await reader.read(source, rig.nowMs);
        expect(first?.sourceAtMs).toBeGreaterThan(NOW_MS - 5 * MINUTE_MS);
        await reader.readAll(source);
        const texts = distinctTexts(reader.batches.flatMap((batch) => batch.records));
        expect(texts).toHaveLength(2_943); // Two days before the anchor at 11:00, and since.
      },
      { pageItemsMax: { [operation]: 2 } },
    );
  });
});

describe('failures', () => {
  test('a missing group is told by its name (T-CWL-12)', async () => {
    await withRig(async (rig) => {
      await expect(createReader().read(sourceOf(rig))).rejects.toMatchObject({
        code: 'notFound',
        retryable: false,
        message: expect.stringContaining(GROUP),
      });
    });
  });

  test('endless throttling ends the read with a state that is tried again', async () => {
    await withRig(async (rig) => {
      addSpreadCalls(rig);
      rig.aws.setFaults({ rules: [{ kind: 'throttle', operation }] });
      const reading = createReader().read(sourceOf(rig));
      await expect(reading).rejects.toMatchObject({ code: 'throttled', retryable: true });
    });
  });

  test('an aborted read ends without an error and without a cursor', async () => {
    await withRig(async (rig) => {
      addSpreadCalls(rig);
      const signal = AbortSignal.abort();
      const batches = [];
      const options = { nowMs: NOW_MS, signal, isSeen: () => false };
      for await (const batch of sourceOf(rig).read(null, options)) batches.push(batch);
      expect(batches).toEqual([]);
    });
  });

  test('a group of another account is asked for by its ARN', async () => {
    await withRig(async (rig) => {
      const calls = addCalls(rig, [NOW_MS - DAY_MS / 2]);
      const logGroup = `arn:aws:logs:us-east-1:111122223333:log-group:${GROUP}:*`;
      const client = rig.clients.cloudWatchLogs(rig.account, REGION);
      const source = cloudWatchLogsSource(client, { sourceId: 'a', logGroup, backfillDays: 1 });
      expect(distinctTexts(await createReader().read(source))).toEqual(calls);
    });
  });
});
