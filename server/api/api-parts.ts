/** What the routes of the API are handed by the composition root. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import type { AttributionQuestion } from '../query/attribution-reply.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { RetentionDays } from '../query/forecast-size.ts';
import type { Store } from '../store/store.ts';

export interface ApiParts {
  readonly store: Store;
  readonly book: PriceBook;
  readonly alarms: readonly AlarmRule[];
  /** Attribution rules in force, as people wrote them. */
  readonly rules: AttributionQuestion['rules'];
  readonly timeZone: string;
  readonly retentionDays: RetentionDays;
  readonly version: string;
  readonly nowMs: () => number;
}
