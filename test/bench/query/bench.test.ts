/** A small month of the bench of questions, so that its data and questions do not rot. */
import { afterAll, describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../../server/price/bundled-book.ts';
import { EMPTY_FILTER } from '../../../shared/filter.ts';
import { DAY_MS } from '../../../shared/window.ts';
import { fillStore, openMonth } from './fill.ts';
import { MONTH_END_MS, monthBlocks } from './month.ts';
import { askAll, pageQuestions, wordsOf } from './dashboard.ts';
import { monthApi } from './month-api.ts';
import { peerQuestions } from './questions.ts';

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

  test('is all priced, and three calls in a hundred fail', async () => {
    const window = [MONTH_END_MS - 4 * DAY_MS, MONTH_END_MS + DAY_MS];
    const need = { latency: false, firstToken: false, usage: true };
    const ask = { boundariesMs: window, filter: EMPTY_FILTER, groupBy: [], need };
    const [cell] = store.aggregate(ask);
    const [success = 0, blocked = 0] = cell?.statusCounts ?? [];
    expect((success + blocked) / SIZE.rows).toBeCloseTo(0.97, 1);
    const status = await monthApi(store)('/api/v1/status');
    expect(JSON.parse(status.body)).toMatchObject({ unpricedModels: [] });
  });
});

describe('the bench of questions', () => {
  test.each(peerQuestions().map((one) => [one.name, one] as const))('asks for %s', (name, one) => {
    const found = one.ask(store, bundledPriceBook());
    expect(found > 0).toBe(!name.startsWith('an id'));
  });

  test('asks what the page was seen to ask, in every range and zone', async () => {
    const asked = await askAll(store, pageQuestions(89), 1);
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.filter(({ status }) => status !== 200).map(wordsOf)).toEqual([]);
  });
});
