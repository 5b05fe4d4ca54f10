/** Writes one stored invocation as JSON, with its cost by the price book. */
import type { InvocationSummary } from '../../shared/contract.ts';
import { NONE } from '../../shared/dimensions.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import { costOfInvocation } from '../query/cost-of-invocation.ts';
import type { StoredInvocation } from '../store/store.ts';

/** One row of the list of invocations. */
export function encodeInvocation(one: StoredInvocation, book: PriceBook): InvocationSummary {
  const { attoUsd, isUnpriced } = costOfInvocation(one, book);
  const errorCode = one.valueOf('errorCode');
  return {
    requestId: one.requestId,
    at: isoTime(one.timestampMs),
    tenant: one.valueOf('tenant'),
    model: one.valueOf('model'),
    operation: one.valueOf('operation'),
    account: one.valueOf('account'),
    region: one.valueOf('region'),
    principal: one.valueOf('principal'),
    status: one.valueOf('status'),
    errorCode: errorCode === NONE ? null : errorCode,
    latencyMs: one.latencyMs,
    cost: attoUsd === null ? null : formatAttoUsd(attoUsd),
    unpriced: isUnpriced,
    usage: one.usage.map(({ type, quantity }) => ({
      dimension: type.dimension,
      quantity: quantity / quantityScaleOf(type.dimension),
    })),
    tags: Object.fromEntries(one.tags.map((tag) => [tag.key, tag.value]).toReversed()),
  };
}
