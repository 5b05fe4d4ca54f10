/** How long metering and rating take, beside JSON.parse of the same records in the same run. */
import { meterInvocation } from '../../server/meter/meter-invocation.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { costAttoUsd, type RateMatch } from '../../server/price/price-book.ts';
import { Rates } from '../../server/query/rates.ts';
import type { Invocation } from '../../server/record/invocation.ts';
import { parseRecords } from '../../server/record/parse-records.ts';
import { resolveModel } from '../../server/record/resolve-model.ts';
import { createDemoWorld } from '../../server/demo/demo-world.ts';
import type { Inventory } from '../../server/source/inventory.ts';
import { assert } from '../../shared/assert.ts';
import { recordTexts, SCOPES } from '../demo/demo-records.ts';

const END_MS = Date.UTC(2026, 8, 1, 12);

/** What a number of calls took and came to. */
export interface MeterAndRate {
  readonly calls: number;
  readonly bytes: number;
  /** JSON.parse of each record's text, and nothing else. */
  readonly jsonMs: number;
  /** From text to invocation: JSON.parse, then the reading of counts, identities and times. */
  readonly recordMs: number;
  /** From invocation to cost: the model's look-up, usage lines, a rate for each, the exact sum. */
  readonly meterAndRateMs: number;
  readonly lines: number;
  readonly unpricedLines: number;
  readonly attoUsd: bigint;
}

/** Records, and the profiles that their calls go through. */
export interface Traffic {
  readonly texts: readonly string[];
  readonly inventory: Inventory;
}

/** Demo calls: all providers and operations, with short prompts and answers. */
export function demoTraffic(callsMax: number): Traffic {
  const world = createDemoWorld({ seed: 7, days: 1, endMs: END_MS });
  const texts = SCOPES.flatMap((scope) => recordTexts(world, scope, END_MS));
  const profiles = SCOPES.flatMap((scope) => world.profiles(scope));
  const inventory = { profiles: new Map(profiles.map((profile) => [profile.arn, profile])) };
  return { texts: texts.slice(0, callsMax), inventory };
}

/**
 * Runs through the texts again and again until so many calls are done. Each round parses anew, so
 * that no round finds the objects of the one before in a cache.
 */
export function meterAndRate({ texts, inventory }: Traffic, callsMin: number): MeterAndRate {
  const spans = { jsonMs: 0, recordMs: 0, meterAndRateMs: 0 };
  const rating = new Rating(inventory);
  let calls = 0;
  while (calls < callsMin) {
    spans.jsonMs += timeMs(() => texts.map((text) => JSON.parse(text) as unknown));
    let invocations: readonly Invocation[] = [];
    spans.recordMs += timeMs(() => (invocations = texts.flatMap(invocationsOf)));
    spans.meterAndRateMs += timeMs(() => invocations.forEach((one) => rating.add(one)));
    calls += invocations.length;
  }
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length;
  let attoUsd = 0n;
  spans.meterAndRateMs += timeMs(() => (attoUsd = rating.attoUsd()));
  const { lines, unpricedLines } = rating;
  return { calls, bytes: Math.round(bytes * calls), ...spans, lines, unpricedLines, attoUsd };
}

export function invocationsOf(text: string): readonly Invocation[] {
  const found = parseRecords({ text, sourceAtMs: null }, END_MS);
  return found.flatMap((one) => (one.ok ? [one.value] : []));
}

function timeMs(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

/** Rates each usage line at its own instant; what has one rate is added up, then multiplied. */
class Rating {
  readonly #rates = new Rates(bundledPriceBook());
  readonly #quantities = new Map<RateMatch, number>();
  readonly #inventory: Inventory;
  lines = 0;
  unpricedLines = 0;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  add(invocation: Invocation): void {
    const { modelId, modelReference, timestampMs } = invocation;
    const resolved = resolveModel(modelId, modelReference, this.#inventory);
    for (const { type, quantity } of meterInvocation(invocation, resolved)) {
      this.lines += 1;
      const rate = this.#rates.at(type, timestampMs);
      if (rate) this.#quantities.set(rate, (this.#quantities.get(rate) ?? 0) + quantity);
      else this.unpricedLines += 1;
    }
  }

  attoUsd(): bigint {
    let sum = 0n;
    for (const [rate, quantity] of this.#quantities) {
      assert(Number.isSafeInteger(quantity), 'a quantity of one rate is a safe integer');
      sum += costAttoUsd(BigInt(quantity), rate);
    }
    return sum;
  }
}
