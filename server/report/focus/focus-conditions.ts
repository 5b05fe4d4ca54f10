/** What our data sets support, which decides which conditional columns they must have. */
import type { FocusCondition, FocusVersion } from './focus-columns.ts';

const BOTH: readonly FocusCondition[] = [
  'negotiatedPrices',
  'pricingCategories',
  'regions',
  'resources',
  'skus',
  'subAccounts',
  'tags',
  'unitPrices',
  'usage',
];

/** The conditions that hold for what we write; allocation came with 1.3. */
export function focusConditionsOf(version: FocusVersion): ReadonlySet<FocusCondition> {
  return new Set(version === '1.2' ? BOTH : [...BOTH, 'allocation' as const]);
}
