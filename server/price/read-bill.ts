/** Rows of a CUR 2.0 or FOCUS export as bill lines: the columns of each, and their traps. */
import { parseDecimal } from '../../shared/money.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import { parseBillingUsageType } from './billing-usage-type.ts';
import { modelIdOfBillingName } from './model-names.ts';
import type { BillKind, BillLine, BillProblem } from './bill-line.ts';

/** Exact text, null where nothing stands. */
type Cell = string | null;

export type BillFormat = 'cur2' | 'focus';

/** Reads a cell by column name; null where there is none. */
type Read = (column: string) => Cell;

interface Columns {
  readonly start: string;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly usageType: readonly string[];
  readonly product: readonly string[];
  readonly amount: string;
  readonly unit: string;
  readonly cost: readonly string[];
  readonly list: string;
}

const COLUMNS: Record<BillFormat, Columns> = {
  cur2: {
    start: 'line_item_usage_start_date',
    account: 'line_item_usage_account_id',
    region: 'product_region_code',
    kind: 'line_item_line_item_type',
    usageType: ['line_item_usage_type'],
    product: ['product', 'product_servicecode', 'line_item_product_code'],
    amount: 'line_item_usage_amount',
    unit: 'pricing_unit',
    cost: ['line_item_net_unblended_cost', 'line_item_unblended_cost'],
    list: 'pricing_public_on_demand_cost',
  },
  focus: {
    start: 'ChargePeriodStart',
    account: 'SubAccountId',
    region: 'RegionId',
    kind: 'ChargeCategory',
    usageType: ['x_UsageType', 'SkuMeter'],
    product: ['ServiceName', 'x_ServiceCode'],
    amount: 'PricingQuantity',
    unit: 'PricingUnit',
    cost: ['BilledCost'],
    list: 'ListCost',
  },
};

/** Columns worth reading of a wide file. */
export const BILL_COLUMNS: readonly string[] = Object.values(COLUMNS).flatMap((columns) =>
  Object.values(columns).flatMap((one: string | readonly string[]) => one),
);

/** Which export a file is by its columns; null when it is neither. Never throws. */
export function billFormat(columns: readonly string[]): BillFormat | null {
  const has = ({ start, amount }: Columns): boolean =>
    columns.includes(start) && columns.includes(amount);
  if (has(COLUMNS.cur2)) return 'cur2';
  return has(COLUMNS.focus) ? 'focus' : null;
}

/**
 * Reads one row.
 *
 * @returns a line of Bedrock's, or why it is none; what cannot be told of it is null. Never throws.
 */
export function readBillRow(read: Read, format: BillFormat): Result<BillLine, BillProblem> {
  const columns = COLUMNS[format];
  const service = serviceOf(read, columns);
  if (service === null) return err('otherService');
  const day = /^(\d{4}-\d{2}-\d{2})/.exec(read(columns.start) ?? '')?.[1];
  if (day === undefined) return err('noDay');
  const costAttoUsd = money(first(read, columns.cost));
  if (costAttoUsd === null) return err('noCost');
  const account = read(columns.account);
  if (account === null) return err('noAccount');
  return ok({
    day,
    account,
    region: read(columns.region) ?? '',
    kind: kindOf(read(columns.kind) ?? ''),
    ...usageOf(read, columns, service),
    costAttoUsd,
    listAttoUsd: money(read(columns.list)),
  });
}

/**
 * The day of UTC that a row of usage tells of, whatever service it is of.
 *
 * @returns null for other kinds of rows: fees and taxes are stamped with any day of the month.
 */
export function usageDay(read: Read, format: BillFormat): string | null {
  const columns = COLUMNS[format];
  if (kindOf(read(columns.kind) ?? '') !== 'usage') return null;
  return /^\d{4}-\d{2}-\d{2}/.exec(read(columns.start) ?? '')?.[0] ?? null;
}

/** Marketplace models are services of their own, with Bedrock in their name; null for all else. */
function serviceOf(read: Read, columns: Columns): string | null {
  const products = columns.product.map((name) => read(name) ?? '');
  if (!products.some((text) => /bedrock/i.test(text))) return null;
  return products.map(productName).find((text) => text !== '') ?? '';
}

function usageOf(
  read: Read,
  columns: Columns,
  service: string,
): Pick<BillLine, 'usageType' | 'model' | 'usage' | 'quantity'> {
  const usageType = first(read, columns.usageType) ?? '';
  const parsed = parseBillingUsageType(usageType);
  if (!parsed) return { usageType, model: null, usage: null, quantity: 0n };
  const { name: spelt, ...usage } = parsed;
  const name = spelt ?? service;
  const model = NO_MODEL.has(name) ? name : modelIdOfBillingName(name);
  const quantity = counted(read(columns.amount), read(columns.unit), usage.dimension);
  return { usageType, model, usage, quantity };
}

const NO_MODEL: ReadonlySet<string> = new Set(['guardrail', 'data-automation']);

/** CUR 2.0 holds a map of attributes as JSON, or as `[{key,value}]` in some Parquet readers. */
function productName(text: string): string {
  return /"?product_name"?["=:\s]+([^"},]+)/.exec(text)?.[1] ?? (text.startsWith('{') ? '' : text);
}

function first(read: Read, columns: readonly string[]): Cell {
  for (const column of columns) {
    const cell = read(column);
    if (cell !== null) return cell;
  }
  return null;
}

const KINDS: readonly (readonly [RegExp, BillKind])[] = [
  [/^(usage|discountedusage|savingsplancoveredusage)$/i, 'usage'],
  [/^(fee|rifee|purchase|recurring.*)$/i, 'fee'],
  [/discount/i, 'discount'],
  [/^credit$/i, 'credit'],
  [/^tax$/i, 'tax'],
  [/^(refund|adjustment)$/i, 'refund'],
];

function kindOf(text: string): BillKind {
  return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'fee';
}

const DIGITS = 18;

/** A decimal or a float in E-notation, cut to atto-dollars; a bill's float has no more to say. */
function money(text: Cell): bigint | null {
  return text === null ? null : scaledDecimal(text, DIGITS);
}

function scaledDecimal(text: string, digits: number): bigint | null {
  const match = /^(-?\d+(?:\.\d+)?)(?:e([+-]?\d+))?$/i.exec(text.trim());
  if (!match) return null;
  const [, mantissa = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > 30) return shift < 0 ? 0n : null;
  const value = parseDecimal(mantissa, 40);
  if (value === null) return null;
  const power = 40 - digits - shift;
  return power >= 0 ? value / 10n ** BigInt(power) : value * 10n ** BigInt(-power);
}

/** How many of the counted integers one unit of the bill stands for. */
function perUnit(unit: string, dimension: string): bigint {
  const isTokens = dimension.endsWith('_tokens');
  const lower = unit.toLowerCase();
  if (/^1k tokens|^1000 tokens/.test(lower)) return 1_000n;
  if (/^1m tokens|^1000000 tokens/.test(lower)) return 1_000_000n;
  return lower === 'units' && isTokens ? 1_000_000n : 1n;
}

/** Quantity in our own integers, rounded half up, since a bill's float is a hair off. */
function counted(amount: Cell, unit: Cell, dimension: BillLineDimension): bigint {
  const scaled = amount === null ? null : scaledDecimal(amount, 24);
  if (scaled === null) return 0n;
  const units = perUnit(unit ?? '', dimension) * BigInt(quantityScaleOf(dimension));
  const one = 10n ** 24n;
  return (2n * scaled * units + one) / (2n * one);
}

type BillLineDimension = NonNullable<BillLine['usage']>['dimension'];
