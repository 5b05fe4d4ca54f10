/** What a log record costs by the bundled book: the whole way from its text to the last digit. */
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { findRate } from '../../server/price/price-book.ts';
import { costOfInvocation } from '../../server/query/cost-of-invocation.ts';
import type { Inventory } from '../../server/source/inventory.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { EMPTY_INVENTORY, linesOf } from '../meter/lines.ts';
import { invocationOf, record, type Json } from '../record/records.ts';

/** US dollars; `+?` where a part has no rate, `?` where nothing has; then what is not exact. */
export function costOf(value: Json, inventory: Inventory = EMPTY_INVENTORY): string {
  const { timestampMs } = invocationOf(value);
  const usage = linesOf(value, inventory);
  const { attoUsd, isUnpriced } = costOfInvocation({ timestampMs, usage }, bundledPriceBook());
  const rates = usage.map(({ type }) => findRate(bundledPriceBook(), type, timestampMs));
  const qualities = new Set(rates.flatMap((rate) => rate?.quality ?? []));
  qualities.delete('exact');
  const usd = attoUsd === null ? '?' : `${formatAttoUsd(attoUsd)}${isUnpriced ? '+?' : ''}`;
  return [usd, ...qualities].join(' ');
}

/** Tokens as a record counts them. */
export interface Counts {
  readonly in?: number;
  readonly out?: number;
  readonly read?: number;
  readonly write?: number;
  /** Split of the writes, as Converse lists it. */
  readonly write5m?: number;
  readonly write1h?: number;
}

/** A Converse call that counts tokens, in us-east-1 where nothing else is said. */
export function converse(modelId: string, counts: Counts, more: Json = {}, body: Json = {}): Json {
  const { in: input = 0, out = 0, read = 0, write = 0, write5m, write1h } = counts;
  const details = [
    ...(write5m === undefined ? [] : [{ ttl: '5m', inputTokens: write5m }]),
    ...(write1h === undefined ? [] : [{ ttl: '1h', inputTokens: write1h }]),
  ];
  const usage = details.length === 0 ? {} : { usage: { cacheDetails: details } };
  return record({
    region: 'us-east-1',
    modelId,
    input: {
      inputTokenCount: input,
      cacheReadInputTokenCount: read,
      cacheWriteInputTokenCount: write,
    },
    output: { outputTokenCount: out, outputBodyJson: { ...usage, ...body } },
    ...more,
  });
}

export const MILLION = 1_000_000;
