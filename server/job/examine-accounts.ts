/** Looks at every account and Region of the config: what keeps it from being read. */
import pLimit from 'p-limit';
import type { Config } from '../config/config.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { AwsClients } from '../source/clients.ts';
import { examineOtherRegions } from '../source/examine-regions.ts';
import { examinePlace } from '../source/examine-place.ts';
import type { Finding } from '../source/finding.ts';

const PLACES_AT_ONCE = 4;

export interface Examination {
  readonly book: PriceBook;
  readonly clients: AwsClients;
  readonly nowMs: () => number;
  /** Told of each place that has been looked at. */
  readonly onPlace?: (done: number, total: number, place: string) => void;
}

/** All findings by account and Region; unnamed Regions with calls come last. */
export async function examineAccounts(
  { accounts }: Pick<Config, 'accounts'>,
  { book, clients, nowMs, onPlace }: Examination,
): Promise<readonly Finding[]> {
  const limit = pLimit(PLACES_AT_ONCE);
  const places = accounts.flatMap((account) =>
    account.regions.map((region) => ({ account, region })),
  );
  let done = 0;
  const examined = places.map((place) =>
    limit(async () => {
      const findings = await examinePlace(place, clients, nowMs());
      done += 1;
      onPlace?.(done, places.length, `${place.account.id} ${place.region}`);
      return findings;
    }),
  );
  const here = (await Promise.all(examined)).flat();
  const elsewhere = accounts
    .filter(({ id }) => here.some((one) => one.account === id && isIdentified(one)))
    .map((account) => examineOtherRegions(account, bedrockRegions(book), clients));
  return [...here, ...(await Promise.all(elsewhere)).flat()];
}

function isIdentified({ check, state }: Finding): boolean {
  return check === 'identity' && state === 'ok';
}

/** Regions that have a price. */
function bedrockRegions(book: PriceBook): readonly string[] {
  const regions = new Set(book.rows.map(({ region }) => region));
  return [...regions].filter((region) => region !== '*');
}
