/** The look-up goes from exact to weaker answers, tells so, and never turns unknown into zero. */
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import {
  costAttoUsd,
  createPriceBook,
  findRate,
  priceConflict,
  rateBoundaries,
} from '../../server/price/price-book.ts';
import type { PriceRow } from '../../server/price/price-row.ts';
import { OCTOBER_MS, row, SONNET, usage } from './usage-samples.ts';

const MARCH_MS = Date.UTC(2026, 2, 1);
const MAY_MS = Date.UTC(2026, 4, 1);

function rateOf(rows: readonly PriceRow[], different: Partial<UsageType>, atMs = OCTOBER_MS) {
  return findRate(createPriceBook(rows), usage(different), atMs);
}

describe('createPriceBook', () => {
  test('refuses two prices of the same usage at the same time, naming both', () => {
    const rows = [row({ usd: '3' }), row({ usd: '4', effectiveFromMs: MARCH_MS })];
    expect(() => createPriceBook(rows)).toThrow(/3 USD .* and 4 USD .*End one with "to"/);
    expect(priceConflict(rows)).toContain('Two prices hold at the same time');
  });

  test('keeps the same price once', () => {
    expect(createPriceBook([row({ usd: '3' }), row({ usd: '3.00' })]).rows).toHaveLength(1);
  });

  test('lets one price follow on the other', () => {
    const rows = [
      row({ usd: '3', effectiveToMs: MARCH_MS }),
      row({ usd: '4', effectiveFromMs: MARCH_MS }),
    ];
    expect(createPriceBook(rows).rows).toHaveLength(2);
  });

  test('lets prices of different classes hold together', () => {
    const rows = [
      row({ usd: '3', detail: 'quality=standard' }),
      row({ usd: '4', detail: 'quality=premium' }),
    ];
    expect(createPriceBook(rows).rows).toHaveLength(2);
  });
});

describe('findRate', () => {
  test.each([
    ['the row of its own Region', {}, 'exact', '3'],
    ['the regional row for a geo profile', { routing: 'geo' }, 'exact', '3'],
    ['the any-API row for mantle', { api: 'mantle' }, 'fallback', '3'],
    ['the Region-less row elsewhere', { region: 'eu-west-1' }, 'fallback', '5'],
  ] as const)('takes %s', (_name, different, quality, usd) => {
    const rows = [row({ usd: '3' }), row({ usd: '5', region: '*' })];
    const match = rateOf(rows, different);
    expect([match?.quality, match?.row.usd]).toEqual([quality, usd]);
  });

  test.each([
    ['a global profile on the regional rate', { routing: 'global' }],
    ['another Region', { region: 'eu-west-1' }],
    ['optimized latency on the standard rate', { latency: 'optimized' }],
    ['a custom model on the base rate', { variant: 'custom' }],
    ['reserved tokens on the standard rate', { tier: 'reserved' }],
    ['another dimension', { dimension: 'output_tokens' }],
    ['another model', { model: 'meta.llama9' }],
    ['a call that tells no quantity', { dimension: 'unmetered_calls' }],
  ] as const)('never prices %s', (_name, different) => {
    expect(rateOf([row({ usd: '3' })], different)).toBeNull();
  });

  test('keeps GovCloud and China away from prices that Regions share', () => {
    const rows = [row({ usd: '3', region: '*' })];
    expect(rateOf(rows, { region: 'us-gov-west-1' })).toBeNull();
    expect(rateOf(rows, { region: 'cn-north-1' })).toBeNull();
    expect(rateOf(rows, { region: 'us-west-2' })).not.toBeNull();
  });

  test('prefers the row of its own API to the any-API row', () => {
    const rows = [row({ usd: '3' }), row({ usd: '2', api: 'mantle' })];
    expect(rateOf(rows, { api: 'mantle' })?.row.usd).toBe('2');
    expect(rateOf(rows, { api: 'runtime' })?.row.usd).toBe('3');
  });

  test.each([
    ['priority', '5.25'],
    ['flex', '1.5'],
    ['batch', '1.5'],
  ] as const)('estimates %s from the standard rate and says so', (tier, usd) => {
    const match = rateOf([row({ usd: '3' })], { tier });
    expect(match?.quality).toBe('estimate');
    expect(match?.picoUsdPerMillion).toBe(row({ usd }).picoUsdPerMillion);
    expect(match?.steps.join()).toContain(`no ${tier} rate`);
  });

  test('takes a listed tier row and not the ratio', () => {
    const rows = [row({ usd: '3' }), row({ usd: '1.7', tier: 'batch' })];
    const match = rateOf(rows, { tier: 'batch' });
    expect([match?.quality, match?.row.usd]).toEqual(['exact', '1.7']);
  });

  test('prices a cache write of unknown lifetime as five minutes, flagged', () => {
    const write = { dimension: 'cache_write_tokens', cacheTtl: 'unknown' } as const;
    const rows = (['5m', '1h'] as const).map((cacheTtl) => {
      return row({ usd: cacheTtl === '5m' ? '3.75' : '6', ...write, cacheTtl });
    });
    const match = rateOf(rows, write);
    expect([match?.quality, match?.row.usd]).toEqual(['estimate', '3.75']);
    expect(rateOf(rows, { ...write, cacheTtl: '1h' })?.row.usd).toBe('6');
  });

  test('falls back to the standard rate for long prompts only without any long row', () => {
    const standard = row({ usd: '3' });
    const output = row({ usd: '22.5', dimension: 'output_tokens', context: 'long' });
    expect(rateOf([standard], { context: 'long' })?.quality).toBe('fallback');
    expect(rateOf([standard, output], { context: 'long' })).toBeNull();
  });

  test('takes the rate in force: from its first instant, until just before its end', () => {
    const rows = [
      row({ usd: '3', effectiveToMs: MARCH_MS }),
      row({ usd: '6', effectiveFromMs: MARCH_MS, effectiveToMs: MAY_MS }),
    ];
    const usdAt = (atMs: number) => rateOf(rows, {}, atMs)?.row.usd ?? null;
    expect([MARCH_MS - 1, MARCH_MS, MAY_MS - 1, MAY_MS].map(usdAt)).toEqual(['3', '6', '6', null]);
  });

  test('takes the smallest image class that fits', () => {
    const image = { dimension: 'output_images' } as const;
    const rows = ['2048', '1024'].map((side) => {
      return row({ ...image, usd: side, per: 1, detail: `maxSide=${side}` });
    });
    const usdOf = (side: number) => rateOf(rows, { ...image, detail: `side=${side}` })?.row.usd;
    expect([512, 1024, 2048, 4096].map(usdOf)).toEqual(['1024', '1024', '2048', undefined]);
  });

  test.each(['provisioned', 'imported'] as const)(
    'knows that hours pay for %s tokens',
    (variant) => {
      const match = rateOf([row({ usd: '3' })], { variant });
      expect([match?.picoUsdPerMillion, match?.quality]).toEqual([0n, 'exact']);
      expect(match?.steps.join()).toContain('covered by');
    },
  );

  test('prices guardrail units alike, however the model was called', () => {
    const guardrail = { model: 'guardrail', dimension: 'guardrail_text_units' } as const;
    const rows = [row({ ...guardrail, usd: '0.15', per: 1000, detail: 'policy=topicPolicyUnits' })];
    const asked = { ...guardrail, detail: 'policy=topicPolicyUnits' };
    expect(rateOf(rows, { ...asked, routing: 'global', tier: 'flex' })?.quality).toBe('exact');
    expect(rateOf(rows, { ...asked, detail: 'policy=newPolicyUnits' })).toBeNull();
  });
});

describe('rateBoundaries', () => {
  test('is empty where one rate holds for ever', () => {
    expect(rateBoundaries(createPriceBook([row({ usd: '3' })]), usage())).toEqual([]);
  });

  test('lists each change once, in order', () => {
    const rows = [
      row({ usd: '3', effectiveToMs: MARCH_MS }),
      row({ usd: '6', effectiveFromMs: MARCH_MS, effectiveToMs: MAY_MS }),
    ];
    expect(rateBoundaries(createPriceBook(rows), usage())).toEqual([MARCH_MS, MAY_MS]);
  });

  test('sees changes of the rate that an estimate stands on', () => {
    const rows = [
      row({ usd: '3', effectiveToMs: MARCH_MS }),
      row({ usd: '6', effectiveFromMs: MARCH_MS }),
    ];
    expect(rateBoundaries(createPriceBook(rows), usage({ tier: 'flex' }))).toEqual([MARCH_MS]);
  });

  test('leaves out changes behind a rate that answers first', () => {
    const rows = [row({ usd: '3' }), row({ usd: '9', region: '*', effectiveFromMs: MARCH_MS })];
    expect(rateBoundaries(createPriceBook(rows), usage())).toEqual([]);
  });
});

describe('costAttoUsd', () => {
  test('is exact for one token of the cheapest rate', () => {
    const match = rateOf([row({ usd: '0.00875' })], { model: SONNET });
    expect(match && costAttoUsd(1n, match)).toBe(8_750_000_000n);
  });
});
