/** What the columns of one FOCUS row owe each other. */
import { parseDecimal } from '../../../shared/money.ts';
import type { Cell } from '../table.ts';
import { SERVICE_CATEGORIES } from './focus-columns.ts';
import { CATEGORY_OF } from './focus-subcategories.ts';
import { jsonObject } from './focus-types.ts';

/** Cells by column name. */
export type FocusRow = ReadonlyMap<string, Cell>;

export interface FocusRule {
  readonly rule: string;
  /** Where the fault is told; the rule is asked only of data sets with this column. */
  readonly column: string;
  /** What is wrong, in a sentence; null when nothing is. */
  readonly breaks: (row: FocusRow) => string | null;
}

function rule(name: string, column: string, breaks: FocusRule['breaks']): FocusRule {
  return { rule: name, column, breaks };
}

/** All rules of one row. */
export const FOCUS_RULES: readonly FocusRule[] = [
  product('ListUnitPrice', 'ListCost'),
  product('ContractedUnitPrice', 'ContractedCost'),
  period('BillingPeriodStart', 'BillingPeriodEnd'),
  period('ChargePeriodStart', 'ChargePeriodEnd'),
  rule('month', 'BillingPeriodStart', notFirstOfMonth),
  rule('within', 'ChargePeriodStart', outsideBillingPeriod),
  together('PricingUnit', 'PricingQuantity'),
  together('PricingQuantity', 'PricingUnit'),
  together('ConsumedUnit', 'ConsumedQuantity'),
  together('ConsumedQuantity', 'ConsumedUnit'),
  together('RegionName', 'RegionId'),
  together('RegionId', 'RegionName'),
  needs('SubAccountName', 'SubAccountId'),
  needs('ResourceName', 'ResourceId'),
  needs('ResourceType', 'ResourceId'),
  needs('SkuPriceId', 'SkuId'),
  needs('SkuMeter', 'SkuId'),
  needs('SkuPriceDetails', 'SkuId'),
  needs('ListUnitPrice', 'SkuPriceId'),
  together('AllocatedMethodId', 'AllocatedResourceId'),
  together('AllocatedResourceId', 'AllocatedMethodId'),
  needs('AllocatedMethodDetails', 'AllocatedMethodId'),
  needs('AllocatedResourceName', 'AllocatedResourceId'),
  needs('AllocatedTags', 'AllocatedResourceId'),
  usageHas('PricingQuantity'),
  usageHas('PricingUnit'),
  usageHas('ConsumedQuantity'),
  rule('notPurchased', 'ConsumedQuantity', consumedByPurchase),
  rule('subcategory', 'ServiceSubcategory', wrongSubcategory),
  rule('priceDetailKeys', 'SkuPriceDetails', foreignPriceKey),
  rule('methodDetails', 'AllocatedMethodDetails', withoutElements),
];

function valueOf(row: FocusRow, name: string): Cell {
  return row.get(name) ?? null;
}

const DIGITS = 40;

/** Exact, with E-notation; null when it is no decimal of so many places. */
function exact(text: Cell): bigint | null {
  if (text === null) return null;
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const shift = Number(exponent);
  const scaled = parseDecimal(mantissa.startsWith('.') ? `0${mantissa}` : mantissa, DIGITS);
  if (scaled === null || !Number.isInteger(shift) || Math.abs(shift) > DIGITS) return null;
  if (shift >= 0) return scaled * 10n ** BigInt(shift);
  const by = 10n ** BigInt(-shift);
  return scaled % by === 0n ? scaled / by : null;
}

/** A cost is its unit price times the quantity: one of usage that is not zero has both. */
function product(price: string, cost: string): FocusRule {
  return rule('product', cost, (row) => {
    if (valueOf(row, 'ChargeClass') === 'Correction') return null;
    const [unit, quantity, sum] = [price, 'PricingQuantity', cost].map((name) =>
      exact(valueOf(row, name)),
    );
    if (typeof sum !== 'bigint') return null; // Its type is another rule's.
    if (typeof unit !== 'bigint' || typeof quantity !== 'bigint') {
      const isOwed = sum !== 0n && PRICED.has(valueOf(row, 'ChargeCategory') ?? '');
      return isOwed ? `${cost} is not zero and has no ${price}` : null;
    }
    const isSame = unit * quantity === sum * 10n ** BigInt(DIGITS);
    return isSame ? null : `${cost} is not ${price} times PricingQuantity`;
  });
}

/** Categories of charges that have a price: credits, tax and adjustments have none. */
const PRICED: ReadonlySet<string> = new Set(['Usage', 'Purchase']);

function period(start: string, end: string): FocusRule {
  return rule('period', end, (row) => {
    const [from, to] = [valueOf(row, start), valueOf(row, end)];
    if (from === null || to === null) return null;
    return Date.parse(from) < Date.parse(to) ? null : `${end} is not after ${start}`;
  });
}

function notFirstOfMonth(row: FocusRow): string | null {
  const start = valueOf(row, 'BillingPeriodStart');
  if (start === null || start.endsWith('-01T00:00:00Z')) return null;
  return 'BillingPeriodStart is not the start of a month in UTC';
}

function outsideBillingPeriod(row: FocusRow): string | null {
  const at = (name: string): number => Date.parse(valueOf(row, name) ?? '');
  if (at('ChargePeriodStart') < at('BillingPeriodStart')) {
    return 'ChargePeriodStart is before the billing period';
  }
  if (at('ChargePeriodEnd') <= at('BillingPeriodEnd')) return null;
  return Number.isNaN(at('ChargePeriodEnd')) ? null : 'ChargePeriodEnd is after the billing period';
}

/** One may have a value only where the other has one. */
function needs(name: string, other: string): FocusRule {
  return rule('dependsOn', name, (row) => {
    if (valueOf(row, name) === null || valueOf(row, other) !== null) return null;
    return `${name} has a value although ${other} is null`;
  });
}

/** One must have a value where the other has one. */
function together(name: string, other: string): FocusRule {
  return rule('togetherWith', name, (row) => {
    if (valueOf(row, other) === null || valueOf(row, name) !== null) return null;
    return `${name} is null although ${other} has a value`;
  });
}

function usageHas(name: string): FocusRule {
  return rule('usageHas', name, (row) => {
    const isUsage = valueOf(row, 'ChargeCategory') === 'Usage';
    if (!isUsage || valueOf(row, 'ChargeClass') === 'Correction') return null;
    return valueOf(row, name) === null ? `${name} is null for usage` : null;
  });
}

function consumedByPurchase(row: FocusRow): string | null {
  const isPurchase = valueOf(row, 'ChargeCategory') === 'Purchase';
  if (!isPurchase || valueOf(row, 'ConsumedQuantity') === null) return null;
  return 'ConsumedQuantity has a value for a purchase';
}

function wrongSubcategory(row: FocusRow): string | null {
  const category = valueOf(row, 'ServiceCategory');
  const name = valueOf(row, 'ServiceSubcategory');
  if (name === null || !SERVICE_CATEGORIES.some((one) => one === category)) return null;
  const expected = CATEGORY_OF.get(name);
  if (expected === undefined) return 'ServiceSubcategory is none of the list';
  return expected === category ? null : `ServiceSubcategory ${name} belongs to ${expected}`;
}

/** Keys that the specification names itself. */
const PRICE_KEYS = new Set([
  'CoreCount',
  'DiskMaxIops',
  'DiskSpace',
  'DiskType',
  'GpuCount',
  'InstanceSeries',
  'InstanceType',
  'MemorySize',
  'NetworkMaxIops',
  'NetworkMaxThroughput',
  'OperatingSystem',
  'Redundancy',
  'StorageClass',
]);

function foreignPriceKey(row: FocusRow): string | null {
  const details = jsonObject(valueOf(row, 'SkuPriceDetails') ?? '{}');
  const keys = [...(details?.keys() ?? [])];
  const foreign = keys.some((key) => !PRICE_KEYS.has(key) && !/^x_[A-Z][A-Za-z0-9]*$/.test(key));
  return foreign
    ? 'SkuPriceDetails has a key that is neither of the list nor begins with x_'
    : null;
}

function withoutElements(row: FocusRow): string | null {
  const text = valueOf(row, 'AllocatedMethodDetails');
  if (text === null) return null;
  const elements = jsonObject(text)?.get('Elements');
  return Array.isArray(elements) && elements.length > 0
    ? null
    : 'AllocatedMethodDetails has no Elements';
}
