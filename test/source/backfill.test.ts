/** A span of the past: read once, newest first, and gone on with where it was left. */
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../shared/window.ts';
import { createLogSources } from '../../server/source/log-sources.ts';
import type { LogSource } from '../../server/source/source.ts';
import { createReader, distinctTexts, NOW_MS, SCOPE, withRig, type Rig } from './rig.ts';

const SPAN = { startMs: NOW_MS - 30 * HOUR_MS, endMs: NOW_MS - 6 * HOUR_MS };

/** An event every half hour for three days, each with its time as its text. */
function fill({ world }: Rig): void {
  const events = Array.from({ length: 144 }, (_, index) => {
    const timestampMs = NOW_MS - index * (HOUR_MS / 2);
    return { timestampMs, message: JSON.stringify({ at: timestampMs }) };
  });
  world.addEvents(SCOPE, '/bedrock/calls', events);
}

function backfillOf(rig: Rig): LogSource {
  const account = { ...rig.account, s3: null };
  const [source] = createLogSources([account], rig.clients, SPAN);
  if (!source) throw new Error('one source for one log group');
  return source;
}

function times(texts: readonly string[]): readonly number[] {
  return texts.map((text) => Number(/\d+/.exec(text)?.[0])).sort((a, b) => a - b);
}

const within = (ms: number): boolean => ms >= SPAN.startMs && ms < SPAN.endMs;

test('a backfill reads the whole span, newest first, and nothing of today', async () => {
  await withRig(async (rig) => {
    fill(rig);
    const reader = createReader();
    const records = await reader.readAll(backfillOf(rig));
    const read = times(distinctTexts(records));
    expect(read.filter(within)).toHaveLength(48);
    expect(Math.max(...read)).toBeLessThan(SPAN.endMs + HOUR_MS);
    const first = reader.batches.find((batch) => batch.records.length > 0);
    expect(first?.records[0]?.text).toContain(String(Math.max(...read)).slice(0, 6));
    expect(reader.batches.at(-1)?.progress).toMatchObject({ completeToMs: null });
  });
});

test('a backfill that was stopped goes on where it was, and ends', async () => {
  await withRig(async (rig) => {
    fill(rig);
    const whole = distinctTexts(await createReader().readAll(backfillOf(rig)));
    const reader = createReader();
    const signal = new AbortController().signal;
    const options = { nowMs: NOW_MS, signal, isSeen: () => false };
    const texts: string[] = [];
    for await (const batch of backfillOf(rig).read(null, options)) {
      reader.cursor = batch.cursor;
      texts.push(...batch.records.map(({ text }) => text));
      if (texts.length > 10) break; // Killed after this commit.
    }
    const before = rig.aws.calls.get('FilterLogEvents') ?? 0;
    const rest = await reader.readAll(backfillOf(rig));
    expect([...new Set([...texts, ...distinctTexts(rest)])].sort()).toEqual(whole);
    expect(rest.length).toBeLessThan(whole.length);
    expect((rig.aws.calls.get('FilterLogEvents') ?? 0) - before).toBeGreaterThan(0);
    expect(await reader.read(backfillOf(rig))).toEqual([]);
  });
});

test('a backfill keeps a place of its own beside the source that goes on', async () => {
  await withRig(async (rig) => {
    const [going] = createLogSources([rig.account], rig.clients);
    const source = backfillOf(rig);
    expect(source.kind).toBe('backfill');
    expect(source.id).toContain(going?.id);
    expect(source.id).not.toBe(going?.id);
  });
});
