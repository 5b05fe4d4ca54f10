/** The parts of a change sum to it, and each plain cause lands in its own part. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pricedLines, type PricedLine } from '../../server/query/priced-lines.ts';
import { moversOf } from '../../server/report/movers.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { DAY_MS } from '../../shared/window.ts';
import { HAND_BOOK, storeOf } from '../query/ask.ts';
import { traffic } from '../query/traffic.ts';
import { INPUT_TYPE, T0_MS } from '../support/metered.ts';

const rateOf = (usd: bigint): PricedLine['rate'] => {
  const line = linesOf(storeOf([]), 0)[0];
  const row = HAND_BOOK.rows[0];
  if (line || !row) throw new Error('an empty store has no lines, and the book has rows');
  return { picoUsdPerMillion: usd * 1_000_000_000_000n, row, quality: 'exact', steps: [] };
};

function linesOf(store: ReturnType<typeof storeOf>, day: number): readonly PricedLine[] {
  const window = { startMs: T0_MS + day * DAY_MS, endMs: T0_MS + (day + 1) * DAY_MS };
  const asked = { filter: EMPTY_FILTER, window, step: 'all', timeZone: 'UTC' } as const;
  return pricedLines({ ...asked, groupBy: ['tenant'] }, store, HAND_BOOK);
}

function line(quantity: bigint, usd: bigint, type: Partial<PricedLine['type']> = {}): PricedLine {
  const times = { startMs: T0_MS, endMs: T0_MS + DAY_MS, share: null };
  const rate = rateOf(usd);
  const contractedPicoUsdPerMillion = rate?.picoUsdPerMillion ?? null;
  const what = { type: { ...INPUT_TYPE, ...type }, quantity, rate, contractedPicoUsdPerMillion };
  return { group: ['acme'], ...times, ...what };
}

describe('moversOf', () => {
  test('gives parts that sum to the change of any traffic, exactly', () => {
    fc.assert(
      fc.property(traffic, (rows) => {
        const store = storeOf(rows);
        for (const one of moversOf(linesOf(store, 0), linesOf(store, 1))) {
          const { volumeAttoUsd, mixAttoUsd, priceAttoUsd, cacheAttoUsd } = one;
          const sum = volumeAttoUsd + mixAttoUsd + priceAttoUsd + cacheAttoUsd;
          expect(sum).toBe(one.changeAttoUsd);
        }
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  const READ = { dimension: 'cache_read_tokens' } as const;
  test.each([
    ['volume', 'volumeAttoUsd', [line(100n, 3n)], [line(250n, 3n)]],
    ['price', 'priceAttoUsd', [line(100n, 3n)], [line(100n, 2n)]],
    ['mix', 'mixAttoUsd', [line(100n, 3n)], [line(100n, 9n, { model: 'other' })]],
    ['cache', 'cacheAttoUsd', [line(100n, 10n)], [line(40n, 10n), line(60n, 1n, READ)]],
  ] as const)('calls by its name a change of %s alone', (_name, part, before, after) => {
    const [mover] = moversOf(before, after);
    expect(mover?.[part]).toBe(mover?.changeAttoUsd);
    expect(mover?.changeAttoUsd).not.toBe(0n);
  });
});
