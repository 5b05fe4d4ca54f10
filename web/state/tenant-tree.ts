/** Tenants in the order of a tree: each below the one that it belongs to. */
import type { TenantReply } from '../../shared/attribution-contract.ts';

export interface Branch {
  readonly tenant: TenantReply;
  /** 0 at the top. */
  readonly depth: number;
}

/**
 * Lays tenants out from the top down, keeping the order that siblings come in.
 *
 * @param tenants with everyone that another names as its parent; one whose parent is missing
 *   stands at the top. The config has no circles, so that each stands in the answer once.
 */
export function branches(tenants: readonly TenantReply[]): readonly Branch[] {
  const known = new Set(tenants.map(({ tenant }) => tenant));
  const below = new Map<string | null, TenantReply[]>();
  for (const one of tenants) {
    const parent = one.parent !== null && known.has(one.parent) ? one.parent : null;
    const siblings = below.get(parent) ?? [];
    siblings.push(one);
    below.set(parent, siblings);
  }
  const from = (parent: string | null, depth: number): readonly Branch[] =>
    (below.get(parent) ?? []).flatMap((tenant) => [
      { tenant, depth },
      ...from(tenant.tenant, depth + 1),
    ]);
  return from(null, 0);
}
