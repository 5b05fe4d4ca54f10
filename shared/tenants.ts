/** What people say of tenants: name, owner, and the place of each in the company. */

/** One tenant, or one of those that stand above tenants, such as a team or a business unit. */
export interface TenantFact {
  /** As attribution gives it, or as others name it as their parent. */
  readonly tenant: string;
  /** For people; null where the id says enough. */
  readonly name: string | null;
  readonly parent: string | null;
  readonly owner: string | null;
  readonly budgetOwner: string | null;
  readonly contact: string | null;
}

/** Looks facts up by tenant. */
export class TenantFacts {
  readonly #byTenant: ReadonlyMap<string, TenantFact>;

  /** @param facts no two of one tenant, and no tenant above itself. */
  constructor(facts: readonly TenantFact[]) {
    this.#byTenant = new Map(facts.map((fact) => [fact.tenant, fact]));
  }

  get all(): readonly TenantFact[] {
    return [...this.#byTenant.values()];
  }

  /** Null for a tenant of whom nobody said anything. */
  of(tenant: string): TenantFact | null {
    return this.#byTenant.get(tenant) ?? null;
  }

  /** All that stand above a tenant, the nearest first. */
  above(tenant: string): readonly string[] {
    const found: string[] = [];
    let parent = this.of(tenant)?.parent ?? null;
    while (parent !== null && !found.includes(parent)) {
      found.push(parent);
      parent = this.of(parent)?.parent ?? null;
    }
    return found;
  }
}

/**
 * Finds a tenant that stands above itself.
 *
 * @returns index of one such fact; -1 when there is none.
 */
export function indexOfCycle(facts: readonly TenantFact[]): number {
  const known = new TenantFacts(facts);
  return facts.findIndex(({ tenant, parent }) => {
    return parent === tenant || known.above(tenant).includes(tenant);
  });
}
