/** Writes an answer as JSON: money as exact decimal text, counts as numbers. */
import type { MetricValue, QueryReply, QueryRow } from '../../shared/contract.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import type { Answer, AnswerValue, Query } from '../query/query.ts';

/** The reply to a question. */
export function encodeAnswer(
  query: Query,
  answer: Answer,
  completeToMs: number | null,
): QueryReply {
  const startOf = remembered(isoTime);
  return {
    rows: answer.rows.map((row): QueryRow => {
      const group = query.groupBy.map((name, index) => [name, row.group[index] ?? ''] as const);
      const values = [...row.values].map(([key, value]) => [key, encodeValue(value)] as const);
      return {
        group: Object.fromEntries(group),
        start: startOf(row.startMs),
        values: Object.fromEntries(values),
      };
    }),
    from: isoTime(query.window.startMs),
    to: isoTime(query.window.endMs),
    step: query.step,
    timeZone: query.timeZone,
    unpricedInvocations: answer.unpricedInvocations,
    unpricedCharges: answer.unpricedCharges,
    unattributedInvocations: answer.unattributedInvocations,
    completeTo: completeToMs === null ? null : isoTime(completeToMs),
  };
}

function encodeValue(value: AnswerValue): MetricValue {
  return typeof value === 'bigint' ? formatAttoUsd(value) : value;
}

/** Rows of one step follow each other. */
function remembered(textOf: (atMs: number) => string): (atMs: number) => string {
  let last: readonly [number, string] | null = null;
  return (atMs) => {
    if (last?.[0] !== atMs) last = [atMs, textOf(atMs)];
    return last[1];
  };
}
