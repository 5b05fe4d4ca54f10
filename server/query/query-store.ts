/** What questions need of the store, and the error of one that cannot be answered. */
import type { Store } from '../store/store.ts';

/** The reading face of the store that questions need. */
export type QueryStore = Pick<
  Store,
  'aggregate' | 'aggregateMetric' | 'usageTypes' | 'bills' | 'quotas'
>;

/** A question that cannot be answered as asked; the caller shows it as a wrong request. */
export class QueryError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'QueryError';
    this.hint = hint;
  }
}
