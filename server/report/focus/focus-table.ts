/** Priced usage as the rows of a FOCUS Cost and Usage data set. */
import { NONE } from '../../../shared/dimensions.ts';
import { formatAttoUsd } from '../../../shared/money.ts';
import { isoTime } from '../../../shared/window.ts';
import { lineCost, type PricedLine } from '../../query/priced-lines.ts';
import type { Cell, Column, ColumnKind, Table } from '../table.ts';
import {
  consumedQuantity,
  meterName,
  pricedQuantity,
  pricingUnit,
  unitPriceUsd,
  usageWords,
} from '../usage-words.ts';
import { FOCUS_COLUMNS, type FocusColumn, type FocusVersion } from './focus-columns.ts';
import { focusConditionsOf } from './focus-conditions.ts';
import { regionName } from './region-names.ts';

/** By what lines must be grouped, in this order; then one `tag.KEY` for each of the tag keys. */
export const FOCUS_GROUPS = ['account', 'region', 'tenant', 'profile'] as const;

export interface FocusSettings {
  readonly version: FocusVersion;
  /** Who pays the bill; null for the account of the usage itself. */
  readonly payerAccount: string | null;
  readonly tagKeys: readonly string[];
}

/** Our own columns, which the specification wants to begin with `x_`. */
const OWN_COLUMNS: readonly Column[] = [
  { name: 'x_CostState', kind: 'text' },
  { name: 'x_Model', kind: 'text' },
  { name: 'x_PriceQuality', kind: 'text' },
  { name: 'x_Tenant', kind: 'text' },
];

/**
 * The data set as a table; lines may be streamed.
 *
 * Costs are estimates: `BilledCost` and `EffectiveCost` are the contracted cost. Usage without a
 * rate has costs of zero, which the specification wants where it forbids null, no unit price, and
 * says `unpriced` in x_PriceQuality.
 */
export function focusTable(lines: Iterable<PricedLine>, settings: FocusSettings): Table {
  const columns = focusColumns(settings.version);
  return { name: 'FOCUS', columns, rows: rowsOf(lines, columns, settings) };
}

/** Columns that have a value in each row. */
export function focusRequired(version: FocusVersion): ReadonlySet<string> {
  return new Set(emitted(version).flatMap((one) => (one.isNullable ? [] : [one.name])));
}

function* rowsOf(
  lines: Iterable<PricedLine>,
  columns: readonly Column[],
  settings: FocusSettings,
): Generator<readonly Cell[]> {
  for (const line of lines) {
    const cells = cellsOf(line, settings);
    yield columns.map(({ name }) => cells.get(name) ?? null);
  }
}

function emitted(version: FocusVersion): readonly FocusColumn[] {
  const conditions = focusConditionsOf(version);
  const left = ['AvailabilityZone', 'InvoiceId']; // Recommended, and never known.
  return FOCUS_COLUMNS.filter(({ name, level, versions }) => {
    if (!versions.includes(version) || left.includes(name)) return false;
    return level === 'mandatory' || level === 'recommended' || conditions.has(level);
  });
}

function focusColumns(version: FocusVersion): readonly Column[] {
  return [
    ...emitted(version).map(({ name, type }) => ({ name, kind: KIND_OF[type] })),
    ...OWN_COLUMNS,
  ];
}

const KIND_OF: Record<FocusColumn['type'], ColumnKind> = {
  text: 'text',
  decimal: 'decimal',
  price: 'decimal',
  time: 'time',
  currency: 'text',
  unit: 'text',
  object: 'json',
  keyValue: 'json',
};

function cellsOf(line: PricedLine, settings: FocusSettings): ReadonlyMap<string, Cell> {
  const [account = '', region = '', tenant = '', profile = ''] = line.group;
  const tags = tagsOf(line.group.slice(FOCUS_GROUPS.length), settings.tagKeys);
  return new Map<string, Cell>([
    ...costCells(line),
    ...timeCells(line),
    ...skuCells(line),
    ...allocationCells(line, { tenant, profile, tags }),
    ['BillingAccountId', settings.payerAccount ?? account],
    ['BillingCurrency', 'USD'],
    ['ChargeCategory', 'Usage'],
    ['ChargeDescription', `${line.type.model}: ${usageWords(line.type)}, ${region}`],
    ['ChargeFrequency', 'Usage-Based'],
    ['HostProviderName', 'AWS'],
    ['InvoiceIssuerName', 'AWS'],
    ['ProviderName', 'AWS'],
    ['PublisherName', 'AWS'],
    ['RegionId', region],
    ['RegionName', regionName(region)],
    ['ServiceCategory', 'AI and Machine Learning'],
    ['ServiceName', 'Amazon Bedrock'],
    ['ServiceProviderName', 'AWS'],
    ['ServiceSubcategory', 'Generative AI'],
    ['SubAccountId', account],
    ['SubAccountName', account],
    ['Tags', JSON.stringify(Object.fromEntries([['tenant', tenant], ...tags]))],
    ['x_Model', line.type.model],
    ['x_Tenant', tenant],
  ]);
}

type Entry = readonly [string, Cell];

function costCells(line: PricedLine): readonly Entry[] {
  const cost = lineCost(line);
  const contracted = formatAttoUsd(cost?.contractedAttoUsd ?? 0n);
  const unit = pricingUnit(line.type);
  const price = (pico: bigint | null): Cell => (pico === null ? null : unitPriceUsd(pico, unit));
  return [
    ['BilledCost', contracted],
    ['EffectiveCost', contracted],
    ['ContractedCost', contracted],
    ['ContractedUnitPrice', price(line.contractedPicoUsdPerMillion)],
    ['ListCost', formatAttoUsd(cost?.listAttoUsd ?? 0n)],
    ['ListUnitPrice', price(line.rate?.picoUsdPerMillion ?? null)],
    ['ConsumedQuantity', consumedQuantity(line.quantity, unit)],
    ['ConsumedUnit', unit.consumed],
    ['PricingQuantity', pricedQuantity(line.quantity, unit)],
    ['PricingUnit', unit.name],
    ['x_CostState', 'estimated'],
    ['x_PriceQuality', line.rate?.quality ?? 'unpriced'],
  ];
}

function timeCells({ startMs, endMs }: PricedLine): readonly Entry[] {
  const start = new Date(startMs);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  return [
    ['BillingPeriodStart', wholeSecond(Date.UTC(year, month))],
    ['BillingPeriodEnd', wholeSecond(Date.UTC(year, month + 1))],
    ['ChargePeriodStart', wholeSecond(startMs)],
    ['ChargePeriodEnd', wholeSecond(endMs)],
  ];
}

/** The format knows no fractions of a second. */
function wholeSecond(atMs: number): string {
  return isoTime(Math.floor(atMs / 1000) * 1000);
}

function skuCells({ type, rate }: PricedLine): readonly Entry[] {
  const isCommitted = type.tier === 'reserved' || /commitment=(?!none)/.test(type.detail);
  const details = {
    x_CacheLifetime: type.cacheTtl,
    x_Context: type.context,
    x_Latency: type.latency,
    x_Model: type.model,
    x_Routing: type.routing,
    x_Tier: type.tier,
    x_Variant: type.variant,
  };
  const known = Object.entries(details).filter(([, value]) => value !== null);
  return [
    ['PricingCategory', isCommitted ? 'Committed' : 'Standard'],
    ['SkuId', rate === null ? null : `${type.model}/${type.dimension}`],
    ['SkuMeter', rate === null ? null : meterName(type)],
    ['SkuPriceDetails', rate === null ? null : JSON.stringify(Object.fromEntries(known))],
    ['SkuPriceId', rate?.row.id ?? null],
  ];
}

interface Owner {
  readonly tenant: string;
  readonly profile: string;
  readonly tags: readonly (readonly [string, string])[];
}

/** Cost that several share is told apart from what a tenant used itself. */
function allocationCells(line: PricedLine, { tenant, profile, tags }: Owner): readonly Entry[] {
  const hasResource = profile !== '' && profile !== NONE;
  const resource: readonly Entry[] = [
    ['ResourceId', hasResource ? profile : null],
    ['ResourceName', hasResource ? (profile.split('/').at(-1) ?? profile) : null],
    ['ResourceType', hasResource ? resourceType(profile) : null],
  ];
  if (line.share !== 'allocated' && line.share !== 'idle') return resource;
  const unit = pricingUnit(line.type);
  const element = {
    UsageUnit: unit.consumed,
    UsageQuantity: Number(consumedQuantity(line.quantity, unit)),
  };
  return [
    ...resource,
    ['AllocatedMethodId', `outcrop:${line.share}`],
    ['AllocatedMethodDetails', JSON.stringify({ Elements: [element] })],
    ['AllocatedResourceId', tenant],
    ['AllocatedResourceName', tenant],
    ['AllocatedTags', JSON.stringify(Object.fromEntries(tags))],
  ];
}

const RESOURCE_TYPES: readonly (readonly [string, string])[] = [
  ['application-inference-profile', 'Application Inference Profile'],
  ['inference-profile', 'Inference Profile'],
  ['provisioned-model', 'Provisioned Throughput'],
  ['custom-model', 'Custom Model'],
  ['imported-model', 'Imported Model'],
];

function resourceType(arn: string): string {
  return RESOURCE_TYPES.find(([part]) => arn.includes(part))?.[1] ?? 'Inference Profile';
}

function tagsOf(
  values: readonly string[],
  keys: readonly string[],
): readonly (readonly [string, string])[] {
  return keys.flatMap((key, index) => {
    const value = values[index] ?? NONE;
    return value === NONE ? [] : [[key, value] as const];
  });
}
