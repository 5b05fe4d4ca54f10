/** A rate explains itself: amount, source, time, how far to trust it. */
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { explainRate } from '../../server/price/explain-rate.ts';
import { findRate } from '../../server/price/price-book.ts';
import { OCTOBER_MS, usage } from './usage-samples.ts';

function explain(different: Partial<UsageType>): readonly string[] {
  const match = findRate(bundledPriceBook(), usage(different), OCTOBER_MS);
  return match === null ? [] : explainRate(match);
}

describe('explainRate', () => {
  test('tells an exact rate with its source', () => {
    expect(explain({})).toEqual([
      '3.3 USD for 1,000,000 input tokens of anthropic.claude-sonnet-4-5-20250929.',
      'Source: AWS Price List, token prices by Region, 2026-08-20.',
      'Exact: the source lists this very usage.',
    ]);
  });

  test('tells since when a price holds, and the note of its row', () => {
    const lines = explain({ model: 'anthropic.claude-3-5-sonnet-20240620' });
    expect(lines).toContain('In force since 2025-12-01T00:00:00Z.');
    expect(lines).toContain('Note: public extended access.');
  });

  test('tells the rate after the ratio of an estimate, and the ratio', () => {
    const lines = explain({ region: 'eu-central-1', model: 'amazon.nova-pro', tier: 'priority' });
    expect(lines[0]).toBe('1.8375 USD for 1,000,000 input tokens of amazon.nova-pro.');
    expect(lines).toContain('Estimate: no source lists this usage.');
    expect(lines).toContain('There is no priority rate: the standard rate times 1.75.');
  });

  test('tells that a fallback comes from a source without Regions', () => {
    const detail = 'quality=premium side=1024';
    const model = 'amazon.nova-canvas';
    const lines = explain({ model, detail, dimension: 'output_images', region: 'eu-west-1' });
    expect(lines[0]).toBe(
      '0.06 USD for one of output images (maxSide=1024 quality=premium) of amazon.nova-canvas.',
    );
    expect(lines.join(' ')).toContain('does not tell Regions apart');
  });

  test('tells what pays for tokens of provisioned capacity', () => {
    expect(explain({ variant: 'provisioned' }).join(' ')).toContain('covered by model unit hours');
  });
});
