/** Usage types and anomalies in the nightly report. */
import { describe, expect, test } from 'vitest';
import { anomalyCard, usageCard } from '../../server/report/nightly-more.ts';
import { DAY, usd } from './nightly-fixture.ts';

const one = (name: string, cost: string | null, before: string | null = null) => ({
  name,
  quantity: '1234567.5',
  unit: 'Tokens',
  costAttoUsd: cost === null ? null : usd(cost),
  contractedCostAttoUsd: cost === null ? null : usd(cost),
  previousCostAttoUsd: before === null ? null : usd(before),
});

describe('usageCard', () => {
  test('shows cents that add up to the total, unknown as unknown, and the change', () => {
    const usage = [one('Output Tokens', '1.005', '0.5'), one('A', '1.005'), one('<b>', null)];
    const html = usageCard({ ...DAY, usage })?.toString() ?? '';
    expect(html.match(/\$\d+\.\d\d/g)).toEqual([
      '$1.01',
      '$1.01',
      '$0.51',
      '$1.00',
      '$1.00',
      '$2.01',
      '$2.01',
    ]);
    expect(html).toContain('1,234,567.5');
    expect(html).toContain('unpriced');
    expect(html).toContain('&lt;b&gt;');
  });

  test('is not there on a day without usage', () => {
    expect(usageCard({ ...DAY, usage: [] })).toBeNull();
  });
});

describe('anomalyCard', () => {
  const anomaly = {
    tenant: '<i>acme</i>',
    from: '2026-11-01T03:00:00Z',
    to: '2026-11-01T05:00:00Z',
    ongoing: false,
    spent: '12.5',
    usual: '2.5',
    impact: '10',
    causes: [{ model: 'amazon.nova', usage: 'output_tokens', spent: '9', before: '1' }],
    link: '/',
  };

  test('tells who, when, by how much, and what rose', () => {
    const html = anomalyCard({ ...DAY, timeZone: 'UTC', anomalies: [anomaly] })?.toString();
    expect(html).toContain('03:00 to 05:00');
    expect(html).toContain('&lt;i&gt;acme&lt;/i&gt;');
    expect(html).toContain('$10.00 of $12.50');
    expect(html).toContain('amazon.nova, output tokens');
  });

  test('ends after ten, and says how many more there are', () => {
    const anomalies = Array.from({ length: 12 }, () => anomaly);
    expect(anomalyCard({ ...DAY, anomalies })?.toString()).toContain('And 2 more.');
    expect(anomalyCard({ ...DAY, anomalies: [] })).toBeNull();
  });
});
