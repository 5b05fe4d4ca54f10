/** Why one call costs what it costs, and who pays it: line by line, in words to check it by. */
import type { ExplainReply } from '../../shared/contract.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { StoredInvocation } from '../store/store.ts';
import { explainLine, type LineExplanation } from './explain-line.ts';

/**
 * Explains an invocation by the rates that every sum is made with.
 *
 * @param one as the store keeps it; its rule is the one that matched when it was read.
 * @returns all lines, priced or not, in the order of their usage types. Never throws.
 */
export function explainInvocation(one: StoredInvocation, book: PriceBook): ExplainReply {
  const payer = { account: one.valueOf('account'), tenant: one.valueOf('tenant') };
  const moment = { atMs: one.timestampMs, payer };
  const lines = one.usage.map((line) => explainLine(line, moment, book));
  const cost = sumOf(lines.map((line) => line.costAttoUsd));
  const contracted = sumOf(lines.map((line) => line.contractedAttoUsd));
  const unpricedLines = lines.filter((line) => line.costAttoUsd === null).length;
  return {
    requestId: one.requestId,
    at: isoTime(one.timestampMs),
    account: payer.account,
    region: one.valueOf('region'),
    model: one.valueOf('model'),
    operation: one.valueOf('operation'),
    status: one.valueOf('status'),
    tenant: payer.tenant,
    attribution: {
      rule: one.rule,
      words: attributionWords(one.rule, payer.tenant),
      tags: one.tags.map(({ key, value, source }) => ({ key, value, source })),
    },
    lines: lines.map(({ line }) => line),
    cost: cost === null ? null : formatAttoUsd(cost),
    contractedCost: contracted === null ? null : formatAttoUsd(contracted),
    unpriced: unpricedLines > 0,
    summary: summaryOf({ lines, unpricedLines, cost, contracted }),
  };
}

/** Null when there are lines but none has a rate: that is unknown, and not zero. */
function sumOf(costs: readonly (bigint | null)[]): bigint | null {
  const priced = costs.filter((cost) => cost !== null);
  if (priced.length === 0 && costs.length > 0) return null;
  return priced.reduce((sum, cost) => sum + cost, 0n);
}

function attributionWords(rule: string | null, tenant: string): string {
  if (rule !== null) return `The rule "${rule}" gave the call to tenant ${tenant}.`;
  return tenant === UNATTRIBUTED
    ? 'No attribution rule matched: nobody is charged for the call by name.'
    : `The call belongs to tenant ${tenant}; the rule is not known.`;
}

interface Whole {
  readonly lines: readonly LineExplanation[];
  readonly unpricedLines: number;
  readonly cost: bigint | null;
  readonly contracted: bigint | null;
}

function summaryOf({ lines, unpricedLines, cost, contracted }: Whole): string {
  if (lines.length === 0) return 'The call consumed nothing that AWS bills.';
  const count = lines.length === 1 ? 'One usage line' : `${lines.length} usage lines`;
  if (cost === null || contracted === null) return `${count}, none with a rate: unpriced.`;
  const list = `${formatAttoUsd(cost)} USD by list`;
  const amount =
    contracted === cost ? `${list}` : `${list}, ${formatAttoUsd(contracted)} USD by contract`;
  const missing = unpricedLines > 0 ? `; ${unpricedLines} of them unpriced and not in it` : '';
  return `${count}: ${amount}${missing}.`;
}
