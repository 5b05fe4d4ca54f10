/** Keeps quotas: those of the config at the start, those of AWS now and then. */
import { HOUR_MS } from '../../shared/window.ts';
import type { ConfiguredQuota } from '../config/quota-text.ts';
import { readQuotas } from '../source/service-quotas.ts';
import { SourceError } from '../source/source.ts';
import type { AccountSettings } from '../source/settings.ts';
import type { Store } from '../store/store.ts';
import type { AccountContext } from './read-account.ts';

/** AWS changes quotas rarely, by hand. */
export const QUOTAS_EVERY_MS = 6 * HOUR_MS;

/** Learns the quotas of an account and Region; a refusal is kept with its mend, not thrown. */
export async function readAccountQuotas(
  account: AccountSettings,
  region: string,
  context: AccountContext,
): Promise<void> {
  if (!account.quotas) return;
  const { store, signal } = context;
  const place = { account: account.id, region };
  try {
    const facts = await readQuotas(context.clients.serviceQuotas(account, region), signal);
    const atMs = context.nowMs();
    store.quotas.save({ ...place, origin: 'serviceQuotas', atMs, facts });
    store.quotas.saveLook({ ...place, atMs, error: null });
  } catch (error) {
    if (!(error instanceof SourceError) || signal.aborted) throw error;
    const { code, message, hint } = error;
    const mend = code === 'denied' ? DENIED_HINT : hint;
    const told = { code, message, hint: mend };
    store.quotas.saveLook({ ...place, atMs: context.nowMs(), error: told });
  }
}

const DENIED_HINT =
  'Allow servicequotas:ListServiceQuotas, as `outcrop iam-policy` prints it, ' +
  'or write `quotas` in the config.';

/** Puts the quotas of the config beside those of AWS, so that whoever reads the store has them. */
export function saveConfiguredQuotas(
  quotas: readonly ConfiguredQuota[],
  store: Store,
  atMs: number,
): void {
  const places = new Map<string, { readonly account: string; readonly region: string }>();
  const kept = store.quotas.versions().filter(({ origin }) => origin === 'config');
  for (const { account, region } of [...kept, ...quotas]) {
    places.set(`${account}/${region}`, { account, region });
  }
  for (const place of places.values()) {
    const here = quotas.filter((one) => {
      return one.account === place.account && one.region === place.region;
    });
    const facts = here.map(({ code, value }) => ({ code, name: code, value, isAdjustable: false }));
    store.quotas.save({ ...place, origin: 'config', atMs, facts });
  }
}
