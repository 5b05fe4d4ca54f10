/** The highest groups of a question: found over the whole window first, asked by step then. */
import { UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import type { FilterTerm } from '../../shared/filter.ts';
import type { Answer, Query } from './query.ts';

/**
 * Answers with `query.top` groups, or with all where it is not said.
 *
 * Ties go by name. Unattributed is kept beside them: what has no owner must not hide.
 *
 * @param answerAll answers a question with all of its groups.
 * @returns rows of these groups; what is unpriced or unattributed is told of all groups.
 */
export function answerTop(query: Query, answerAll: (query: Query) => Answer): Answer {
  const { top, groupBy, metrics } = query;
  if (top === undefined || groupBy.length === 0) return answerAll(query);
  const isOneStep = query.step === 'all';
  const whole = answerAll(
    isOneStep ? query : { ...query, metrics: metrics.slice(0, 1), step: 'all' },
  );
  const kept = whole.rows
    .map(({ group }) => group)
    .filter((group, index) => index < top || group.includes(UNATTRIBUTED));
  const keys = new Set(kept.map(keyOf));
  const terms = [...query.filter.terms, ...narrowing(kept, groupBy)];
  const answer = isOneStep ? whole : answerAll({ ...query, filter: { terms } });
  return { ...whole, rows: answer.rows.filter(({ group }) => keys.has(keyOf(group))) };
}

/** Lets these groups through, and others that mix their values or that a `*` of theirs matches. */
function narrowing(
  groups: readonly (readonly string[])[],
  groupBy: readonly Dimension[],
): readonly FilterTerm[] {
  if (groups.length === 0) return [];
  return groupBy.map((dimension, index) => ({
    dimension,
    negated: false,
    values: [...new Set(groups.map((group) => group[index] ?? ''))],
  }));
}

function keyOf(group: readonly string[]): string {
  return JSON.stringify(group);
}
