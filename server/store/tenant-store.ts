/** The face of the store for what the config says of tenants. */
import type { TenantFact, TenantFacts } from '../../shared/tenants.ts';

export interface TenantStore {
  read(): TenantFacts;
  /** Puts facts in the place of all; the past is grouped by them too. @throws StoreError */
  replace(facts: readonly TenantFact[]): void;
}
