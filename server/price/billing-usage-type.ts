/** Reads usage types as price lists and bills write them, such as `USE1-NovaPro-input-tokens`. */
import { marketplaceUsage } from './billing-marketplace.ts';
import { firstPartyUsage } from './billing-first-party.ts';
import type { BillingUsage } from './billing-usage.ts';

/** `USE1-`, `EU-`, `UGW1-`; never a way to know the Region, which has an attribute of its own. */
const PREFIX = /^[A-Z]{2,4}\d?-/;
const MARKETPLACE = /^MP:(?:[A-Z]{2,4}\d?_)?(.+)-Units$/;

/**
 * Takes a usage type apart.
 *
 * @param text as in `line_item_usage_type` of a bill and `usagetype` of a price list.
 * @returns null for a form that nobody has seen: its price must be told as unread. Never throws.
 * @example parseBillingUsageType('EU-MP:EU_CacheWrite1hInputTokenCount_Global-Units')
 */
export function parseBillingUsageType(text: string): BillingUsage | null {
  const body = text.replace(PREFIX, '');
  const marketplace = MARKETPLACE.exec(body)?.[1];
  return marketplace === undefined ? firstPartyUsage(body) : marketplaceUsage(marketplace);
}
