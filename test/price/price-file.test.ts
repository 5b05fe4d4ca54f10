/** A user's price file is checked as a whole, and its prices come before list prices. */
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { applyOverrides } from '../../server/price/overrides.ts';
import { findRate, rateBoundaries } from '../../server/price/price-book.ts';
import { parsePriceFile } from '../../server/price/price-file.ts';
import { OCTOBER_MS, SONNET, usage } from './usage-samples.ts';

const BOOK = bundledPriceBook();
const INPUT = { model: SONNET, dimension: 'input_tokens', usd: '2.50', per: 1_000_000 };

function problemsOf(value: unknown): readonly string[] {
  const parsed = parsePriceFile(value, BOOK);
  return parsed.ok ? [] : parsed.problem.map(({ path, message }) => `${path}: ${message}`);
}

function bookWith(...prices: readonly object[]) {
  const parsed = parsePriceFile({ prices }, BOOK);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return applyOverrides(BOOK, parsed.value.overrides);
}

function usdOf(book: typeof BOOK, different: Partial<UsageType>, atMs = OCTOBER_MS) {
  const match = findRate(book, usage(different), atMs);
  return match && `${match.row.usd} ${match.quality}`;
}

describe('applyOverrides', () => {
  test('answers for every routing and Region that the price leaves open', () => {
    const book = bookWith(INPUT);
    expect(usdOf(book, {})).toBe('2.50 exact');
    expect(usdOf(book, { routing: 'global', region: 'eu-west-1' })).toBe('2.50 exact');
    expect(usdOf(book, { routing: 'geo', region: 'us-gov-west-1' })).toBe('2.50 exact');
  });

  test('leaves all other usage at its list price', () => {
    const book = bookWith({ ...INPUT, region: 'us-east-1', routing: 'global' });
    expect(usdOf(book, { routing: 'global' })).toBe('2.50 exact');
    expect(usdOf(book, {})).toBe('3.3 exact');
    expect(usdOf(book, { routing: 'global', region: 'eu-west-1' })).toBe('3 exact');
    expect(usdOf(book, { dimension: 'output_tokens' })).toBe('16.5 exact');
  });

  test('prefers a list price of the tier to a ratio on the contracted one', () => {
    expect(usdOf(bookWith(INPUT), { tier: 'batch' })).toBe('1.65 exact');
  });

  test('holds from its first day until its end, in UTC', () => {
    const book = bookWith({ ...INPUT, from: '2026-03-01', to: '2026-05-01' });
    const cuts = [Date.UTC(2026, 2, 1), Date.UTC(2026, 4, 1)];
    const usd = cuts.flatMap((cutMs) => [usdOf(book, {}, cutMs - 1), usdOf(book, {}, cutMs)]);
    expect(usd).toEqual(['3.3 exact', '2.50 exact', '2.50 exact', '3.3 exact']);
    expect(rateBoundaries(book, usage())).toEqual(cuts);
  });

  test('covers every lifetime of a cache write that names none', () => {
    const book = bookWith({ ...INPUT, dimension: 'cache_write_tokens', usd: '4' });
    const write = { dimension: 'cache_write_tokens' } as const;
    expect(usdOf(book, { ...write, cacheTtl: '1h' })).toBe('4 exact');
    expect(usdOf(book, { ...write, cacheTtl: 'unknown' })).toBe('4 estimate');
  });

  test('reads display names of models and names unknown ones as they are', () => {
    expect(usdOf(bookWith({ ...INPUT, model: 'Claude Sonnet 4.5' }), {})).toBe('2.50 exact');
    const own = bookWith({ ...INPUT, model: 'acme.new-model', usd: 0.07 });
    expect(usdOf(own, { model: 'acme.new-model' })).toBe('0.07 exact');
  });

  test('prices what the list does not know', () => {
    const nova = { model: 'amazon.nova-micro', dimension: 'cache_write_tokens' } as const;
    expect(usdOf(BOOK, { ...nova, cacheTtl: '5m' })).toBeNull();
    const book = bookWith({ ...nova, usd: '0.04', per: 1_000_000 });
    expect(usdOf(book, { ...nova, cacheTtl: '5m' })).toBe('0.04 exact');
  });

  test('gives the book itself back without overrides', () => {
    expect(applyOverrides(BOOK, [])).toBe(BOOK);
  });
});

describe('parsePriceFile', () => {
  test('takes an empty file', () => {
    expect(parsePriceFile(null, BOOK)).toEqual({
      ok: true,
      value: { overrides: [], discounts: [] },
    });
  });

  test.each([
    ['an unknown field', { ...INPUT, price: 1 }, /^prices\.0: .*price/],
    ['an unknown dimension', { ...INPUT, dimension: 'tokens' }, /^prices\.0\.dimension: /],
    ['tokens of every model', { ...INPUT, model: '*' }, /^prices\.0\.model: name a model/],
    ['another per', { ...INPUT, per: 100 }, /^prices\.0\.per: /],
    ['an exponent', { ...INPUT, usd: 0.000_000_2 }, /^prices\.0\.usd: write a plain decimal/],
    ['a negative price', { ...INPUT, usd: '-1' }, /^prices\.0\.usd: -1 USD is negative/],
    ['a price too fine', { ...INPUT, usd: '0.0000000000001' }, /^prices\.0\.usd: .*too fine/],
    ['a date of no calendar', { ...INPUT, from: '2026-02-30' }, /^prices\.0\.from: write a date/],
    ['a relative date', { ...INPUT, from: 'now-7d' }, /^prices\.0\.from: write a date/],
    ['an empty period', { ...INPUT, from: '2026-02-01', to: '2026-02-01' }, /^prices\.0\.to: /],
  ])('refuses %s, with its path', (_name, price, expected) => {
    const problems = problemsOf({ prices: [price] });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  test('catches a price per token that is entered as one per million', () => {
    const [problem] = problemsOf({ prices: [{ ...INPUT, usd: '0.0000025' }] });
    expect(problem).toMatch(/0\.0000025 USD for 1000000 input tokens of anthropic.*hundredth of/);
  });

  test('catches a price per million that is entered as one per token', () => {
    const [problem] = problemsOf({ prices: [{ ...INPUT, per: 1 }] });
    expect(problem).toMatch(/2\.50 USD for 1 input tokens .* more than 100 times .* "per"/);
  });

  test('lets a free price and a deep discount pass', () => {
    expect(problemsOf({ prices: [{ ...INPUT, usd: '0' }] })).toEqual([]);
    expect(problemsOf({ prices: [{ ...INPUT, usd: '0.05' }] })).toEqual([]);
  });

  test('names two prices of the file that contradict each other', () => {
    const [problem] = problemsOf({ prices: [INPUT, { ...INPUT, usd: '2.60' }] });
    expect(problem).toMatch(/^prices: Two prices hold .*2\.50 USD.*2\.60 USD/);
  });

  test.each([['101'], ['-1'], ['1.00001']])('refuses a discount of %s percent', (percent) => {
    expect(problemsOf({ discounts: [{ percent }] })[0]).toMatch(/^discounts\.0\.percent: /);
  });

  test.each([['1000.1'], ['-1'], ['a lot']])('refuses a mark-up of %s percent', (percent) => {
    expect(problemsOf({ markups: [{ percent }] })[0]).toMatch(/^markups\.0\.percent: /);
  });

  test.each([
    // 3 USD a million: entered for one token, for a thousand; and 0.000003 for a million.
    ['per million as per token', { usd: '3', per: 1 }, /more than any model costs/],
    ['per million as per thousand', { usd: '3', per: 1000 }, /more than any model costs/],
    ['per token as per million', { usd: '0.000003', per: 1_000_000 }, /less than any model costs/],
    ['per thousand as per million', { usd: '0.003', per: 1_000_000 }, /less than any model costs/],
  ])('catches a price of an unknown model, %s', (_, price, expected) => {
    const own = { model: 'acme.new', dimension: 'input_tokens', ...price };
    expect(problemsOf({ prices: [own] })[0]).toMatch(expected);
  });

  test.each([
    ['per million as per thousand', { ...INPUT, per: 1000 }],
    ['per thousand as per million', { ...INPUT, usd: '0.0025' }],
  ])('catches a price of a known model, %s', (_, price) => {
    expect(problemsOf({ prices: [price] })[0]).toMatch(/check "per"/);
  });

  test('tells all problems at once', () => {
    const prices = [{ ...INPUT, usd: '-1' }, INPUT, { ...INPUT, usd: '-2' }];
    expect(problemsOf({ prices })).toHaveLength(2);
  });
});
