/** The price book that comes with the program: list prices of AWS, each with source and date. */
import { USAGE_DIMENSIONS } from '../../shared/usage-dimension.ts';
import { assert } from '../../shared/assert.ts';
import amazonRates from './bundled/rates-amazon.json' with { type: 'json' };
import anthropicRates from './bundled/rates-anthropic.json' with { type: 'json' };
import commonRates from './bundled/rates-common.json' with { type: 'json' };
import otherRates from './bundled/rates-other.json' with { type: 'json' };
import sources from './bundled/sources.json' with { type: 'json' };
import { BOOK_START_MS, createPriceBook, type PriceBook } from './price-book.ts';
import { parseRate, type PricedPer, type PriceRow, type PriceSource } from './price-row.ts';
import { parseDetail } from './usage-class.ts';

let parsed: PriceBook | undefined;

/**
 * The bundled list prices, parsed at the first call.
 *
 * A row holds for the Regions that its source names. Where a source knows one Region only, or
 * lists one price in all of many Regions, there is a second row for Region `*`: elsewhere it gives
 * a rate of quality `fallback`. Prices that are known to differ by Region have no such row.
 *
 * @throws Error when the bundled data is broken: a bug of ours.
 */
export function bundledPriceBook(): PriceBook {
  parsed ??= createPriceBook(bundledRows());
  return parsed;
}

/** What each source gave; `covered` rows are priced by a source that ranks higher. */
export const BUNDLED_SOURCES: readonly BundledSource[] = sources;

export interface BundledSource extends PriceSource {
  readonly rows: number;
  readonly converted: number;
  readonly covered: number;
  readonly refused: number;
}

function bundledRows(): readonly PriceRow[] {
  const lines = [...amazonRates, ...anthropicRates, ...otherRates, ...commonRates];
  return lines.flatMap(rowsOfLine);
}

/** What the columns of a line are; axes are those that differ from the usual, as `tier=flex`. */
interface RateLine {
  readonly model: string;
  readonly dimension: string;
  readonly axes: string;
  /** Class, such as `maxSide=1024 quality=standard`. */
  readonly match: string;
  readonly usd: string;
  /** 1, 1K or 1M units. */
  readonly per: string;
  /** Regions, with `*` where the price may stand in for others. */
  readonly regions: string;
  readonly source: string;
  /** First day and end, YYYY-MM-DD in UTC; '' for none. */
  readonly from: string;
  readonly to: string;
  readonly note: string;
}

const COLUMNS = [
  ...(['model', 'dimension', 'axes', 'match', 'usd', 'per'] as const),
  ...(['regions', 'source', 'from', 'to', 'note'] as const),
] as const satisfies readonly (keyof RateLine)[];

function rowsOfLine(values: readonly string[]): readonly PriceRow[] {
  assert(values.length === COLUMNS.length, `a bundled rate has all columns: ${values.join(' ')}`);
  const entries = COLUMNS.map((name, index) => [name, values[index] ?? '']);
  // The guarantee: COLUMNS holds every key of RateLine, and each value is a text.
  const line = Object.fromEntries(entries) as RateLine;
  const { rest, apis } = axesOf(line.axes);
  const shared = {
    ...rest,
    ...priceOf(line),
    model: line.model,
    note: line.note,
    match: parseDetail(line.match),
    effectiveFromMs: dayOf(line.from) ?? BOOK_START_MS,
    effectiveToMs: dayOf(line.to),
  };
  return line.regions.split(' ').flatMap((region) => {
    return apis.map((api) => ({ ...shared, id: idOf(line, region, api), region, api }));
  });
}

function idOf({ source, model, dimension, axes, match, from }: RateLine, ...place: string[]) {
  return [source, model, dimension, ...place, axes, match, from].join('/');
}

function dayOf(date: string): number | null {
  return date === '' ? null : Date.parse(`${date}T00:00:00Z`);
}

type Price = Pick<PriceRow, 'dimension' | 'source' | 'usd' | 'per' | 'picoUsdPerMillion'>;

function priceOf(line: RateLine): Price {
  const dimension = USAGE_DIMENSIONS.find((known) => known === line.dimension);
  const source = sources.find(({ key }) => key === line.source);
  const per = PER_OF.get(line.per);
  assert(dimension !== undefined, `a bundled rate is of a known dimension: ${line.dimension}`);
  assert(source !== undefined, `a bundled rate is of a known source: ${line.source}`);
  assert(per !== undefined, `a bundled rate is for 1, 1K or 1M units, not ${line.per}`);
  const picoUsdPerMillion = parseRate(line.usd, per, dimension);
  assert(picoUsdPerMillion !== null, `a bundled price is exact: ${line.model} ${line.usd}`);
  return { dimension, source, usd: line.usd, per, picoUsdPerMillion };
}

const PER_OF = new Map<string, PricedPer>([
  ['1', 1],
  ['1K', 1000],
  ['1M', 1_000_000],
]);

type Api = PriceRow['api'];
type Axes = Pick<PriceRow, 'routing' | 'tier' | 'latency' | 'context' | 'variant' | 'cacheTtl'>;

/** Every value that an axis can have in the bundled files; the first one is not written there. */
const AXIS_VALUES = {
  routing: ['regional', 'geo', 'global'],
  tier: ['standard', 'priority', 'flex', 'batch', 'reserved'],
  latency: ['standard', 'optimized'],
  context: ['standard', 'long'],
  variant: ['base', 'custom', 'imported', 'provisioned'],
} as const;
const LIFETIMES = ['5m', '30m', '1h'] as const;
const APIS = ['any', 'runtime', 'mantle'] as const;
const AXIS_NAMES = new Set([...Object.keys(AXIS_VALUES), 'ttl', 'api']);

function axesOf(text: string): { readonly rest: Axes; readonly apis: readonly Api[] } {
  const words = parseDetail(text);
  for (const name of words.keys()) assert(AXIS_NAMES.has(name), `${name} is an axis of rates`);
  const rest: Axes = {
    routing: valueOf(words, 'routing', AXIS_VALUES.routing),
    tier: valueOf(words, 'tier', AXIS_VALUES.tier),
    latency: valueOf(words, 'latency', AXIS_VALUES.latency),
    context: valueOf(words, 'context', AXIS_VALUES.context),
    variant: valueOf(words, 'variant', AXIS_VALUES.variant),
    cacheTtl: words.has('ttl') ? valueOf(words, 'ttl', LIFETIMES) : null,
  };
  const named = (words.get('api') ?? 'any').split(',');
  return { rest, apis: named.map((api) => valueOf(new Map([['api', api]]), 'api', APIS)) };
}

function valueOf<Value extends string>(
  words: ReadonlyMap<string, string>,
  name: string,
  values: readonly [Value, ...Value[]],
): Value {
  const word = words.get(name);
  if (word === undefined) return values[0];
  const value = values.find((known) => known === word);
  assert(value !== undefined, `${name} of a bundled rate is one of ${values.join(', ')}: ${word}`);
  return value;
}
