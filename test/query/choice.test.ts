/** Choices to try are read by one rule; each says what it takes for granted. */
import { describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { parseChoice } from '../../server/query/choice.ts';
import { NO_CHANGE } from '../../server/query/usage-change.ts';
import { HAND_BOOK } from './ask.ts';

const read = (...settings: readonly string[]) => {
  const result = parseChoice(settings, HAND_BOOK);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
};

describe('parseChoice', () => {
  test('keeps everything where nothing is set', () => {
    expect(read()).toEqual({ book: HAND_BOOK, change: NO_CHANGE, assumptions: [] });
  });

  test('takes several settings, the later over the earlier', () => {
    const { change } = read('tier=flex', 'routing=global', 'tier=batch', 'cacheTtl=1h');
    expect(change).toEqual({ model: null, tier: 'batch', routing: 'global', cacheTtl: '1h' });
  });

  test('puts one discount on everything in the place of those of the contract', () => {
    const { book, assumptions } = read('discount=12.5');
    expect(book.rows).toBe(HAND_BOOK.rows);
    expect(book.discounts).toMatchObject([{ model: '*', tenant: '*', offMillionths: 125_000n }]);
    expect(assumptions.join()).toContain('12.5 % off');
  });

  test('takes the bundled book without the price file, and says so', () => {
    const { book, assumptions } = read('book=bundled');
    expect(book).toBe(bundledPriceBook());
    expect(assumptions.join()).toContain('your price file does not count');
  });

  test.each([
    ['tier', '"tier" sets nothing.'],
    ['colour=red', '"colour=red" sets nothing.'],
    ['tier=cheap', 'There is no tier "cheap".'],
    ['routing=far', 'There is no routing "far".'],
    ['cacheTtl=2h', 'There is no cacheTtl "2h".'],
    ['model=nobody', 'No rate is known for the model "nobody".'],
    ['discount=101', '"101" is no discount.'],
    ['discount=-1', '"-1" is no discount.'],
    ['discount=1.23456', '"1.23456" is no discount.'],
    ['book=other', 'There is no book "other".'],
  ])('refuses %s with a mend', (setting, message) => {
    const result = parseChoice([setting], HAND_BOOK);
    expect(result).toMatchObject({ ok: false, problem: { code: 'badParameter', message } });
    expect(!result.ok && result.problem.hint.length).toBeGreaterThan(5);
  });
});
