/** A statement: what one tenant owes for one month, line by line, from priced usage. */
import { IDLE } from '../../../shared/dimensions.ts';
import { lineCost, type PricedLine } from '../../query/priced-lines.ts';
import { formatMonth } from '../format.ts';
import { roundToCents } from '../rounding.ts';
import {
  consumedQuantity,
  pricedQuantity,
  pricingUnit,
  unitPriceUsd,
  usageWords,
} from '../usage-words.ts';

/** One usage type at one price. */
export interface StatementLine {
  readonly model: string;
  readonly region: string;
  /** Such as `Cache Write Tokens (1h), global`. */
  readonly usage: string;
  /** `own` is what the tenant used; `shared` its part of what several pay for. */
  readonly kind: 'own' | 'shared';
  /** Exact decimals: quantity times unit price is the cost. */
  readonly quantity: string;
  readonly unit: string;
  readonly consumed: string;
  /** Null where no rate covers the usage: its cost is unknown and in no sum. */
  readonly listUnitPriceUsd: string | null;
  readonly unitPriceUsd: string | null;
  readonly listCostAttoUsd: bigint | null;
  readonly costAttoUsd: bigint | null;
  /** As it is shown; these sum to the total in cents. */
  readonly costCents: bigint | null;
  /** How far to trust the rate: exact, fallback, estimate or unpriced. */
  readonly quality: string;
}

/** What a rule of shared cost moved: to this tenant, or below zero away from it. */
export interface StatementShare {
  readonly rule: string;
  /** How the rule splits, in words. */
  readonly method: string;
  /** Whose cost it was, or who took it. */
  readonly otherTenant: string;
  readonly listAttoUsd: bigint;
  readonly amountAttoUsd: bigint;
  readonly amountCents: bigint;
}

/** An amount that no usage carries, such as a credit that was agreed; below zero it is one. */
export interface StatementAdjustment {
  readonly label: string;
  readonly amountAttoUsd: bigint;
  readonly amountCents: bigint;
}

export interface Statement {
  readonly tenant: string;
  /** `2026-11`. */
  readonly month: string;
  readonly timeZone: string;
  readonly generatedFrom: {
    readonly priceBookVersion: string;
    readonly rulesVersion: string;
    readonly completeTo: string | null;
  };
  /** Whether usage of the month may still be added. */
  readonly isPreliminary: boolean;
  /** How shared cost is split, in words. */
  readonly sharedBy: string;
  /** Own lines first, then shared; by model, Region and usage type. */
  readonly lines: readonly StatementLine[];
  /** By rule and tenant. */
  readonly shares: readonly StatementShare[];
  readonly adjustments: readonly StatementAdjustment[];
  readonly ownAttoUsd: bigint;
  /** Its part of bought capacity, and what rules of shared cost moved. */
  readonly sharedAttoUsd: bigint;
  readonly adjustedAttoUsd: bigint;
  readonly listAttoUsd: bigint;
  readonly totalAttoUsd: bigint;
  readonly totalCents: bigint;
  readonly unpricedLines: number;
}

export type StatementHead = Pick<
  Statement,
  'tenant' | 'month' | 'timeZone' | 'generatedFrom' | 'isPreliminary' | 'sharedBy'
>;

/**
 * Makes a statement of the priced lines of one tenant.
 *
 * Cents are by largest remainder over all lines, shares and adjustments together, so that what is
 * shown adds up to the total that is shown, which is the exact total rounded half up.
 *
 * @param moved what rules of shared cost gave to the tenant and took from it.
 * @param adjustments exact amounts with their labels.
 */
export function statementOf(
  head: StatementHead,
  priced: readonly PricedLine[],
  moved: readonly Omit<StatementShare, 'amountCents'>[],
  adjustments: readonly Omit<StatementAdjustment, 'amountCents'>[],
): Statement {
  const lines = merged(priced);
  const costs = lines.map(({ costAttoUsd }) => costAttoUsd ?? 0n);
  const amounts = adjustments.map(({ amountAttoUsd }) => amountAttoUsd);
  const shares = moved.map(({ amountAttoUsd }) => amountAttoUsd);
  const { partsCents, totalCents } = roundToCents([...costs, ...shares, ...amounts]);
  const sumOf = (kind: StatementLine['kind']): bigint =>
    sum(lines.filter((line) => line.kind === kind).map(({ costAttoUsd }) => costAttoUsd ?? 0n));
  return {
    ...head,
    lines: lines.map((line, index) => ({
      ...line,
      costCents: line.costAttoUsd === null ? null : (partsCents[index] ?? 0n),
    })),
    shares: moved.map((one, index) => ({
      ...one,
      amountCents: partsCents[lines.length + index] ?? 0n,
    })),
    adjustments: adjustments.map((one, index) => ({
      ...one,
      amountCents: partsCents[lines.length + moved.length + index] ?? 0n,
    })),
    ownAttoUsd: sumOf('own'),
    sharedAttoUsd: sumOf('shared') + sum(shares),
    adjustedAttoUsd: sum(amounts),
    listAttoUsd: sum([
      ...lines.map(({ listCostAttoUsd }) => listCostAttoUsd ?? 0n),
      ...moved.map(({ listAttoUsd }) => listAttoUsd),
    ]),
    totalAttoUsd: sum([...costs, ...shares, ...amounts]),
    totalCents,
    unpricedLines: lines.filter(({ costAttoUsd }) => costAttoUsd === null).length,
  };
}

type Line = Omit<StatementLine, 'costCents'>;

/** Stretches of the month at the same price are one line. */
function merged(priced: readonly PricedLine[]): readonly Line[] {
  const sums = new Map<string, PricedLine>();
  for (const line of priced) {
    const { type, share, rate, contractedPicoUsdPerMillion } = line;
    const price = [String(rate?.picoUsdPerMillion), String(contractedPicoUsdPerMillion)];
    const key = JSON.stringify([type, kindOf(share), rate?.quality, ...price]);
    const before = sums.get(key)?.quantity ?? 0n;
    sums.set(key, { ...line, quantity: before + line.quantity });
  }
  return [...sums.values()].map(lineOf).sort(inOrder);
}

function kindOf(share: PricedLine['share']): StatementLine['kind'] {
  return share === 'allocated' || share === 'idle' ? 'shared' : 'own';
}

function lineOf(line: PricedLine): Line {
  const { type, quantity, rate, contractedPicoUsdPerMillion, share } = line;
  const unit = pricingUnit(type);
  const cost = lineCost(line);
  const price = (pico: bigint | null): string | null =>
    pico === null ? null : unitPriceUsd(pico, unit);
  return {
    model: type.model,
    region: type.region,
    usage: usageWords(type),
    kind: kindOf(share),
    quantity: pricedQuantity(quantity, unit),
    unit: unit.name,
    consumed: consumedQuantity(quantity, unit),
    listUnitPriceUsd: price(rate?.picoUsdPerMillion ?? null),
    unitPriceUsd: price(contractedPicoUsdPerMillion),
    listCostAttoUsd: cost?.listAttoUsd ?? null,
    costAttoUsd: cost?.contractedAttoUsd ?? null,
    quality: rate?.quality ?? 'unpriced',
  };
}

function inOrder(a: Line, b: Line): number {
  const key = ({ kind, model, region, usage, unitPriceUsd: price }: Line): string =>
    JSON.stringify([kind, model, region, usage, price]);
  const [left, right] = [key(a), key(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((before, amount) => before + amount, 0n);
}

/** What a rule moved, for the reader of a bill: `platform, by usage`. */
export function shareWords({ rule, method, otherTenant, amountAttoUsd }: StatementShare): string {
  const way = amountAttoUsd < 0n ? 'to' : 'of';
  return `${rule}: ${way} ${otherTenant}, ${method}`;
}

/** What the total is, in the words of a bill. */
export function totalWords({
  month,
  isPreliminary,
}: Pick<Statement, 'month' | 'isPreliminary'>): string {
  const what = isPreliminary ? 'Total so far' : 'Total due';
  const which = 'contracted cost in US dollars, before tax and credits of AWS';
  return `${what} for ${formatMonth(month)}: ${which}`;
}

/** What nobody used is no tenant's: its statement says so. Never throws. */
export function tenantTitle(tenant: string): string {
  return tenant === IDLE ? 'Idle capacity, of no tenant' : tenant;
}
