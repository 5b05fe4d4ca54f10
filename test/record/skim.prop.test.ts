/** Skimming against JSON.parse and the reader of records: the same on every field, or nothing. */
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../shared/window.ts';
import { createChance } from '../bench/ingest/chance.ts';
import { sampleRecord } from '../bench/ingest/record-set.ts';
import { T0_MS } from '../support/metered.ts';
import { mutated } from './mutated.ts';
import { agrees, skimmed } from './skim-agreement.ts';

/** The full number runs where time does not matter. */
const MUTATIONS = process.env['CI'] === undefined ? 20_000 : 200_000;
const NOW_MS = T0_MS + DAY_MS;

describe('skimRecord', () => {
  test('gives what reading in full gives, for every kind of call', () => {
    const chance = createChance(5);
    const known = Array.from({ length: 300 }, (_, index) =>
      agrees(JSON.stringify(sampleRecord(T0_MS, index % 2 === 0 ? 'lean' : 'fat', chance)), NOW_MS),
    );
    expect(known.filter((one) => !one)).toEqual([]);
  });

  test(`agrees with reading in full on ${MUTATIONS} mutated records`, () => {
    const chance = createChance(17);
    const bases = Array.from({ length: 200 }, () =>
      JSON.stringify(sampleRecord(T0_MS, 'lean', chance)),
    );
    let known = 0;
    for (let index = 0; index < MUTATIONS; index += 1) {
      let text = chance.pick(bases);
      for (let times = chance.below(3); times >= 0; times -= 1) text = mutated(text, chance);
      known += Number(agrees(text, NOW_MS));
    }
    expect(known).toBeGreaterThan(MUTATIONS / 10); // Else nothing was compared.
  }, 300_000);

  const base = JSON.parse(JSON.stringify(sampleRecord(T0_MS, 'lean', createChance(2)))) as object;
  const rare = [
    { name: 'no JSON', text: '{"modelId":' },
    { name: 'two records on a line', text: `${JSON.stringify(base)}${JSON.stringify(base)}` },
    {
      name: 'a control character in a body',
      text: JSON.stringify({ ...base, x: 1 }).replace('"x":1', '"x":"\u0001"'),
    },
    {
      name: 'an escape in a key',
      text: JSON.stringify(base).replace('"modelId"', '"mod\\u0065lId"'),
    },
    {
      name: 'a time ahead of the clock',
      text: JSON.stringify({ ...base, timestamp: '2030-01-01T00:00:00Z' }),
    },
    {
      name: 'a fraction of a token',
      text: JSON.stringify({ ...base, input: { inputTokenCount: 1.5 } }),
    },
    { name: 'an id that is no UUID', text: JSON.stringify({ ...base, requestId: 'abc' }) },
    { name: 'a list of chunks alone', text: '[{"type":"message_start"}]' },
  ];

  test.each(rare)('leaves $name to the reader in full', ({ text }) => {
    expect(skimmed(text, NOW_MS)).toBeNull();
  });

  test('takes no count from a body that imitates one', () => {
    const forged = { output: { outputBodyJson: { content: { usage: { input_tokens: 9e9 } } } } };
    const text = JSON.stringify({ ...base, input: { inputTokenCount: 5 }, ...forged });
    expect(skimmed(text, NOW_MS)?.tokens.input).toBe(5);
  });
});
