/** What one group did in one step: sums from which every metric of the catalogue is worked out. */
import { assert } from '../../shared/assert.ts';
import { STATUSES, UNATTRIBUTED } from '../../shared/dimensions.ts';
import { cloudWatchKey, type Metric, type MinutePeakOf } from '../../shared/metric.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { quantityScaleOf, type UsageDimension } from '../../shared/usage-dimension.ts';
import { shareOfType } from '../meter/charge.ts';
import type { UsageType } from '../meter/usage.ts';
import { quotaTokensOf } from '../meter/quota-tokens.ts';
import type { RateQuality } from '../price/lookup-plan.ts';
import { ExactSum } from '../price/exact-sum.ts';
import { costAttoUsd } from '../price/price-book.ts';
import { Sketch } from '../rollup/sketch.ts';
import type { AggregateCell, UsageSum } from '../store/store.ts';
import { addAmounts, billValue, type BillAmounts } from './bill-figures.ts';
import type { BillUse } from './bill-uses.ts';
import { CacheSums } from './cache-sums.ts';
import type { MantleUse } from './mantle-cost.ts';
import { moneyShare } from './money-share.ts';
import type { AnswerValue } from './query.ts';
import type { KnownRate, Moment, Rates } from './rates.ts';

const MS_PER_SECOND = 1_000;

/** What only some metrics ask for, and costs a look-up or two of each usage. */
export interface SumNeed {
  /** What the cache saved. */
  readonly cache: boolean;
  /** Quantities by dimension. */
  readonly quantities: boolean;
  /** What usage takes from the quotas of tokens. */
  readonly quotaTokens: boolean;
}

/** Sums of one group and step; cells of finer intervals are added one by one. */
export class StepSums {
  readonly group: readonly string[];
  readonly #statusCounts = STATUSES.map(() => 0);
  #quantities: Map<UsageDimension, number> | null = null;
  // Most groups and steps have none of these, and an answer has thousands of both.
  #latency: Sketch | null = null;
  #firstToken: Sketch | null = null;
  #cloudWatch: Map<string, number> | null = null;
  #mantle: Pick<MantleUse, 'costAttoUsd' | 'unpricedTokens'> | null = null;
  #bill: BillAmounts | null = null;
  readonly #cache: CacheSums | null;
  readonly #costOfQuality = new Map<RateQuality, ExactSum>();
  #discountAttoUsd = 0n;
  #unattributedAttoUsd = 0n;
  #imageAttoUsd = 0n;
  #pricedLines = 0;
  #hasLogs = false;
  #unattributed = 0;
  #quotaTokens = 0;
  #peaks: Map<MinutePeakOf, number> | null = null;
  #unpriced = 0;
  #unpricedCharges = 0;
  readonly #costOfShare = { direct: 0n, allocated: 0n, idle: 0n };
  readonly #need: SumNeed;

  constructor(group: readonly string[], need: SumNeed) {
    this.group = group;
    this.#need = need;
    this.#cache = need.cache ? new CacheSums() : null;
  }

  get unpriced(): number {
    return this.#unpriced;
  }

  get unpricedCharges(): number {
    return this.#unpricedCharges;
  }

  get unattributed(): number {
    return this.#unattributed;
  }

  /** Adds a cell whose whole interval lies within one stretch of every rate and discount. */
  add(cell: AggregateCell, moment: Moment, rates: Rates): void {
    this.#hasLogs = true;
    const counts = cell.statusCounts;
    for (let index = 0; index < counts.length; index += 1) {
      this.#statusCounts[index] = (this.#statusCounts[index] ?? 0) + (counts[index] ?? 0);
    }
    this.#unattributed += cell.unattributed;
    for (const usage of cell.usage) this.#addUsage(usage, moment, rates);
    if (cell.latency) (this.#latency ??= new Sketch()).merge(cell.latency);
    if (cell.firstToken) (this.#firstToken ??= new Sketch()).merge(cell.firstToken);
  }

  addCloudWatch(line: string, value: number): void {
    this.#cloudWatch ??= new Map();
    this.#cloudWatch.set(line, (this.#cloudWatch.get(line) ?? 0) + value);
  }

  /** What the busiest minute of this step did. */
  setPeak(of: MinutePeakOf, value: number): void {
    this.#peaks ??= new Map();
    this.#peaks.set(of, value);
  }

  addMantle(use: MantleUse): void {
    const before = this.#mantle ?? NO_MANTLE;
    const cost = before.costAttoUsd + use.costAttoUsd;
    this.#mantle = {
      costAttoUsd: cost,
      unpricedTokens: before.unpricedTokens + use.unpricedTokens,
    };
  }

  addBill({ amounts }: BillUse): void {
    this.#bill = this.#bill ? addAmounts(this.#bill, amounts) : amounts;
  }

  /** @returns the metric's value in its unit; null when nothing here tells it. */
  value(key: MetricKey): AnswerValue {
    const metric: Metric = METRICS[key];
    const { formula } = metric;
    switch (formula.kind) {
      case 'invocations':
        return this.#countOf(formula.statuses);
      case 'usage':
        return this.#usageOf(formula.dimensions);
      case 'cost':
        return this.#money(this.#costAttoUsd);
      case 'costByQuality':
        return this.#money(sumOf(formula.qualities.map((one) => this.#costOf(one))));
      case 'cache':
        return this.#cache?.value(formula.part) ?? null;
      case 'contractedCost':
        return this.#money(this.#costAttoUsd - this.#discountAttoUsd);
      case 'chargeCost':
        return this.#money(sumOf(formula.shares.map((one) => this.#costOfShare[one])));
      case 'directCost': {
        const { allocated, idle } = this.#costOfShare;
        return this.#money(this.#costAttoUsd - allocated - idle);
      }
      case 'unpriced':
        return this.#unpriced;
      case 'costByTenant':
        return this.#money(this.#costOfPart(formula.part));
      case 'unpricedCharges':
        return this.#unpricedCharges;
      case 'unattributed':
        return this.#unattributed;
      case 'percentile':
        return this.#sketchOf(formula.of).quantile(formula.quantile);
      case 'cloudWatch':
        return valueIn(this.#cloudWatch, cloudWatchKey(formula));
      case 'mantle':
        return this.#mantleValue(formula.part);
      case 'bill':
        return this.#bill && billValue(this.#bill, formula.part);
      case 'quotaTokens':
        return this.#quotaTokens;
      case 'minutePeak':
        return valueIn(this.#peaks, formula.of);
      case 'imageCost':
        return this.#money(this.#imageAttoUsd);
      case 'duration':
        return durationOf(this.#sketchOf('latency'));
      case 'within':
        return this.#sketchOf('latency').countUpTo(formula.ms ?? Infinity);
      case 'ratio':
        return this.#ratio(formula);
    }
  }

  #sketchOf(of: 'latency' | 'firstToken'): Sketch {
    return (of === 'latency' ? this.#latency : this.#firstToken) ?? NO_TIMES;
  }

  /** Nothing priced among unpriced tokens is unknown, and never zero. */
  #mantleValue(part: 'cost' | 'unpricedTokens'): AnswerValue {
    if (!this.#mantle) return null;
    const { costAttoUsd: cost, unpricedTokens } = this.#mantle;
    if (part === 'unpricedTokens') return unpricedTokens;
    return cost === 0n && unpricedTokens > 0 ? null : cost;
  }

  #addUsage(usage: UsageSum, moment: Moment, rates: Rates): void {
    let isPriced = true;
    const { types, quantities } = usage;
    const isCharge = usage.charges > 0;
    for (let index = 0; index < types.length; index += 1) {
      const type = types[index];
      if (!type) break;
      const quantity = quantities[index] ?? 0;
      assert(Number.isSafeInteger(quantity), 'a quantity of one cell is a safe integer');
      this.#addQuantity(type, quantity, moment.atMs);
      this.#cache?.add(type, quantity, moment, rates);
      const rate = rates.at(type, moment.atMs);
      if (rate) this.#addCost(rate, { type, quantity, isCharge }, moment, rates);
      else isPriced = false;
    }
    if (isPriced) return;
    this.#unpriced += usage.invocations;
    this.#unpricedCharges += usage.charges;
  }

  #addQuantity(type: UsageType, quantity: number, atMs: number): void {
    if (this.#need.quantities) {
      this.#quantities ??= new Map();
      const before = this.#quantities.get(type.dimension) ?? 0;
      this.#quantities.set(type.dimension, before + quantity);
    }
    if (this.#need.quotaTokens) this.#quotaTokens += quotaTokensOf(type, quantity, atMs);
  }

  #addCost(
    rate: KnownRate,
    used: { readonly type: UsageType; readonly quantity: number; readonly isCharge: boolean },
    moment: Moment,
    rates: Rates,
  ): void {
    const { type, quantity } = used;
    this.#pricedLines += 1;
    let sum = this.#costOfQuality.get(rate.quality);
    if (!sum) this.#costOfQuality.set(rate.quality, (sum = new ExactSum()));
    sum.add(quantity, rate.factor);
    const isImage = type.dimension === 'output_images';
    const isUnattributed = moment.payer.tenant === UNATTRIBUTED;
    if (isImage || isUnattributed || used.isCharge) {
      const cost = costAttoUsd(BigInt(quantity), rate);
      if (isImage) this.#imageAttoUsd += cost;
      if (isUnattributed) this.#unattributedAttoUsd += cost;
      if (used.isCharge) this.#costOfShare[shareOfType(type) ?? 'direct'] += cost;
    }
    const contracted = rates.contracted(rate, type, moment);
    if (contracted === rate.picoUsdPerMillion) return;
    this.#discountAttoUsd += BigInt(quantity) * (rate.picoUsdPerMillion - contracted);
  }

  /** The question that asks for it has told tenants apart. */
  #costOfPart(part: 'attributed' | 'unattributed'): bigint {
    if (part === 'unattributed') return this.#unattributedAttoUsd;
    return this.#costAttoUsd - this.#unattributedAttoUsd;
  }

  get #costAttoUsd(): bigint {
    return sumOf([...this.#costOfQuality.values()].map((sum) => sum.total()));
  }

  #costOf(quality: RateQuality): bigint {
    return this.#costOfQuality.get(quality)?.total() ?? 0n;
  }

  /** Nothing priced among unpriced usage is unknown, and so is what only CloudWatch counted. */
  #money(attoUsd: bigint): AnswerValue {
    if (!this.#hasLogs) return null;
    const unpriced = this.#unpriced + this.#unpricedCharges;
    return unpriced > 0 && this.#pricedLines === 0 ? null : attoUsd;
  }

  #countOf(statuses: readonly string[] | 'all'): number {
    const counts = this.#statusCounts.map((count, index) =>
      statuses === 'all' || statuses.includes(STATUSES[index] ?? '') ? count : 0,
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  #usageOf(dimensions: readonly UsageDimension[]): number {
    const sums = dimensions.map((one) => (this.#quantities?.get(one) ?? 0) / quantityScaleOf(one));
    return sums.reduce((sum, quantity) => sum + quantity, 0);
  }

  #ratio(formula: { over: string; under: readonly string[]; per: number }): AnswerValue {
    // The guarantee: the catalogue's test checks that ratios name metrics of the catalogue.
    const over = this.value(formula.over as MetricKey);
    const parts = formula.under.map((key) => this.value(key as MetricKey));
    if (over === null || parts.some((part) => part === null)) return null;
    if (typeof parts[0] === 'bigint') return moneyShare(over, parts[0]);
    const under = parts.reduce<number>((sum, part) => sum + Number(part), 0);
    if (under === 0) return null;
    if (typeof over === 'number') return (over * formula.per) / under;
    return (over * BigInt(formula.per)) / BigInt(Math.round(under));
  }
}

const NO_MANTLE = { costAttoUsd: 0n, unpricedTokens: 0 };

/** Of a step in which no call has told its time; nothing is ever added to it. */
const NO_TIMES = new Sketch();

function durationOf(latency: Sketch): number | null {
  return latency.total === 0 ? null : latency.sum() / MS_PER_SECOND;
}

function valueIn<Key>(values: ReadonlyMap<Key, number> | null, key: Key): number | null {
  return values?.get(key) ?? null;
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
