/** Reads AWS's price lists by its query API, for places that reach the API and not the files. */
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { toSourceError } from './aws-error.ts';
import { BEDROCK_OFFERS, type BedrockOffer } from './price-list-files.ts';
import { SourceError } from './source.ts';
import { tokenPages } from './token-pages.ts';

export interface PriceListQuery {
  /** Another endpoint, for tests and private networks; null for AWS. */
  readonly endpoint: string | null;
  /** Regions to read; null for all. */
  readonly regions: readonly string[] | null;
}

/** Entries of one offer, and of one Region where Regions were named. */
export interface QueriedList {
  readonly offer: BedrockOffer;
  /** Parsed JSON of each entry. */
  readonly values: readonly unknown[];
  readonly done: number;
  readonly total: number;
}

/** The API lives in few Regions, and tells prices of all from each. */
const API_REGION = 'us-east-1';

/**
 * Asks for all products of each offer with the identity of the SDK's standard chain.
 *
 * @throws SourceError
 */
export async function* queryPriceLists(query: PriceListQuery): AsyncGenerator<QueriedList> {
  const { endpoint } = query;
  const client = new PricingClient({ region: API_REGION, ...(endpoint && { endpoint }) });
  const parts = BEDROCK_OFFERS.flatMap((offer) => {
    return (query.regions ?? [null]).map((region) => ({ offer, region }));
  });
  try {
    for (const [index, { offer, region }] of parts.entries()) {
      const values = await productsOf(client, offer, region);
      yield { offer, values, done: index + 1, total: parts.length };
    }
  } catch (error) {
    throw toSourceError(error, 'read the AWS Price List');
  } finally {
    client.destroy();
  }
}

async function productsOf(
  client: PricingClient,
  offer: BedrockOffer,
  region: string | null,
): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  const Filters =
    region === null ? [] : [{ Type: 'TERM_MATCH' as const, Field: 'regionCode', Value: region }];
  const ask = ({ token }: { readonly token?: string }) =>
    client.send(
      new GetProductsCommand({
        ServiceCode: offer,
        FormatVersion: 'aws_v1',
        Filters,
        ...(token && { NextToken: token }),
      }),
    );
  for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
    for (const text of page.PriceList ?? []) values.push(parsed(String(text)));
  }
  return values;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SourceError('badAnswer', 'An entry of the AWS Price List is no JSON.', {
      retryable: true,
      hint: 'Try again, or read the files with `outcrop prices refresh` without --api.',
    });
  }
}
