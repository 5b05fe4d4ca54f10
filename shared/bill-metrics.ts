/** Metrics of the bill: what AWS charges for Bedrock, and how far that is from the estimate. */
import type { BillPart, Metric, MetricUnit } from './metric.ts';

function bill(label: string, part: BillPart, help: string): Metric {
  const unit: MetricUnit = part.endsWith('Ratio') ? 'ratio' : 'usd';
  return { label, unit, formula: { kind: 'bill', part }, sources: ['bill'], help };
}

export const BILL_METRICS = {
  billedCost: bill(
    'Billed cost',
    'cost',
    'What the bill charges for usage, after discounts; by day, and for tenants by our shares.',
  ),
  billedListCost: bill(
    'Billed cost at list prices',
    'list',
    'What the usage on the bill costs at public rates, as the bill tells them.',
  ),
  billedCredits: bill(
    'Billed credits',
    'credits',
    'Credits and refunds on the bill, below zero; in no other billed figure.',
  ),
  billedTax: bill('Billed tax', 'tax', 'Tax on the bill; in no other billed figure.'),
  billDrift: bill(
    'Drift of the bill',
    'drift',
    'Billed less estimated cost, both at list prices, over days that the bill tells in full.',
  ),
  billDriftRatio: bill(
    'Drift over billed cost',
    'driftRatio',
    'Drift of the bill over what it charges at list prices; below zero it charges less.',
  ),
  billUnmatchedCost: bill(
    'Cost that does not match',
    'unmatched',
    'Sizes of all differences between bill and estimate, so that none makes up for another.',
  ),
  billUnmatchedRatio: bill(
    'Unmatched share of the bill',
    'unmatchedRatio',
    'Cost that does not match over what the bill charges at list prices.',
  ),
} as const satisfies Record<string, Metric>;
