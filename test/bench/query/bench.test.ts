/** A small month of the bench of questions, so that its data and questions do not rot. */
import { afterAll, describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../../server/price/bundled-book.ts';
import { EMPTY_FILTER } from '../../../shared/filter.ts';
import { DAY_MS } from '../../../shared/window.ts';
import { fillStore, openMonth } from './fill.ts';
import { MONTH_END_MS, monthBlocks } from './month.ts';
import { dashboardQuestions, peerQuestions } from './questions.ts';

const SIZE = { rows: 6_000, tuples: 600, days: 3 };
const store = openMonth(':memory:');
let rows = 0;
fillStore(store, SIZE, () => (rows += 1));
afterAll(() => store.close());

describe('the month of the bench', () => {
  test('has as many calls as asked for, each with an id of its own', () => {
    expect(rows).toBe(SIZE.rows);
    expect(store.invocationCount()).toBe(SIZE.rows);
  });

  test('is the same each time', () => {
    const [first] = monthBlocks(SIZE);
    const [again] = monthBlocks(SIZE);
    expect(first?.requestIds).toEqual(again?.requestIds);
  });

  test('is all priced, and three calls in a hundred fail', () => {
    const window = [MONTH_END_MS - 4 * DAY_MS, MONTH_END_MS + DAY_MS];
    const need = { latency: false, firstToken: false, usage: true };
    const ask = { boundariesMs: window, filter: EMPTY_FILTER, groupBy: [], need };
    const [cell] = store.aggregate(ask);
    const [success = 0, blocked = 0] = cell?.statusCounts ?? [];
    expect((success + blocked) / SIZE.rows).toBeCloseTo(0.97, 1);
    const unpriced = dashboardQuestions().find(({ name }) => name.startsWith('unpriced'));
    expect(unpriced?.ask(store, bundledPriceBook())).toBe(0);
  });
});

describe('the bench of questions', () => {
  const questions = [...peerQuestions(), ...dashboardQuestions()];
  const withoutRows = new Set(['unpriced', 'gaps', 'coverage', 'an id']);

  test.each(questions.map((one) => [one.name, one] as const))('asks for %s', (name, one) => {
    const found = one.ask(store, bundledPriceBook());
    const isEmpty = [...withoutRows].some((start) => name.startsWith(start));
    expect(found > 0).toBe(!isEmpty);
  });
});
