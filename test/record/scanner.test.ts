/** The scanner: compiled from what is in the house, and the same as the skimmer on every line. */
import { describe, expect, test } from 'vitest';
import { Scanner } from '../../server/record/scanner.ts';
import type { Range } from '../../server/record/shape.ts';
import { skimRecord } from '../../server/record/skim-records.ts';
import { Skimmer } from '../../server/record/skim.ts';
import { parseTimestamp } from '../../server/record/timestamp.ts';
import { DAY_MS } from '../../shared/window.ts';
import { createChance } from '../bench/ingest/chance.ts';
import { sampleRecord } from '../bench/ingest/record-set.ts';
import { T0_MS } from '../support/metered.ts';
import { compiledScanner } from '../support/scanner-source.ts';
import { mutated } from './mutated.ts';

const MUTATIONS = process.env['CI'] === undefined ? 10_000 : 100_000;
/** Of some 70 KB each: more than is copied at once. */
const WINDOWS = MUTATIONS / 1_000;
const NOW_MS = T0_MS + DAY_MS;

const scanner = new Scanner();
const skimmer = new Skimmer();

function lineOf(text: string): { readonly bytes: Buffer; readonly end: number } {
  const bytes = Buffer.from(`${text}\n`);
  return { bytes, end: bytes.length - 1 };
}

/** What both make of a line: null for what has to be read in full. */
function scanned(text: string): unknown {
  const { bytes, end } = lineOf(text);
  scanner.hold(bytes, end + 1);
  return found({ start: 0, end });
}

function found(range: Range): unknown {
  if (!scanner.scan(range)) return null;
  const counts = [...scanner.counts.subarray(0, scanner.countTotal)];
  const texts = (['time', 'arn', 'metadata'] as const).map((slot) => scanner.textOf(slot));
  return { shape: scanner.shape().toString('latin1'), counts, texts };
}

function skimmed(text: string): unknown {
  const { bytes, end } = lineOf(text);
  if (!skimmer.skim(bytes, { start: 0, end })) return null;
  const { shape } = skimmer;
  const { id, ...slots } = shape.slots;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(textAt(bytes, id))) return null;
  const texts = [slots.time, slots.arn, slots.metadata].map((slot) => textAt(bytes, slot));
  const written = shape.bytes.toString('latin1', 0, shape.end);
  return { shape: written, counts: [...shape.counts], texts };
}

function textAt(bytes: Buffer, { start, end }: { start: number; end: number }): string {
  return start < 0 ? '' : bytes.toString('utf8', start, end);
}

describe('the scanner', () => {
  test('is what its sources compile to', async () => {
    const file = '../../server/record/scanner-wasm.ts';
    await expect(await compiledScanner()).toMatchFileSnapshot(file);
  }, 120_000);

  test(`finds what the skimmer finds on ${MUTATIONS} mutated records`, () => {
    const chance = createChance(23);
    const bases = Array.from({ length: 200 }, (_, index) =>
      JSON.stringify(sampleRecord(T0_MS, index % 9 === 0 ? 'fat' : 'lean', chance)),
    );
    let count = 0;
    for (let index = 0; index < MUTATIONS; index += 1) {
      let text = chance.pick(bases);
      for (let times = chance.below(3); times > 0; times -= 1) text = mutated(text, chance);
      const told = scanned(text);
      expect(told).toEqual(skimmed(text));
      count += Number(told !== null);
    }
    expect(count).toBeGreaterThan(MUTATIONS / 4);
  }, 300_000);

  test('finds the same in lines that lie behind each other, broken ones among them', () => {
    const chance = createChance(29);
    for (let window = 0; window < WINDOWS; window += 1) {
      const texts = Array.from({ length: 60 }, () => {
        const text = JSON.stringify(sampleRecord(T0_MS, 'lean', chance));
        // A line that is cut could go on in the next one, which is not its own.
        return chance.below(3) > 0 ? mutated(text, chance) : text.slice(0, chance.below(200) - 200);
      });
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
      scanner.hold(bytes, bytes.length);
      let start = 0;
      for (const text of texts) {
        const end = start + Buffer.byteLength(text);
        expect(found({ start, end })).toEqual(skimmed(text));
        start = end + 1;
      }
    }
  });

  test('sees nothing of the line before in a shorter one', () => {
    const text = JSON.stringify(sampleRecord(T0_MS, 'lean', createChance(3)));
    for (let length = 0; length < text.length; length += 1) {
      expect(scanned(text)).not.toBeNull();
      expect(scanned(text.slice(0, length))).toBeNull();
    }
  });

  test('leaves a line that is longer than its memory to be read in full', () => {
    const text = JSON.stringify(sampleRecord(T0_MS, 'lean', createChance(3)));
    const padded = (spaces: number): string => text.slice(0, -1) + ' '.repeat(spaces) + '}';
    expect(scanned(padded(5_000_000))).not.toBeNull();
    expect(scanned(padded(7_000_000))).toBeNull();
  });

  test('reads every time that the calendar has as the reader in full does', () => {
    const base = sampleRecord(T0_MS, 'lean', createChance(3));
    for (let atMs = Date.UTC(1999, 11, 25); atMs < Date.UTC(2032, 0, 9); atMs += 7e7 + 1e3) {
      const timestamp = new Date(atMs).toISOString().replace('.000', '');
      scanned(JSON.stringify({ ...base, timestamp }));
      const { timestampMs } = scanner;
      const isLate = Number(timestamp.slice(8, 10)) > 28; // Left to the reader in full.
      expect([timestamp, timestampMs]).toEqual([
        timestamp,
        isLate ? Number.NaN : parseTimestamp(timestamp),
      ]);
    }
  });

  const noTimes = ['2026-13-01T00:00:00Z', '2026-01-00T00:00:00Z', '2026-01-01T24:00:00Z'];
  noTimes.push('2026-01-01T00:60:00Z', '2026-01-01T00:00:60Z', '2026-01-01 00:00:00Z');
  noTimes.push('2026-01-01T00:00:0Z0', '2O26-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z', '');

  test.each(noTimes)('takes %j for no time that it can read', (timestamp) => {
    const base = sampleRecord(T0_MS, 'lean', createChance(3));
    expect(scanned(JSON.stringify({ ...base, timestamp }))).not.toBeNull();
    expect(scanner.timestampMs).toBeNaN();
  });

  test('keeps callers apart when there are more than it remembers', () => {
    const base = JSON.stringify(sampleRecord(T0_MS, 'lean', createChance(3)));
    const [, known = ''] = /"arn":"([^"]*)"/.exec(base) ?? [];
    for (let number = 0; number < 45_000; number += 1) {
      const arn = `arn:aws:iam::111122223333:user/user-${(number * 7) % 43_000}`;
      const { bytes, end } = lineOf(base.replace(known, arn));
      const invocation = skimRecord(bytes, { start: 0, end }, NOW_MS);
      // Whenever the memory is full it begins anew, and shapes are met for the first time again.
      if (invocation !== null) expect(invocation.principal.arn).toBe(arn);
    }
    const { bytes, end } = lineOf(base);
    skimRecord(bytes, { start: 0, end }, NOW_MS);
    expect(skimRecord(bytes, { start: 0, end }, NOW_MS)?.principal.arn).toContain('role/');
  });
});
