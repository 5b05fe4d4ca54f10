/** Anomalies of a store: who, how much beyond the usual, and which part of the tree explains it. */
import { describe, expect, test } from 'vitest';
import { readAnomalies } from '../../server/job/read-anomalies.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { costTree } from '../../server/query/cost-tree.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { call, HAND_BOOK, storeOf, valueOf } from '../query/ask.ts';
import { T0_MS, usageLines } from '../support/metered.ts';

let number = 0;

/** A call that costs some dollars of output. */
function spent(usd: number, afterMs: number, tenant: string): MeteredInvocation {
  number += 1;
  return call(number, afterMs, { usage: usageLines(0, usd * 100_000), attribution: { tenant } });
}

const HOSTILE = 'acme, "*" =x';

/** Four weeks of a dollar an hour for two tenants, then a day on which one spends ten. */
function store() {
  const rows = Array.from({ length: 29 * 24 }, (_, hour) => {
    const isRunaway = hour >= 28 * 24 + 6 && hour < 28 * 24 + 10;
    return [spent(isRunaway ? 10 : 1, hour * HOUR_MS, HOSTILE), spent(1, hour * HOUR_MS, 'globex')];
  });
  return storeOf(rows.flat());
}

const WINDOW = { startMs: T0_MS + 27 * DAY_MS, endMs: T0_MS + 29 * DAY_MS };
const QUESTION = {
  window: WINDOW,
  filter: EMPTY_FILTER,
  minimumAttoUsd: 5n * 10n ** 18n,
  timeZone: 'UTC',
};

describe('readAnomalies', () => {
  test('names the tenant, the impact, the cause and a link, whatever the name', () => {
    const { anomalies } = readAnomalies(QUESTION, { store: store(), book: HAND_BOOK });
    expect(anomalies).toEqual([
      {
        tenant: HOSTILE,
        from: '2026-11-29T06:00:00Z',
        to: '2026-11-29T10:00:00Z',
        ongoing: false,
        spent: '40',
        usual: '4',
        impact: '36',
        causes: [{ model: 'amazon.nova-micro', usage: 'output_tokens', spent: '40', before: '4' }],
        link: expect.stringMatching(/^\/\?filter=tenant%3D%22acme%2C/),
      },
    ]);
  });

  test('says that it goes on when the last known hour departs', () => {
    const window = { ...WINDOW, endMs: T0_MS + 28 * DAY_MS + 8 * HOUR_MS };
    const { anomalies } = readAnomalies(
      { ...QUESTION, window },
      { store: store(), book: HAND_BOOK },
    );
    expect(anomalies.map(({ ongoing, impact }) => [ongoing, impact])).toEqual([[true, '18']]);
  });

  test('looks only at what passes the filter', () => {
    const terms = [{ dimension: 'tenant' as const, negated: false, values: ['globex'] }];
    const question = { ...QUESTION, filter: { terms } };
    expect(readAnomalies(question, { store: store(), book: HAND_BOOK }).anomalies).toEqual([]);
  });
});

test('costTree adds up to the cost of the window', () => {
  const all = storeOf([spent(3, 0, 'acme'), spent(4, DAY_MS, 'globex'), call(0, 2 * DAY_MS)]);
  const window = { startMs: T0_MS, endMs: T0_MS + 4 * DAY_MS };
  const leaves = costTree({ window, filter: EMPTY_FILTER }, all, HAND_BOOK);
  expect(leaves.reduce((sum, { attoUsd }) => sum + attoUsd, 0n)).toBe(valueOf(all, 'cost'));
});
