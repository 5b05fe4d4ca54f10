/**
 * The columns of a FOCUS Cost and Usage data set, versions 1.2 and 1.4, as rules to check by.
 *
 * @source FinOps Open Cost and Usage Specification (FOCUS), 1.2 of 2025 and 1.4 of 2026.
 */

export const FOCUS_VERSIONS = ['1.4', '1.2'] as const;
export type FocusVersion = (typeof FOCUS_VERSIONS)[number];

/** What a data set may support; a conditional column must be there when its condition holds. */
export type FocusCondition =
  | 'allocation'
  | 'billingAccountTypes'
  | 'capacityReservations'
  | 'commitmentDiscounts'
  | 'commitmentPrograms'
  | 'contracts'
  | 'currencies'
  | 'invoices'
  | 'negotiatedPrices'
  | 'pricingCategories'
  | 'regions'
  | 'resources'
  | 'skus'
  | 'subAccounts'
  | 'subAccountTypes'
  | 'tags'
  | 'unitPrices'
  | 'usage'
  | 'virtualCurrency'
  | 'zones';

type FocusType =
  'text' | 'decimal' | 'price' | 'time' | 'currency' | 'unit' | 'object' | 'keyValue';

export interface FocusColumn {
  readonly name: string;
  readonly level: 'mandatory' | 'recommended' | FocusCondition;
  readonly type: FocusType;
  readonly isNullable: boolean;
  /** Null for any text. */
  readonly allowed: readonly string[] | null;
  readonly versions: readonly FocusVersion[];
}

interface Flags {
  readonly nullable?: boolean;
  readonly allowed?: readonly string[];
  readonly only?: FocusVersion;
}

function column(
  name: string,
  level: FocusColumn['level'],
  type: FocusType,
  flags: Flags = {},
): FocusColumn {
  return {
    name,
    level,
    type,
    isNullable: flags.nullable ?? false,
    allowed: flags.allowed ?? null,
    versions: flags.only === undefined ? FOCUS_VERSIONS : [flags.only],
  };
}

const NULL = { nullable: true } as const;
const NEW: Flags = { nullable: true, only: '1.4' };
const USE = ['Used', 'Unused'];

export const SERVICE_CATEGORIES = [
  'AI and Machine Learning',
  'Analytics',
  'Business Applications',
  'Compute',
  'Databases',
  'Developer Tools',
  'Multicloud',
  'Identity',
  'Integration',
  'Internet of Things',
  'Management and Governance',
  'Media',
  'Migration',
  'Mobile',
  'Networking',
  'Security',
  'Storage',
  'Web',
  'Other',
] as const;

/** Every column of both versions, by name. */
export const FOCUS_COLUMNS: readonly FocusColumn[] = [
  column('AllocatedMethodDetails', 'recommended', 'object', NEW),
  column('AllocatedMethodId', 'allocation', 'text', NEW),
  column('AllocatedResourceId', 'allocation', 'text', NEW),
  column('AllocatedResourceName', 'allocation', 'text', NEW),
  column('AllocatedTags', 'allocation', 'keyValue', NEW),
  column('AvailabilityZone', 'recommended', 'text', NULL),
  column('BilledCost', 'mandatory', 'decimal'),
  column('BillingAccountId', 'mandatory', 'text'),
  column('BillingAccountName', 'mandatory', 'text', NULL),
  column('BillingAccountType', 'billingAccountTypes', 'text'),
  column('BillingCurrency', 'mandatory', 'currency'),
  column('BillingPeriodEnd', 'mandatory', 'time'),
  column('BillingPeriodStart', 'mandatory', 'time'),
  column('CapacityReservationId', 'capacityReservations', 'text', NULL),
  column('CapacityReservationStatus', 'capacityReservations', 'text', { ...NULL, allowed: USE }),
  column('ChargeCategory', 'mandatory', 'text', {
    allowed: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'],
  }),
  column('ChargeClass', 'mandatory', 'text', { ...NULL, allowed: ['Correction'] }),
  column('ChargeDescription', 'mandatory', 'text', NULL),
  column('ChargeFrequency', 'recommended', 'text', {
    allowed: ['One-Time', 'Recurring', 'Usage-Based'],
  }),
  column('ChargePeriodEnd', 'mandatory', 'time'),
  column('ChargePeriodStart', 'mandatory', 'time'),
  column('CommitmentDiscountCategory', 'commitmentDiscounts', 'text', {
    ...NULL,
    allowed: ['Spend', 'Usage'],
  }),
  column('CommitmentDiscountId', 'commitmentDiscounts', 'text', NULL),
  column('CommitmentDiscountName', 'commitmentDiscounts', 'text', NULL),
  column('CommitmentDiscountQuantity', 'commitmentDiscounts', 'decimal', NULL),
  column('CommitmentDiscountStatus', 'commitmentDiscounts', 'text', { ...NULL, allowed: USE }),
  column('CommitmentDiscountType', 'commitmentDiscounts', 'text', NULL),
  column('CommitmentDiscountUnit', 'commitmentDiscounts', 'unit', NULL),
  column('CommitmentProgramEligibilityDetails', 'commitmentPrograms', 'object', NEW),
  column('ConsumedQuantity', 'usage', 'decimal', NULL),
  column('ConsumedUnit', 'usage', 'unit', NULL),
  column('ContractApplied', 'contracts', 'object', NEW),
  column('ContractedCost', 'mandatory', 'decimal'),
  column('ContractedUnitPrice', 'negotiatedPrices', 'price', NULL),
  column('EffectiveCost', 'mandatory', 'decimal'),
  column('HostProviderName', 'mandatory', 'text', NEW),
  column('InvoiceDetailId', 'invoices', 'text', NEW),
  column('InvoiceId', 'invoices', 'text', NEW),
  column('InvoiceId', 'recommended', 'text', { nullable: true, only: '1.2' }),
  column('InvoiceIssuerName', 'mandatory', 'text'),
  column('ListCost', 'mandatory', 'decimal'),
  column('ListUnitPrice', 'unitPrices', 'price', NULL),
  column('PricingCategory', 'pricingCategories', 'text', {
    ...NULL,
    allowed: ['Standard', 'Dynamic', 'Committed', 'Other'],
  }),
  column('PricingCurrency', 'currencies', 'currency', { only: '1.4' }),
  column('PricingCurrency', 'currencies', 'currency', { ...NULL, only: '1.2' }),
  column('PricingCurrencyContractedUnitPrice', 'virtualCurrency', 'price', NULL),
  column('PricingCurrencyEffectiveCost', 'virtualCurrency', 'decimal', { only: '1.4' }),
  column('PricingCurrencyEffectiveCost', 'virtualCurrency', 'decimal', { ...NULL, only: '1.2' }),
  column('PricingCurrencyListUnitPrice', 'virtualCurrency', 'price', NULL),
  column('PricingQuantity', 'mandatory', 'decimal', NULL),
  column('PricingUnit', 'mandatory', 'unit', NULL),
  column('ProviderName', 'mandatory', 'text', { only: '1.2' }),
  column('PublisherName', 'mandatory', 'text', { only: '1.2' }),
  column('RegionId', 'regions', 'text', NULL),
  column('RegionName', 'regions', 'text', NULL),
  column('ResourceId', 'resources', 'text', NULL),
  column('ResourceName', 'resources', 'text', NULL),
  column('ResourceType', 'resources', 'text', NULL),
  column('ServiceCategory', 'mandatory', 'text', { allowed: SERVICE_CATEGORIES }),
  column('ServiceName', 'mandatory', 'text'),
  column('ServiceProviderName', 'mandatory', 'text', { only: '1.4' }),
  column('ServiceSubcategory', 'recommended', 'text'),
  column('SkuId', 'skus', 'text', NULL),
  column('SkuMeter', 'skus', 'text', NULL),
  column('SkuPriceDetails', 'skus', 'keyValue', NULL),
  column('SkuPriceId', 'skus', 'text', NULL),
  column('SubAccountId', 'subAccounts', 'text', NULL),
  column('SubAccountName', 'subAccounts', 'text', NULL),
  column('SubAccountType', 'subAccountTypes', 'text', NULL),
  column('Tags', 'tags', 'keyValue', NULL),
];
