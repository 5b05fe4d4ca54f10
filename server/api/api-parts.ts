/** What the routes of the API are handed by the composition root. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import type { CompositeRule } from '../alarm/composite-rule.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import type { BudgetRule } from '../alarm/budget-rule.ts';
import type { AttributionQuestion } from '../query/attribution-reply.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { PricesInForce } from '../price/prices-in-force.ts';
import type { RetentionDays } from '../query/forecast-size.ts';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';

export interface ApiParts {
  readonly store: Store;
  readonly book: PriceBook;
  /** The same book with its layers, for those who read prices; left out, nobody does. */
  readonly prices?: PricesInForce;
  readonly alarms: readonly AlarmRule[];
  readonly budgets: readonly BudgetRule[];
  /** Alarms over alarms; left out, there are none. */
  readonly composites?: readonly CompositeRule[];
  /** Attribution rules in force, as people wrote them. */
  readonly rules: AttributionQuestion['rules'];
  /** How shared cost is shared out; left out, nothing is. */
  readonly sharedCost?: readonly SharedCostRule[];
  readonly timeZone: string;
  readonly retentionDays: RetentionDays;
  readonly version: string;
  readonly nowMs: () => number;
  /** Where people are told; left out, nowhere. */
  readonly channels?: Config['channels'];
  /** What only the running readers know; absent where none run. */
  readonly facts?: ReaderFacts;
}

export interface ReaderFacts {
  /** How much this machine's clock is ahead of AWS's, ms. */
  readonly clockSkewMs: () => number;
  /** What asking for metrics may cost an account in each Region; null for one not configured. */
  readonly metricsUsdPerMonth: (account: string) => number | null;
}
