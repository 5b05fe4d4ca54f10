/** The shapes of replies about the price book, as schemas. */
import { z } from 'zod';
import {
  PRICE_LAYERS,
  type PriceCheckReply,
  type PriceDiffReply,
  type PricesReply,
  type RatesReply,
} from '../../shared/prices.ts';
import { comparisonReply } from './reply-schemas.ts';

const layer = z.enum(PRICE_LAYERS);
const usd = z.string().describe('US dollars, an exact decimal.');
const use = { model: z.string(), dimension: z.string(), region: z.string(), kind: z.string() };
const checked = { ...use, quantity: z.number(), invocations: z.int() };
const percent = z.number().nullable();

export const pricesReply = z.object({
  version: z.string(),
  layers: z.array(
    z.object({
      layer,
      rates: z.int(),
      models: z.int(),
      date: z.string().nullable(),
      refused: z.int(),
    }),
  ),
  sources: z.array(z.object({ label: z.string(), date: z.string(), rates: z.int() })),
  models: z.array(
    z.object({
      model: z.string(),
      name: z.string(),
      rates: z.int(),
      regions: z.int(),
      layers: z.array(layer),
      changes: z.int(),
    }),
  ),
  discounts: z.int(),
}) satisfies z.ZodType<PricesReply>;

export const ratesReply = z.object({
  rates: z.array(
    z.object({
      ...use,
      layer,
      usd,
      per: z.int(),
      source: z.string(),
      sourceDate: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      note: z.string(),
    }),
  ),
  total: z.int(),
}) satisfies z.ZodType<RatesReply>;

const rateChange = z.object({
  ...use,
  at: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const priceCheckReply = z.object({
  unpriced: z.array(z.object(checked)),
  inexact: z.array(
    z.object({
      ...checked,
      quality: z.string(),
      rate: z.string(),
      source: z.string(),
      steps: z.array(z.string()),
      cost: usd,
    }),
  ),
  odd: z.array(
    z.object({ ...use, rate: z.string(), source: z.string(), bundled: z.string(), cost: usd }),
  ),
  changing: z.array(rateChange),
  changed: z.array(rateChange),
  own: z.array(
    z.object({
      ...use,
      usd,
      per: z.int(),
      list: z.string().nullable(),
      percentOfList: percent,
    }),
  ),
}) satisfies z.ZodType<PriceCheckReply>;

export const priceDiffReply = z.object({
  differences: z.array(
    z.object({
      ...use,
      per: z.int(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      percent,
    }),
  ),
  total: z.int(),
  cost: comparisonReply.nullable(),
}) satisfies z.ZodType<PriceDiffReply>;
