/** What a refresh of prices found, as a summary for people and for scripts. */
import type { PriceRefusal, PriceListReading } from '../price/price-list.ts';
import { changedRates, type PriceListLayer, type ChangedRate } from '../price/price-list-layer.ts';
import { axesText, perText, periodText } from '../query/price-text.ts';
import { textTable } from './text-table.ts';

export interface OfferReading extends PriceListReading {
  readonly offer: string;
}

export interface RefreshSummary {
  readonly offers: readonly {
    readonly offer: string;
    readonly products: number;
    readonly rates: number;
    readonly repeated: number;
    readonly refused: number;
  }[];
  /** Rates that the layer holds now. */
  readonly rates: number;
  /** Rates that were another price before, in dollars for `per` units. */
  readonly changed: readonly {
    readonly model: string;
    readonly region: string;
    readonly dimension: string;
    readonly kind: string;
    readonly before: string;
    readonly after: string;
    readonly inForce: string;
  }[];
  readonly refused: readonly PriceRefusal[];
  /** Null for a dry run. */
  readonly keptAt: string | null;
}

interface Refreshed {
  readonly before: PriceListLayer;
  readonly after: PriceListLayer;
  readonly readings: readonly OfferReading[];
  readonly keptAt: string | null;
}

export function summaryOf({ before, after, readings, keptAt }: Refreshed): RefreshSummary {
  const offers = [...new Set(readings.map(({ offer }) => offer))];
  return {
    offers: offers.map((offer) => {
      const own = readings.filter((reading) => reading.offer === offer);
      const sum = (count: (reading: OfferReading) => number): number =>
        own.reduce((total, reading) => total + count(reading), 0);
      return {
        offer,
        products: sum(({ products }) => products),
        rates: sum(({ rows }) => rows.length),
        repeated: sum(({ repeated }) => repeated),
        refused: sum(({ refused }) => refused.length),
      };
    }),
    rates: after.rows.length,
    changed: changedRates(before.rows, after.rows).map(encodeChange),
    refused: after.refused,
    keptAt,
  };
}

function encodeChange({ before, after }: ChangedRate): RefreshSummary['changed'][number] {
  const { model, region, dimension } = after;
  return {
    model,
    region,
    dimension,
    kind: axesText(after),
    before: perText(after, before.picoUsdPerMillion),
    after: after.usd,
    inForce: periodText(after),
  };
}

/** Usage types to name for each reason; --json has all. */
const EXAMPLES_MAX = 3;

export function formatRefresh(summary: RefreshSummary): string {
  const { offers, rates, changed, refused, keptAt } = summary;
  const header = ['offer', 'products', 'rates', 'repeated', 'refused'];
  const counts = offers.map((one) => {
    const { offer, products, repeated } = one;
    return [offer, ...[products, one.rates, repeated, one.refused].map(String)];
  });
  const lines = [
    ...textTable(header, counts, 1),
    ...changesText(changed),
    ...refusalsText(refused),
    keptAt === null ? 'Nothing was kept.' : `${rates} rates are kept in ${keptAt}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function changesText(changed: RefreshSummary['changed']): readonly string[] {
  if (changed.length === 0) return ['Changed rates: none.'];
  const header = ['model', 'region', 'dimension', 'kind', 'in force', 'before', 'after'];
  const cells = changed.map(({ model, region, dimension, kind, inForce, before, after }) => {
    return [model, region, dimension, kind, inForce, before, after];
  });
  return [
    `Changed rates: ${changed.length}.`,
    ...textTable(header, cells, 5).map((line) => `  ${line}`),
  ];
}

function refusalsText(refused: readonly PriceRefusal[]): readonly string[] {
  if (refused.length === 0) return ['Refused: none.'];
  const byReason = new Map<string, PriceRefusal[]>();
  for (const one of refused) {
    const reason = one.reason.replace(/^\S+ lists another/, 'another product lists another');
    byReason.set(reason, [...(byReason.get(reason) ?? []), one]);
  }
  const sorted = [...byReason].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    `Refused: ${refused.length}; the usage is priced by the bundled book, or unpriced.`,
    ...sorted.map(([reason, all]) => {
      const names = [...new Set(all.map(({ usageType, service }) => `${usageType} ${service}`))];
      const shown = names.slice(0, EXAMPLES_MAX).map((name) => name.trim());
      const more = names.length > EXAMPLES_MAX ? ', ...' : '';
      return `  ${all.length}: ${reason}: ${shown.join(', ')}${more}`;
    }),
  ];
}
