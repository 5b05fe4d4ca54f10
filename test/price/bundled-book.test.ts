/** The bundled data is whole: every source row is in the book or refused with a reason. */
import { describe, expect, test } from 'vitest';
import { BUNDLED_SOURCES, bundledPriceBook } from '../../server/price/bundled-book.ts';
import refusals from '../../server/price/bundled/refusals.json' with { type: 'json' };
import { knownModelIds, modelIdOf } from '../../server/price/model-names.ts';
import { baseModelId } from '../../shared/model-id.ts';

const BOOK = bundledPriceBook();

describe('bundledPriceBook', () => {
  test.each([
    ['region', { rows: 2354, converted: 2347, covered: 2, refused: 5 }],
    ['page', { rows: 1026, converted: 387, covered: 495, refused: 144 }],
    ['nontoken', { rows: 176, converted: 45, covered: 129, refused: 2 }],
    ['genai', { rows: 102, converted: 84, covered: 18, refused: 0 }],
    ['litellm', { rows: 424, converted: 62, covered: 324, refused: 38 }],
  ])('accounts for every row of source %s', (key, counts) => {
    const source = BUNDLED_SOURCES.find((known) => known.key === key);
    expect(source).toMatchObject(counts);
    expect(counts.converted + counts.covered + counts.refused).toBe(counts.rows);
    const refused = refusals.filter((refusal) => refusal.source === key);
    expect(refused.reduce((sum, refusal) => sum + refusal.rows, 0)).toBe(counts.refused);
  });

  test('gives a reason and items for each refusal', () => {
    expect(refusals.length).toBeGreaterThan(10);
    for (const { reason, items } of refusals) {
      expect(reason.length).toBeGreaterThan(10);
      expect(items.length).toBeGreaterThan(0);
    }
  });

  test('holds the rows of every source, each with label and date', () => {
    const keys = new Set(BOOK.rows.map(({ source }) => source.key));
    expect(keys).toEqual(new Set(['region', 'page', 'nontoken', 'genai', 'litellm']));
    for (const { source } of BOOK.rows) {
      expect(source.label).not.toBe('');
      expect(source.date).toMatch(/^2026-\d\d-\d\d$/);
    }
  });

  test('has 8492 rows, each with an id of its own', () => {
    expect(BOOK.rows).toHaveLength(8492);
    expect(new Set(BOOK.rows.map(({ id }) => id)).size).toBe(8492);
  });

  test('has no negative rate, and none of zero but where a source says free', () => {
    expect(BOOK.rows.filter(({ picoUsdPerMillion }) => picoUsdPerMillion < 0n)).toEqual([]);
    const free = BOOK.rows.filter(({ picoUsdPerMillion }) => picoUsdPerMillion === 0n);
    const classes = free.map(({ match }) => match.get('policy'));
    expect(new Set(classes)).toEqual(
      new Set(['wordPolicyUnits', 'sensitiveInformationPolicyFreeUnits']),
    );
  });

  test('knows tokens of 33 Regions and more', () => {
    const regions = new Set(BOOK.rows.map(({ region }) => region));
    expect(regions.size).toBeGreaterThanOrEqual(33);
    for (const region of regions) expect(region).toMatch(/^(\*|[a-z]{2}(-gov)?-[a-z]+-\d)$/);
  });

  test('lists a last day only after a first', () => {
    const wrong = BOOK.rows.filter(({ effectiveFromMs, effectiveToMs }) => {
      return Number.isNaN(effectiveFromMs) || (effectiveToMs ?? Infinity) <= effectiveFromMs;
    });
    expect(wrong).toEqual([]);
  });
});

describe('modelIdOf', () => {
  test('keeps every id in the form that the record parser makes', () => {
    expect(knownModelIds().map(baseModelId)).toEqual(knownModelIds());
  });

  test('knows each model that the book prices', () => {
    const priced = new Set(BOOK.rows.map(({ model }) => model));
    priced.delete('*');
    priced.delete('guardrail');
    expect([...priced].filter((model) => modelIdOf(model) !== model)).toEqual([]);
  });

  test.each([
    ['Claude Sonnet 4.5', 'anthropic.claude-sonnet-4-5-20250929'],
    ['Nova 2.0 Lite', 'amazon.nova-2-lite'],
    ['moonshotai.kimi-k2-thinking', 'moonshot.kimi-k2-thinking'],
    ['amazon.titan-embed-g1-text-02', 'amazon.titan-embed-text-v1'],
    ['Claude Nine', null],
  ])('reads %s', (name, id) => {
    expect(modelIdOf(name)).toBe(id);
  });
});
