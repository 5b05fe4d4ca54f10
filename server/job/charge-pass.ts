/** When charges that no call carries are derived anew, and how far back. */
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import { deriveCharges } from './derive-charges.ts';

interface ChargeParts {
  readonly store: Store;
  readonly config: Config;
  readonly nowMs: () => number;
}

/** Logs that come late change who used what: so far back each pass looks. */
const CHARGES_BACK_MS = 2 * DAY_MS;
/** Old logs may still be read, and the config may be another one: now and then all is done anew. */
const CHARGES_WHOLE_EVERY_MS = 6 * HOUR_MS;

/** Charges that no call carries, from the inventory; the first pass goes back over all minutes. */
export function chargePass({ store, config, nowMs }: ChargeParts): () => void {
  let wholeAtMs: number | null = null;
  return () => {
    const endMs = nowMs();
    const isWhole = wholeAtMs === null || endMs - wholeAtMs >= CHARGES_WHOLE_EVERY_MS;
    // A day less than minutes are kept, so that none is forgotten while it is counted.
    const wholeMs = Math.max(2, config.retentionDays.minutes - 1) * DAY_MS;
    const startMs = endMs - (isWhole ? wholeMs : CHARGES_BACK_MS);
    deriveCharges({ startMs, endMs }, { store, settings: config.capacity });
    if (isWhole) wholeAtMs = endMs;
  };
}
