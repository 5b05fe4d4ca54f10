/** Prices become exact integers or are refused. */
import { describe, expect, test } from 'vitest';
import { parseRate } from '../../server/price/price-row.ts';

describe('parseRate', () => {
  test.each([
    ['a price per million tokens', '3.30', 1_000_000, 'input_tokens', 3_300_000_000_000n],
    ['a price per thousand tokens', '0.0033', 1000, 'input_tokens', 3_300_000_000_000n],
    ['the smallest token price seen', '0.00875', 1_000_000, 'cache_read_tokens', 8_750_000_000n],
    ['the finest step of the price list', '0.0000000001', 1000, 'input_tokens', 100_000n],
    ['an image', '0.04', 1, 'output_images', 40_000_000_000_000_000n],
    ['a second, counted in ms', '0.08', 1, 'output_video_seconds', 80_000_000_000_000n],
    ['an hour, counted in millionths', '63.00', 1, 'model_unit_hours', 63_000_000_000_000n],
    ['a thousand queries', '2.00', 1000, 'rerank_queries', 2_000_000_000_000_000n],
    ['zero', '0', 1, 'guardrail_text_units', 0n],
  ] as const)('reads %s', (_name, usd, per, dimension, rate) => {
    expect(parseRate(usd, per, dimension)).toBe(rate);
  });

  test.each([
    ['an exponent', '3e-6'],
    ['a thousands separator', '1,000'],
    ['a currency sign', '$3'],
    ['a negative price', '-1'],
    ['nothing', ''],
    ['digits finer than the integer holds', '0.0000000000001'],
  ])('refuses %s', (_name, usd) => {
    expect(parseRate(usd, 1_000_000, 'input_tokens')).toBeNull();
  });

  test('agrees for the same price per one, thousand and million', () => {
    const rates = [
      parseRate('0.0000035', 1, 'input_tokens'),
      parseRate('0.0035', 1000, 'input_tokens'),
      parseRate('3.5', 1_000_000, 'input_tokens'),
    ];
    expect(new Set(rates)).toEqual(new Set([3_500_000_000_000n]));
  });
});
