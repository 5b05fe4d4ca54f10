/** Usage by type with the price of each: the lines that statements and exports are made of. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { Filter } from '../../shared/filter.ts';
import { stepBoundaries, WINDOW_STEPS_MAX, type Step, type Window } from '../../shared/window.ts';
import { shareOfType, type ChargeShare } from '../meter/charge.ts';
import { compareUsageTypes, usageTypeKey, type UsageType } from '../meter/usage.ts';
import type { PriceBook, RateMatch } from '../price/price-book.ts';
import { splitByPayer } from './payer.ts';
import { Rates, type Moment } from './rates.ts';
import { QueryError, type QueryStore } from './query-store.ts';

/** What is asked: like the one question, without metrics. */
export interface LinesAsked {
  readonly filter: Filter;
  readonly groupBy: readonly Dimension[];
  readonly window: Window;
  readonly step: Step;
  readonly timeZone: string;
}

/** All usage of one type, group and stretch of time in which one price held. */
export interface PricedLine {
  readonly group: readonly string[];
  /** The step, cut further where a rate or a discount changes. */
  readonly startMs: number;
  readonly endMs: number;
  readonly type: UsageType;
  /** Integer, in the dimension's unit times its scale. */
  readonly quantity: bigint;
  /** How a part of a charge came to its tenant; null for usage of calls. */
  readonly share: ChargeShare | null;
  /** Null when no rate covers it: the cost is unknown then, not zero. */
  readonly rate: RateMatch | null;
  /** Pico-dollars for a million counted units after the payer's discount; null like the rate. */
  readonly contractedPicoUsdPerMillion: bigint | null;
}

/**
 * Breaks the cost of a window down to usage types, so that quantity times unit price is the cost.
 *
 * @returns lines by time, then group, then usage type; their list costs sum to the `cost` of the
 *   same question and their contracted costs to its `contractedCost`, to the last digit.
 * @throws QueryError when the window has too many steps.
 */
export function pricedLines(
  asked: LinesAsked,
  store: QueryStore,
  book: PriceBook,
): readonly PricedLine[] {
  const steps = stepBoundaries(asked.window, asked.step, asked.timeZone);
  if (!steps) {
    const hint = 'Ask for a shorter window or a longer step.';
    throw new QueryError(`The window has more than ${WINDOW_STEPS_MAX} steps.`, hint);
  }
  const rates = new Rates(book);
  const boundariesMs = rates.cut(steps, store.usageTypes());
  const split = splitByPayer(asked.groupBy, book.discounts, false);
  const need = { latency: false, firstToken: false, usage: true };
  const { filter } = asked;
  const lines = new Map<string, PricedLine>();
  for (const cell of store.aggregate({ boundariesMs, filter, groupBy: split.groupBy, need })) {
    const startMs = boundariesMs[cell.intervalIndex] ?? asked.window.startMs;
    const endMs = boundariesMs[cell.intervalIndex + 1] ?? asked.window.endMs;
    const moment = { atMs: startMs, payer: split.payerOf(cell.group) };
    const group = split.fold(cell.group);
    for (const usage of cell.usage) {
      usage.types.forEach((type, index) => {
        const quantity = BigInt(usage.quantities[index] ?? 0);
        if (quantity === 0n) return;
        const price = priceOf(type, moment, rates);
        const contracted = String(price.contractedPicoUsdPerMillion);
        const key = JSON.stringify([startMs, group, usageTypeKey(type), contracted]);
        const sum = (lines.get(key)?.quantity ?? 0n) + quantity;
        const share = shareOfType(type);
        lines.set(key, { group, startMs, endMs, type, quantity: sum, share, ...price });
      });
    }
  }
  return [...lines.values()].sort(compareLines);
}

/** List and contracted cost of a line, atto-dollars, exact; null when it is unpriced. */
export function lineCost(
  line: Pick<PricedLine, 'quantity' | 'rate' | 'contractedPicoUsdPerMillion'>,
): { readonly listAttoUsd: bigint; readonly contractedAttoUsd: bigint } | null {
  const { quantity, rate, contractedPicoUsdPerMillion } = line;
  if (rate === null || contractedPicoUsdPerMillion === null) return null;
  return {
    listAttoUsd: quantity * rate.picoUsdPerMillion,
    contractedAttoUsd: quantity * contractedPicoUsdPerMillion,
  };
}

function priceOf(
  type: UsageType,
  moment: Moment,
  rates: Rates,
): Pick<PricedLine, 'rate' | 'contractedPicoUsdPerMillion'> {
  const rate = rates.at(type, moment.atMs);
  const contractedPicoUsdPerMillion = rate && rates.contracted(rate, type, moment);
  return { rate, contractedPicoUsdPerMillion };
}

/** By code units, so that no locale of a machine changes the order. */
function compareLines(a: PricedLine, b: PricedLine): number {
  if (a.startMs !== b.startMs) return a.startMs - b.startMs;
  const [left, right] = [JSON.stringify(a.group), JSON.stringify(b.group)];
  if (left !== right) return left < right ? -1 : 1;
  const byType = compareUsageTypes(a.type, b.type);
  if (byType !== 0) return byType;
  const [one, other] = [a.contractedPicoUsdPerMillion ?? 0n, b.contractedPicoUsdPerMillion ?? 0n];
  return one < other ? -1 : one > other ? 1 : 0;
}
