/** Adds up figures of a day, and folds rows so that what is shown still sums to the whole. */
import { assert } from '../../shared/assert.ts';
import { NONE, OTHER, UNATTRIBUTED } from '../../shared/dimensions.ts';
import type { DayFigures, NightlyRow, NightlySection } from './nightly-data.ts';

/** A row as the report shows it: a name, a missing name, or the sum of what has no row. */
export interface ReportRow extends NightlyRow {
  readonly kind: 'named' | 'missing' | 'rest';
}

export const NOT_LISTED = '(not listed)';

/**
 * The rows of a section, dearest first, and last what they leave out of the total.
 *
 * @returns rows whose costs and counts sum to the total, exactly.
 * @throws Error when the rows hold more than the total: they were not read together.
 */
export function sectionRows(section: NightlySection, total: DayFigures): readonly ReportRow[] {
  const rows = section.rows.map((row): ReportRow => ({ ...row, kind: kindOf(row.name) }));
  rows.sort(dearestFirst);
  const rest = rows.reduce((left, row) => combine(left, row.figures, -1), total);
  assert(isNowhereNegative(rest), `rows by ${section.dimension} hold no more than the total`);
  if (isZero(rest)) return rows;
  return [...rows, { name: NOT_LISTED, figures: rest, previousCostAttoUsd: null, kind: 'rest' }];
}

/**
 * Keeps the first rows and adds up the others into one, so that nothing is lost from sight.
 *
 * @param rowsMax how many rows come out at the most; at least 2.
 */
export function foldRows(rows: readonly ReportRow[], rowsMax: number): readonly ReportRow[] {
  if (rows.length <= rowsMax) return rows;
  const folded = rows.slice(rowsMax - 1);
  const [first, ...others] = folded.map((row) => row.figures);
  assert(first !== undefined, 'what is folded has rows');
  const figures = others.reduce((sum, next) => combine(sum, next, 1), first);
  const previousCostAttoUsd = sumOrNull(folded.map((row) => row.previousCostAttoUsd));
  const name = `${folded.length} more`;
  return [...rows.slice(0, rowsMax - 1), { name, figures, previousCostAttoUsd, kind: 'rest' }];
}

/** True when nothing of it could be priced: then the cost is unknown, not zero. Never throws. */
export function isWhollyUnpriced(
  figures: Pick<DayFigures, 'costAttoUsd' | 'unpricedInvocations'>,
): boolean {
  return figures.costAttoUsd === 0n && figures.unpricedInvocations > 0;
}

/** All tokens, read, written and cached. Never throws. */
export function allTokens(figures: DayFigures): number {
  const input = figures.inputTokens + figures.cacheReadTokens + figures.cacheWriteTokens;
  return input + figures.outputTokens;
}

function kindOf(name: string): ReportRow['kind'] {
  if (name === OTHER) return 'rest';
  return name === UNATTRIBUTED || name === NONE ? 'missing' : 'named';
}

function dearestFirst(a: NightlyRow, b: NightlyRow): number {
  if (a.figures.costAttoUsd !== b.figures.costAttoUsd) {
    return a.figures.costAttoUsd > b.figures.costAttoUsd ? -1 : 1;
  }
  const byCalls = b.figures.invocations - a.figures.invocations;
  if (byCalls !== 0) return byCalls;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** a + sign x b; percentiles of parts tell nothing about the whole, so they are dropped. */
function combine(a: DayFigures, b: DayFigures, sign: 1 | -1): DayFigures {
  return {
    costAttoUsd: a.costAttoUsd + BigInt(sign) * b.costAttoUsd,
    contractedCostAttoUsd: a.contractedCostAttoUsd + BigInt(sign) * b.contractedCostAttoUsd,
    inexactCostAttoUsd: a.inexactCostAttoUsd + BigInt(sign) * b.inexactCostAttoUsd,
    invocations: a.invocations + sign * b.invocations,
    errors: a.errors + sign * b.errors,
    throttles: a.throttles + sign * b.throttles,
    inputTokens: a.inputTokens + sign * b.inputTokens,
    outputTokens: a.outputTokens + sign * b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + sign * b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + sign * b.cacheWriteTokens,
    images: a.images + sign * b.images,
    videoMs: a.videoMs + sign * b.videoMs,
    latencyP50Ms: null,
    latencyP99Ms: null,
    unpricedInvocations: a.unpricedInvocations + sign * b.unpricedInvocations,
  };
}

function amounts(figures: DayFigures): readonly (bigint | number)[] {
  const { latencyP50Ms: _p50, latencyP99Ms: _p99, ...sums } = figures;
  return Object.values(sums).filter((value) => value !== null);
}

function isNowhereNegative(figures: DayFigures): boolean {
  return amounts(figures).every((amount) => amount >= 0);
}

function isZero(figures: DayFigures): boolean {
  return amounts(figures).every((amount) => Number(amount) === 0);
}

function sumOrNull(amountsAttoUsd: readonly (bigint | null)[]): bigint | null {
  let sum = 0n;
  for (const amount of amountsAttoUsd) {
    if (amount === null) return null;
    sum += amount;
  }
  return sum;
}
