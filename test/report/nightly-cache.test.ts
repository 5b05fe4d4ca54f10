/** The prompt cache in the nightly report: told in words and rows, unknown as unknown. */
import { describe, expect, test } from 'vitest';
import type { CacheFigures } from '../../server/report/nightly-data.ts';
import { nightlyHtml } from '../../server/report/nightly-html.ts';
import { nightlyJson } from '../../server/report/nightly-json.ts';
import { DAY, usd } from './nightly-fixture.ts';

const SAVED: CacheFigures = {
  hitRatio: 0.612,
  savedAttoUsd: usd('25.38'),
  writeExtraAttoUsd: usd('0.1575'),
  netAttoUsd: usd('25.2225'),
  unpricedTokens: 0,
};
const UNKNOWN: CacheFigures = {
  ...SAVED,
  savedAttoUsd: null,
  netAttoUsd: null,
  unpricedTokens: 4_100,
};

const dayWith = (total: CacheFigures, ...models: readonly CacheFigures[]) => ({
  ...DAY,
  cache: { total, models: models.map((one, index) => ({ name: `model-${index}`, ...one })) },
});

const textOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the prompt cache in the nightly report', () => {
  test('stands with its whole and its models', () => {
    const text = textOf(nightlyHtml(dayWith(SAVED, SAVED)));
    expect(text).toContain('It saved $25.22 against reading all input fresh.');
    expect(text).toMatch(/model-0 61\.2.% \$25\.38 \$0\.16 \$25\.22/);
  });

  test('says that it did not pay where it cost more than it saved', () => {
    const text = textOf(nightlyHtml(dayWith({ ...SAVED, netAttoUsd: usd('-3') }, SAVED)));
    expect(text).toContain('It cost more than it saved, by $3.00');
  });

  test('is unknown where its tokens have no rate', () => {
    const day = dayWith(UNKNOWN, UNKNOWN);
    expect(textOf(nightlyHtml(day))).toContain('What it saved is not known. 4,100 cached tokens');
    expect(JSON.parse(nightlyJson(day)).cache.models).toEqual([
      {
        name: 'model-0',
        hitRatio: 0.612,
        savedUsd: null,
        writeExtraUsd: '0.1575',
        netUsd: null,
        unpricedTokens: 4_100,
      },
    ]);
  });

  test('is left out on a day without a cache', () => {
    expect(nightlyHtml(DAY)).not.toContain('Prompt cache');
  });
});

describe('contracted cost in the nightly report', () => {
  const total = { ...DAY.total, contractedCostAttoUsd: usd('60.5') };

  test('stands beside the list cost, in the tile and in a column', () => {
    const text = textOf(nightlyHtml({ ...DAY, total }));
    expect(text).toContain('$60.50 contracted');
    expect(text).toContain('Contracted');
  });

  test('is left out where it is the list cost', () => {
    expect(nightlyHtml(DAY)).not.toMatch(/contracted/i);
  });
});

describe('inexact rates in the nightly report', () => {
  test('are named with their part of the cost', () => {
    const total = { ...DAY.total, inexactCostAttoUsd: DAY.total.costAttoUsd / 4n };
    expect(textOf(nightlyHtml({ ...DAY, total }))).toMatch(/\$12\.03, 25\.0.% of the cost, is by/);
  });

  test('are not named where there are none', () => {
    expect(nightlyHtml(DAY)).not.toContain('Inexact rates');
  });
});
