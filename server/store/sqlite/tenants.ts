/** Facts of tenants: kept in the file, so that whoever reads it groups by them alike. */
import { NONE } from '../../../shared/dimensions.ts';
import { TenantFacts, type TenantFact } from '../../../shared/tenants.ts';
import type { TenantStore } from '../tenant-store.ts';
import type { Database } from './open-database.ts';

/** Facts over one table; readers elsewhere see them once they open the file. */
export class TenantTable implements TenantStore {
  readonly #database: Database;
  readonly #replace: (facts: readonly TenantFact[]) => void;

  /** @param write runs work in a transaction, after which what was derived is derived anew. */
  constructor(database: Database, write: (work: () => void) => void) {
    this.#database = database;
    this.#replace = (facts) =>
      write(() => {
        database.exec('DELETE FROM tenant_fact');
        const insert = database.prepare('INSERT INTO tenant_fact (tenant, body) VALUES (?, ?)');
        for (const fact of facts) insert.run(fact.tenant, JSON.stringify(fact));
      });
  }

  read(): TenantFacts {
    const bodies = this.#database
      .prepare<[], string>('SELECT body FROM tenant_fact ORDER BY tenant')
      .pluck()
      .all();
    // The guarantee: only replace writes this column.
    return new TenantFacts(bodies.map((body) => JSON.parse(body) as TenantFact));
  }

  replace(facts: readonly TenantFact[]): void {
    this.#replace(facts);
  }
}

/** Dimensions that say where a tenant belongs, with their values. */
export function placeOfTenant(
  facts: TenantFacts,
  tenant: string,
): readonly (readonly [dimension: string, value: string])[] {
  const above = facts.above(tenant);
  return [
    ['tenantParent', above[0] ?? NONE],
    ['tenantRoot', above.at(-1) ?? NONE],
    ['tenantOwner', facts.of(tenant)?.owner ?? NONE],
  ];
}
