/** What the nightly check found, as the API and /metrics tell it. */
import { describe, expect, test } from 'vitest';
import { API } from '../../shared/contract.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';
import { rigOf } from './rig.ts';

const NOW_MS = T0_MS + 4 * DAY_MS; // Two days have been closed by then.

function checked() {
  const rig = rigOf();
  const calls = [0, 30].map((hours) =>
    metered({
      invocation: { requestId: requestId(hours), timestampMs: T0_MS + hours * HOUR_MS },
    }),
  );
  rig.store.ingest(batch(calls));
  while (rig.store.closeDays(T0_MS + 3 * DAY_MS));
  const save = (day: number, levels: readonly ('digest' | 'hour')[]): void =>
    rig.store.dayChecks.saveDay({
      dayMs: T0_MS + day * DAY_MS,
      checkedAtMs: NOW_MS - DAY_MS / 2,
      tookMs: 1,
      differenceCount: levels.length,
      differences: levels.map((level) => ({
        level,
        startMs: T0_MS,
        field: 'rows',
        stored: 'another',
        expected: 'one',
      })),
      damage: null,
    });
  return { ...rig, save };
}

async function told({ get }: Pick<ReturnType<typeof checked>, 'get'>) {
  // The guarantee: the schema of the reply is held elsewhere.
  const status = (await (await get(API.status)).json()) as { readonly checks: unknown };
  const text = await (await get('/metrics')).text();
  const lines = text
    .split('\n')
    .filter((line) => /^outcrop_(closed|checked|diff|last_c|f)/.test(line));
  return { checks: status.checks, lines };
}

describe('the nightly check', () => {
  test('is told as not done before the first', async () => {
    const { checks, lines } = await told(checked());
    expect(checks).toMatchObject({ days: 2, checkedDays: 0, lastAt: null, allSince: null });
    expect(lines).toEqual([
      'outcrop_closed_days 2',
      'outcrop_checked_days 0',
      'outcrop_differing_days 0',
    ]);
  });

  test('tells how many days agree, and since when all do', async () => {
    const rig = checked();
    rig.save(0, []);
    rig.save(1, []);
    rig.store.dayChecks.saveFile({ checkedAtMs: NOW_MS, damage: [] });
    const { checks, lines } = await told(rig);
    expect(checks).toEqual({
      days: 2,
      checkedDays: 2,
      lastAt: '2026-11-04T12:00:00Z',
      allSince: '2026-11-04T12:00:00Z',
      differing: [],
      fileCheckedAt: '2026-11-05T00:00:00Z',
      damage: [],
      mend: '',
    });
    expect(lines).toContain('outcrop_last_check_seconds 1793793600');
    expect(lines).toContain('outcrop_file_sound 1');
  });

  test('names the days that differ, what differs, and the mend', async () => {
    const rig = checked();
    rig.save(1, ['digest', 'hour', 'hour']);
    rig.store.dayChecks.saveFile({ checkedAtMs: NOW_MS, damage: ['Tree 5 page 9: unused'] });
    const { checks, lines } = await told(rig);
    expect(checks).toMatchObject({
      checkedDays: 1,
      allSince: null,
      differing: [
        { day: '2026-11-02', differences: 3, parts: ['digest rows', 'hour rows'], damage: null },
      ],
      damage: ['Tree 5 page 9: unused'],
      mend: expect.stringContaining('outcrop restore BACKUP --db FILE --force'),
    });
    expect(lines).toContain('outcrop_differing_days 1');
    expect(lines).toContain('outcrop_file_sound 0');
  });
});
