/** Who pays for usage, told apart only as far as the discounts of a contract ask. */
import type { Dimension } from '../../shared/dimensions.ts';
import { namesPayer, type Discount } from '../price/discount.ts';

/** Empty texts where no discount asks. */
export interface Payer {
  readonly account: string;
  readonly tenant: string;
}

/** How groups of a question are refined by payer, and folded back. */
export interface PayerSplit {
  /** What to ask the store to group by: the question's dimensions first. */
  readonly groupBy: readonly Dimension[];
  readonly payerOf: (group: readonly string[]) => Payer;
  /** The group as the question asked for it. */
  readonly fold: (group: readonly string[]) => readonly string[];
}

/**
 * Refines groups by account and tenant, each only when a discount names it or a metric asks for
 * it, and the question does not group by it already. Sums are exact, so that folding back changes
 * no figure.
 *
 * @returns groups as they are when there is no such discount. Never throws.
 */
export function splitByPayer(
  groupBy: readonly Dimension[],
  discounts: readonly Discount[],
  asksTenant: boolean,
): PayerSplit {
  const named = discounts.filter(namesPayer);
  const asks = (key: keyof Payer): boolean =>
    (asksTenant && key === 'tenant') || named.some((discount) => discount[key] !== '*');
  const wanted = (['account', 'tenant'] as const).filter(asks);
  const refined = [...new Set<Dimension>([...groupBy, ...wanted])];
  const accountAt = asks('account') ? refined.indexOf('account') : -1;
  const tenantAt = asks('tenant') ? refined.indexOf('tenant') : -1;
  return {
    groupBy: refined,
    payerOf: (group) => ({ account: group[accountAt] ?? '', tenant: group[tenantAt] ?? '' }),
    fold: (group) => (group.length === groupBy.length ? group : group.slice(0, groupBy.length)),
  };
}
