/** The shapes of AWS's price lists, checked at the door: offer files, entries of the API. */
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';

/** A price as one term of a product lists it. */
export interface ListedPrice {
  /** `<sku>.<term>.<rate>`, by which a bill names the very price. */
  readonly rateCode: string;
  readonly effectiveFromMs: number;
  readonly unit: string;
  readonly beginRange: string;
  /** US dollars; null when the price is in another currency only. */
  readonly usd: string | null;
}

export interface ListedProduct {
  readonly sku: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** On demand only: what is paid in advance has no rate per use. */
  readonly prices: readonly ListedPrice[];
}

export interface PriceListFile {
  /** Such as `AmazonBedrock`; '' where the text does not tell. */
  readonly offer: string;
  readonly version: string;
  /** YYYY-MM-DD; '' where the text does not tell. */
  readonly publishedOn: string;
  readonly products: readonly ListedProduct[];
}

const text = z.string().default('');
const Dimension = z.looseObject({
  unit: text,
  beginRange: z.string().default('0'),
  pricePerUnit: z.record(z.string(), z.string()).default({}),
});
const Term = z.looseObject({
  effectiveDate: z.iso.datetime({ offset: true }).optional(),
  priceDimensions: z.record(z.string(), Dimension).default({}),
});
const Terms = z.record(z.string(), Term);
const Product = z.looseObject({
  sku: z.string().min(1),
  attributes: z.record(z.string(), z.unknown()).default({}),
});
const Head = { version: text, publicationDate: text };
const OfferFile = z.looseObject({
  ...Head,
  offerCode: text,
  products: z.record(z.string(), Product),
  terms: z.looseObject({ OnDemand: z.record(z.string(), Terms).default({}) }).prefault({}),
});
const Entry = z.looseObject({
  ...Head,
  serviceCode: text,
  product: Product,
  terms: z.looseObject({ OnDemand: Terms.default({}) }).prefault({}),
});

/**
 * Reads a downloaded offer file.
 *
 * @param value parsed JSON of `/offers/v1.0/aws/<offer>/.../index.json`.
 * @returns all its products, or at which path it is no such file. Never throws.
 */
export function parseOfferFile(value: unknown): Result<PriceListFile, string> {
  const parsed = OfferFile.safeParse(value);
  if (!parsed.success) return err(firstIssue(parsed.error));
  const { offerCode, version, publicationDate, products, terms } = parsed.data;
  return ok({
    offer: offerCode,
    version,
    publishedOn: publicationDate.slice(0, 10),
    products: Object.values(products).map((product) => {
      return productOf(product, terms.OnDemand[product.sku] ?? {});
    }),
  });
}

/**
 * Reads entries as `GetProducts` gives them.
 *
 * @param values parsed JSON of each text in `PriceList`.
 * @returns one file of all, with the newest publication among them; or the path at fault.
 */
export function parsePriceListEntries(values: readonly unknown[]): Result<PriceListFile, string> {
  const parsed = z.array(Entry).safeParse(values);
  if (!parsed.success) return err(firstIssue(parsed.error));
  const newest = parsed.data.toSorted((a, b) => (a.publicationDate < b.publicationDate ? 1 : -1));
  const { serviceCode = '', version = '', publicationDate = '' } = newest[0] ?? {};
  const products = parsed.data.map(({ product, terms }) => productOf(product, terms.OnDemand));
  return ok({ offer: serviceCode, version, publishedOn: publicationDate.slice(0, 10), products });
}

/** Where a value first differs from its schema, and how. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'is no price list';
}

function productOf(
  { sku, attributes }: z.output<typeof Product>,
  terms: z.output<typeof Terms>,
): ListedProduct {
  const texts = Object.entries(attributes).flatMap(([name, value]) => {
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const prices = Object.values(terms).flatMap(({ effectiveDate, priceDimensions }) => {
    const effectiveFromMs = effectiveDate === undefined ? 0 : Date.parse(effectiveDate);
    return Object.entries(priceDimensions).map(([rateCode, dimension]) => ({
      rateCode,
      effectiveFromMs,
      unit: dimension.unit,
      beginRange: dimension.beginRange,
      usd: dimension.pricePerUnit['USD'] ?? null,
    }));
  });
  return { sku, attributes: new Map(texts), prices };
}
