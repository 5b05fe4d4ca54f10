/** The card on why the cost changed adds up to the cent, in every row. */
import { expect, test } from 'vitest';
import { moversCard } from '../../server/report/nightly-why.ts';
import { DAY } from './nightly-fixture.ts';

test('rounds the parts of a change so that they add up to the change that is shown', () => {
  const half = 5_000_000_000_000_000n; // Half a cent.
  const parts = { volumeAttoUsd: half, mixAttoUsd: half, priceAttoUsd: half, cacheAttoUsd: -half };
  const mover = { name: '<b>', changeAttoUsd: 2n * half, ...parts };
  const text = moversCard({ ...DAY, movers: [mover] })?.toString() ?? '';
  const body = text.slice(text.indexOf('<tbody>'));
  const cells = [...body.matchAll(/<td>([^<]*)<\/td>/g)].map((match) =>
    Number((match[1] ?? '').replace('−', '-').replace('$', '')),
  );
  expect(cells).toHaveLength(5);
  expect(cells.slice(0, 4).reduce((sum, cell) => sum + cell, 0)).toBeCloseTo(cells[4] ?? NaN, 9);
  expect(text).toContain('&lt;b&gt;');
});

test('is left out where nothing is known of the day before', () => {
  expect(moversCard({ ...DAY, movers: null })).toBeNull();
});
