/** 200,000 damaged records through reader, meter and packer: none is lost, none gives no number. */
import { decodeVarints } from '../../shared/varint.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { RecordReader } from '../../server/job/record-reader.ts';
import { parseRecords } from '../../server/record/parse-records.ts';
import { record } from './fake-source.ts';

const NOW_MS = Date.UTC(2026, 10, 20);
const SEED = 20_261_123;
const CASES = 200_000;
/** Drawing a case by itself would cost more than to read it. */
const CASES_A_RUN = 200;

const TEXTS: readonly string[] = [
  record(1).text,
  record(2, { output: { outputTokenCount: 5, outputBodyJson: { metrics: { latencyMs: 12 } } } })
    .text,
  record(3, { output: { outputBodyJson: [{ type: 'message_start', message: {} }] } }).text,
  JSON.stringify({ logEvents: [{ timestamp: NOW_MS, message: record(4).text }] }),
  '[{"type":"message_start","message":{"id":"m","model":"claude-3","usage":{"input_tokens":3}}}]',
  `${record(5).text}${record(6).text}`,
];
const PIECES: readonly string[] = [
  '',
  ' ',
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\u0000',
  '\ud800',
  '\u202e',
  'é',
  '***',
  'null',
  'true',
  '-0',
  '-1',
  '1.5',
  '1e999',
  '"12"',
  '9007199254740993',
  '0'.repeat(40),
  '"__proto__"',
  '"constructor"',
  '}{',
  '\n',
  '\r',
  '\u0000',
  '\ufeff',
  '[[[[',
  'NaN',
];
/** Values that stand for a whole number, a text or an object. */
const VALUE = /:("[^"]*"|\d+|\{\})/g;

type Edit = readonly [place: number, piece: number, length: number];

/** Odd edits put a piece anywhere, even ones in the place of a value. */
function damaged(text: string, [place, piece, length]: Edit): string {
  const by = PIECES[piece % PIECES.length] ?? '';
  if (place % 2 === 1) {
    const at = place % text.length;
    return text.slice(0, at) + by + text.slice(at + (length % 8));
  }
  const values = [...text.matchAll(VALUE)];
  const value = values[place % values.length];
  if (!value) return by;
  return text.slice(0, value.index + 1) + by + text.slice(value.index + value[0].length);
}

const edits = fc.array(fc.tuple(fc.nat(5000), fc.nat(1000), fc.nat(50)), {
  minLength: CASES_A_RUN,
  maxLength: CASES_A_RUN,
});

describe('RecordReader', () => {
  test(`accounts for each of ${CASES} damaged records, in whole numbers (L5, L6)`, () => {
    const context = { nowMs: NOW_MS, resources: [], rules: createRuleSet(DEFAULT_RULES, 'fuzz') };
    let cases = 0;
    let rows = 0;
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS), edits, (text, all) => {
        const reader = new RecordReader(context);
        let parsed = 0;
        for (const edit of all) {
          const raw = { text: damaged(text, edit), sourceAtMs: NOW_MS, origin: 'o' };
          parsed += parseRecords(raw, NOW_MS).length;
          reader.add(raw);
        }
        const { block, quarantined } = reader.take();
        expect(block.count + quarantined.length).toBe(parsed);
        const quantities = decodeVarints(block.quantityBytes);
        expect(quantities.every(Number.isSafeInteger)).toBe(true);
        expect(block.timestampsMs.every(Number.isSafeInteger)).toBe(true);
        expect(block.latenciesMs.every(Number.isSafeInteger)).toBe(true);
        cases += all.length;
        rows += block.count;
      }),
      { seed: SEED, numRuns: CASES / CASES_A_RUN },
    );
    expect(cases).toBe(CASES);
    expect(rows).toBeGreaterThan(CASES / 10);
  }, 120_000);
});
