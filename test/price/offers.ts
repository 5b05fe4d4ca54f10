/** Offer files for tests, in the shape of AWS's: short words in, whole products out. */
import { parseOfferFile, type PriceListFile } from '../../server/price/price-list-shape.ts';

export interface Listing {
  readonly usagetype: string;
  /** Price with as many decimals as wanted; AWS writes ten. */
  readonly usd: string;
  readonly unit?: string;
  readonly sku?: string;
  readonly region?: string;
  readonly from?: string;
  readonly currency?: string;
  readonly beginRange?: string;
  /** Further terms of the same product, by their first day. */
  readonly later?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string>>;
}

const TERM = 'JRTCKXETXF';
const RATE = '6YS6EN2CT7';

/** An offer file as JSON text would give it. */
export function offerJson(offer: string, listings: readonly Listing[], publishedOn = '2026-11-20') {
  const skus = listings.map((listing, index) => [listing.sku ?? `SKU${index}`, listing] as const);
  return {
    formatVersion: 'v1.0',
    offerCode: offer,
    version: publishedOn.replaceAll('-', ''),
    publicationDate: `${publishedOn}T12:00:00Z`,
    products: Object.fromEntries(skus.map(([sku, listing]) => [sku, productOf(sku, listing)])),
    terms: {
      OnDemand: Object.fromEntries(skus.map(([sku, listing]) => [sku, termsOf(sku, listing)])),
    },
  };
}

function productOf(sku: string, { usagetype, region = 'us-east-1', attributes }: Listing) {
  return {
    sku,
    productFamily: 'Amazon Bedrock',
    attributes: { usagetype, regionCode: region, servicecode: 'AmazonBedrock', ...attributes },
  };
}

/** Terms of one product, as both kinds of price list write them. */
export function termsOf(sku: string, listing: Listing) {
  const { usd, from = '2026-11-01', later = {} } = listing;
  const prices = Object.entries({ [from]: usd, ...later });
  return Object.fromEntries(
    prices.map(([day, price], index) => {
      const term = index === 0 ? `${sku}.${TERM}` : `${sku}.${TERM}${index}`;
      const dimension = dimensionOf(listing, price);
      const terms = {
        effectiveDate: `${day}T00:00:00Z`,
        priceDimensions: { [`${term}.${RATE}`]: dimension },
      };
      return [term, terms];
    }),
  );
}

function dimensionOf(
  { unit = '1K tokens', currency = 'USD', beginRange = '0' }: Listing,
  usd: string,
) {
  return { unit, beginRange, endRange: 'Inf', appliesTo: [], pricePerUnit: { [currency]: usd } };
}

/** The same, read. */
export function offerOf(offer: string, listings: readonly Listing[], publishedOn?: string) {
  const file = parseOfferFile(offerJson(offer, listings, publishedOn));
  if (!file.ok) throw new Error(file.problem);
  return file.value satisfies PriceListFile;
}
