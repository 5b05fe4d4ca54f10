/** Answers the one question: aggregates from the store, rates from the price book. */
import { cloudWatchKey, type Metric } from '../../shared/metric.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { stepBoundaries, WINDOW_STEPS_MAX } from '../../shared/window.ts';
import type { UsageType } from '../meter/usage.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { AggregateRequest } from '../store/store.ts';
import type { MetricDimension } from '../store/metric-ledger.ts';
import type { Answer, AnswerRow, AnswerValue, Query } from './query.ts';
import { billUses } from './bill-uses.ts';
import { mantleUses } from './mantle-cost.ts';
import { addPeaks, withBurnDownCuts } from './peak-values.ts';
import { splitByPayer } from './payer.ts';
import { QueryError, type QueryStore } from './query-store.ts';
import { ratesOf, type Rates } from './rates.ts';
import { answerTop } from './top-groups.ts';
import { StepSums, type SumNeed } from './step-sums.ts';

export { QueryError, type QueryStore };

/**
 * Answers a question over [window.startMs, window.endMs).
 *
 * Sums of parts equal the whole to the last digit: costs are exact integers, never rounded.
 *
 * @returns one row for each group and step that has data.
 * @throws QueryError when the window has too many steps.
 */
export function runQuery(query: Query, store: QueryStore, book: PriceBook): Answer {
  return answerTop(query, (asked) => answerAll(asked, store, book));
}

function answerAll(query: Query, store: QueryStore, book: PriceBook): Answer {
  const steps = stepBoundaries(query.window, query.step, query.timeZone);
  if (!steps) {
    const hint = 'Ask for a shorter window or a longer step.';
    throw new QueryError(`The window has more than ${WINDOW_STEPS_MAX} steps.`, hint);
  }
  const formulas = neededFormulas(query.metrics);
  // Every answer tells what is unpriced in it; discounts only count when a metric asks.
  const rates = ratesOf(book, isContracted(formulas));
  const need = sumNeedOf(formulas);
  const cuts = rates.cut(steps, ratedTypes(store, rates, need.cache));
  const boundariesMs = withBurnDownCuts(cuts, formulas);
  const groups = new Groups(query, steps, need);
  const discounts = isContracted(formulas) ? book.discounts : [];
  const asksTenant = formulas.some(({ kind }) => kind === 'costByTenant');
  const split = splitByPayer(query.groupBy, discounts, asksTenant);
  const cells = store.aggregate({
    boundariesMs,
    filter: query.filter,
    groupBy: split.groupBy,
    need: needOf(formulas),
  });
  for (const cell of cells) {
    const atMs = boundariesMs[cell.intervalIndex] ?? query.window.startMs;
    const moment = { atMs, payer: split.payerOf(cell.group) };
    groups.at(split.fold(cell.group), atMs).add(cell, moment, rates);
  }
  addPeaks({ query, formulas, steps }, store, (group, startMs) => groups.at(group, startMs));
  addCloudWatch({ query, formulas, steps, rates }, store, groups);
  if (formulas.some(({ kind }) => kind === 'bill')) {
    for (const use of billUses(query, store, book)) groups.at(use.group, use.atMs).addBill(use);
  }
  return groups.answer();
}

/** All types whose rates the answer needs: savings compare cached tokens with fresh ones. */
function ratedTypes(store: QueryStore, rates: Rates, asksCache: boolean): readonly UsageType[] {
  const types = store.usageTypes();
  if (!asksCache) return types;
  const cached = types.filter(({ dimension }) => /^cache_(read|write)_tokens$/.test(dimension));
  return [...types, ...cached.map((type) => rates.freshInputOf(type))];
}

type Formula = Metric['formula'];

/** Formulas of the metrics and of those that their ratios are made of. */
function neededFormulas(keys: readonly string[]): readonly Formula[] {
  // The guarantee: keys come from the catalogue, or from ratios that its test checks.
  const formulas = keys.map((key): Formula => METRICS[key as MetricKey].formula);
  const parts = formulas.flatMap((formula) =>
    formula.kind === 'ratio' ? [formula.over, ...formula.under] : [],
  );
  return parts.length === 0 ? formulas : [...formulas, ...neededFormulas(parts)];
}

function isContracted(formulas: readonly Formula[]): boolean {
  return formulas.some(({ kind }) => kind === 'contractedCost');
}

function sumNeedOf(formulas: readonly Formula[]): SumNeed {
  const asks = (kind: Formula['kind']): boolean =>
    formulas.some((formula) => formula.kind === kind);
  return { cache: asks('cache'), quantities: asks('usage'), quotaTokens: asks('quotaTokens') };
}

function needOf(formulas: readonly Formula[]): AggregateRequest['need'] {
  const has = (test: (formula: Formula) => boolean): boolean => formulas.some(test);
  return {
    latency: has((f) => isOfLatency(f)),
    firstToken: has((f) => f.kind === 'percentile' && f.of === 'firstToken'),
    usage: true,
  };
}

function isOfLatency(formula: Formula): boolean {
  if (formula.kind === 'percentile') return formula.of === 'latency';
  return formula.kind === 'within' || formula.kind === 'duration';
}

const CLOUDWATCH_DIMENSIONS: readonly string[] = ['account', 'region', 'model', 'provider'];

/** The groups of a question as a line of points can tell them apart; null when it cannot. */
function groupsWithin(
  { groupBy, filter }: Query,
  known: readonly string[],
): readonly MetricDimension[] | null {
  const isKnown = (name: string): name is MetricDimension => known.includes(name);
  const found = groupBy.filter(isKnown);
  const isFiltered = filter.terms.every((term) => isKnown(term.dimension));
  return found.length === groupBy.length && isFiltered ? found : null;
}

/** Adds what CloudWatch counted, where it can tell the asked dimensions apart. */
function addCloudWatch(
  asked: {
    readonly query: Query;
    readonly formulas: readonly Formula[];
    readonly steps: readonly number[];
    readonly rates: Rates;
  },
  store: QueryStore,
  groups: Groups,
): void {
  const { query, formulas, steps, rates } = asked;
  const { filter, window } = query;
  const lines = formulas.flatMap((f) => (f.kind === 'cloudWatch' ? [f] : []));
  for (const [key, metric] of new Map(lines.map((line) => [cloudWatchKey(line), line]))) {
    const groupBy = groupsWithin(query, dimensionsOf(metric.level));
    if (!groupBy) continue;
    for (const cell of store.aggregateMetric({ boundariesMs: steps, filter, groupBy, metric })) {
      const startMs = steps[cell.intervalIndex] ?? window.startMs;
      groups.at(cell.group, startMs).addCloudWatch(key, cell.value);
    }
  }
  const groupBy = groupsWithin(query, dimensionsOf(MANTLE_LEVEL));
  if (!groupBy || !formulas.some(({ kind }) => kind === 'mantle')) return;
  for (const use of mantleUses({ steps, filter, groupBy }, store, rates)) {
    groups.at(use.group, use.atMs).addMantle(use);
  }
}

const MANTLE_LEVEL = 'Model,Project';

/** Of a level without a model nobody knows what part a model has in it. */
function dimensionsOf(level: string): readonly string[] {
  if (level === MANTLE_LEVEL) return [...CLOUDWATCH_DIMENSIONS, 'tenant'];
  return level.includes('Model') ? CLOUDWATCH_DIMENSIONS : ['account', 'region'];
}

interface GroupSums {
  readonly group: readonly string[];
  /** By index of the step; those without data are missing. */
  readonly steps: Map<number, StepSums>;
}

/** The sums of all groups and steps of one answer. */
class Groups {
  readonly #query: Query;
  readonly #steps: readonly number[];
  readonly #need: SumNeed;
  readonly #groups = new Map<string, GroupSums>();
  #last: GroupSums | null = null;

  constructor(query: Query, steps: readonly number[], need: SumNeed) {
    this.#query = query;
    this.#need = need;
    this.#steps = steps;
  }

  at(group: readonly string[], atMs: number): StepSums {
    const stepIndex = this.#stepOf(atMs);
    const { steps } = this.#groupOf(group);
    const known = steps.get(stepIndex);
    if (known) return known;
    const sums = new StepSums(group, this.#need);
    steps.set(stepIndex, sums);
    return sums;
  }

  /** Cells of one group follow each other, and share their array. */
  #groupOf(group: readonly string[]): GroupSums {
    if (this.#last?.group === group) return this.#last;
    const key = JSON.stringify(group);
    const found = this.#groups.get(key) ?? { group, steps: new Map<number, StepSums>() };
    this.#groups.set(key, found);
    this.#last = { group, steps: found.steps };
    return this.#last;
  }

  answer(): Answer {
    const all = [...this.#groups.values()].flatMap(({ steps }) =>
      [...steps].map(([stepIndex, sums]) => ({ stepIndex, sums })),
    );
    const rows = all.map(({ stepIndex, sums }): AnswerRow => {
      const values = new Map(this.#query.metrics.map((key) => [key, sums.value(key)]));
      return { group: sums.group, startMs: this.#steps[stepIndex] ?? 0, values };
    });
    const first = this.#query.metrics[0];
    const rank = (row: AnswerRow): AnswerValue => (first ? (row.values.get(first) ?? null) : null);
    rows.sort((a, b) => {
      const byValue = compareDescending(rank(a), rank(b));
      return a.startMs - b.startMs || byValue || compareTexts(a.group, b.group);
    });
    return {
      rows,
      unpricedInvocations: all.reduce((sum, one) => sum + one.sums.unpriced, 0),
      unpricedCharges: all.reduce((sum, one) => sum + one.sums.unpricedCharges, 0),
      unattributedInvocations: all.reduce((sum, one) => sum + one.sums.unattributed, 0),
    };
  }

  #stepOf(atMs: number): number {
    let low = 0;
    let high = this.#steps.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (atMs >= (this.#steps[middle] ?? Infinity)) low = middle;
      else high = middle;
    }
    return low;
  }
}

function compareDescending(a: AnswerValue, b: AnswerValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a === b ? 0 : a < b ? 1 : -1;
}

/** By code units, so that no locale of a machine changes an answer. */
function compareTexts(a: readonly string[], b: readonly string[]): number {
  const left = JSON.stringify(a);
  const right = JSON.stringify(b);
  return left === right ? 0 : left < right ? -1 : 1;
}
