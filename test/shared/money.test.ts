/** Holds money to the last digit, past what floats and 64 bits can hold. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatAttoUsd,
  formatDecimal,
  parseAttoUsd,
  parseDecimal,
  parsePicoUsd,
} from '../../shared/money.ts';

describe('parseDecimal', () => {
  test.each([
    ['0.0000350', 12, 35_000_000n],
    ['63.00', 12, 63_000_000_000_000n],
    ['-1.5', 1, -15n],
    ['1.50', 1, 15n],
  ])('reads %s', (text, digits, value) => {
    expect(parseDecimal(text, digits)).toBe(value);
  });

  test.each(['', '1e-6', '1,000', '.5', '0x1', 'NaN', '1.23456'])('refuses %j', (text) => {
    expect(parseDecimal(text, 4)).toBeNull();
  });

  test('never rounds: finer digits than the integer holds are refused', () => {
    expect(parsePicoUsd('0.0000000000001')).toBeNull();
  });
});

describe('formatDecimal', () => {
  test('reads back as the same integer', () => {
    const amount = fc.bigInt({ min: -(10n ** 55n), max: 10n ** 55n });
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 18 }), (value, digits) => {
        expect(parseDecimal(formatDecimal(value, digits), digits)).toBe(value);
      }),
    );
  });

  test('writes money beyond 64 bits exactly', () => {
    const attoUsd = 123_456_789_012_345_678_901_234_567_890n;
    expect(formatAttoUsd(attoUsd)).toBe('123456789012.34567890123456789');
    expect(parseAttoUsd('123456789012.34567890123456789')).toBe(attoUsd);
  });
});
