/** Holds skimming to reading in full: the same invocation on every field, or none. */
import assert from 'node:assert/strict';
import type { Invocation } from '../../server/record/invocation.ts';
import { parseRecords } from '../../server/record/parse-records.ts';
import { skimRecord } from '../../server/record/skim-records.ts';

const GUARD_BYTES = 64;

/** Skims a line within other bytes, which skimming must neither look at nor need. */
function skimOnce(text: string, nowMs: number): Invocation | null {
  const line = Buffer.from(text);
  const bytes = Buffer.alloc(GUARD_BYTES + line.length + 1 + GUARD_BYTES, '"');
  line.copy(bytes, GUARD_BYTES);
  const end = GUARD_BYTES + line.length;
  bytes[end] = 0x0a;
  return skimRecord(bytes, { start: GUARD_BYTES, end }, nowMs);
}

/** What skimming gives once it has met the shape and learnt it. */
export function skimmed(text: string, nowMs: number): Invocation | null {
  skimOnce(text, nowMs);
  skimOnce(text, nowMs);
  return skimOnce(text, nowMs);
}

/**
 * Compares a record, and the same with other figures, which has the same shape.
 *
 * @returns whether skimming knew the record. Throws where the two disagree.
 */
export function agrees(text: string, nowMs: number): boolean {
  const found = skimmed(text, nowMs);
  compare(text, found, nowMs);
  const other = text.replaceAll(/(?<=":)[1-9]\d{0,6}(?=[,}])/g, (digits) => String(+digits + 3));
  compare(other, skimOnce(other, nowMs), nowMs);
  return found !== null;
}

function compare(text: string, found: Invocation | null, nowMs: number): void {
  if (found === null) return;
  const [only, ...others] = parseRecords({ text, sourceAtMs: null }, nowMs);
  assert.equal(others.length, 0, text);
  assert(only?.ok, text);
  assert.deepStrictEqual(found, only.value, text);
}
