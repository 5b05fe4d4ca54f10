/** The price book that comes with the program: list prices of AWS, each with source and date. */
import { USAGE_DIMENSIONS } from '../../shared/metrics.ts';
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

/**
 * The columns of a line: model, dimension, axes that differ from the usual ones (`tier=flex`),
 * class, US dollars, for how many units, Regions, source, first day, end, note.
 */
const COLUMNS = 11;

function rowsOfLine(line: readonly string[]): readonly PriceRow[] {
  assert(line.length === COLUMNS, `a bundled rate has ${COLUMNS} columns: ${line.join(' ')}`);
  const [model = '', name = '', axesText = '', match = '', usd = '', perText = ''] = line;
  const [regions = '', sourceKey = '', from = '', to = '', note = ''] = line.slice(6);
  const dimension = USAGE_DIMENSIONS.find((known) => known === name);
  const source = sources.find(({ key }) => key === sourceKey);
  const per = PER_OF.get(perText);
  assert(dimension !== undefined && source !== undefined, `a rate has known words: ${name}`);
  assert(per !== undefined, `a rate is for 1, 1K or 1M units, not ${perText}`);
  const picoUsdPerMillion = parseRate(usd, per, dimension);
  assert(picoUsdPerMillion !== null, `a bundled price is exact: ${model} ${usd}`);
  const axes = axesOf(axesText);
  const shared = {
    ...{ model, dimension, usd, per, picoUsdPerMillion, note, source },
    ...axes.rest,
    match: parseDetail(match),
    effectiveFromMs: from === '' ? BOOK_START_MS : Date.parse(`${from}T00:00:00Z`),
    effectiveToMs: to === '' ? null : Date.parse(`${to}T00:00:00Z`),
  };
  return regions.split(' ').flatMap((region) => {
    return axes.apis.map((api) => {
      const id = [sourceKey, model, dimension, region, api, axesText, match, from].join('/');
      return { ...shared, id, region, api };
    });
  });
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
