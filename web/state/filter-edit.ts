/** Changes of a filter by a click: pure steps from one filter text to the next. */
import type { Dimension } from '../../shared/dimensions.ts';
import { formatFilter, parseFilter, type FilterTerm } from '../../shared/filter.ts';

/**
 * Narrows a filter to one value of a dimension, or leaves that value out.
 *
 * A term on the same dimension and of the same sense gives way: a second click on another tenant
 * moves on to it instead of asking for both at once, which nothing could pass. Leaving out the
 * very value that was let through lets the others through again.
 *
 * @param text filter text; returned as it is when it cannot be read. Never throws.
 */
export function withTerm(text: string, term: FilterTerm): string {
  const filter = parseFilter(text);
  if (!filter.ok) return text;
  const kept = filter.value.terms.filter((old) => {
    if (old.dimension !== term.dimension || old.negated) return true;
    return term.negated && old.values.some((value) => !term.values.includes(value));
  });
  return formatFilter({ terms: [...kept, term] });
}

/**
 * Narrows a filter by several terms at once.
 *
 * @param isLeftOut lets everything else through instead; of one term only.
 */
export function withTerms(text: string, terms: readonly FilterTerm[], isLeftOut = false): string {
  return terms.reduce((filter, term) => {
    return withTerm(filter, isLeftOut ? { ...term, negated: !term.negated } : term);
  }, text);
}

/** The filter with only these values of a dimension let through as well. */
export function withValues(text: string, dimension: Dimension, values: readonly string[]): string {
  const term = formatFilter({ terms: [{ dimension, negated: false, values }] });
  return text === '' ? term : `${text} ${term}`;
}

/** The filter without its term number `index`; the text as it is when it cannot be read. */
export function withoutTerm(text: string, index: number): string {
  const filter = parseFilter(text);
  if (!filter.ok) return text;
  return formatFilter({ terms: filter.value.terms.filter((_, at) => at !== index) });
}

export interface Completion {
  /** Where the piece to be replaced begins in the text. */
  readonly start: number;
  /** Null while the dimension itself is being typed. */
  readonly dimension: string | null;
  readonly prefix: string;
}

/**
 * What is being typed at the end of a filter text.
 *
 * @example completionAt('tenant=acme,gl') // { start: 12, dimension: 'tenant', prefix: 'gl' }
 */
export function completionAt(text: string): Completion {
  const value = VALUE_AT_END.exec(text);
  if (value) {
    const [, plain, quotedName = '', prefix = ''] = value;
    const isQuoted = text[text.length - prefix.length - 1] === '"';
    const start = text.length - prefix.length - (isQuoted ? 1 : 0);
    return { start, dimension: plain ?? quotedName.replace(/\\(.)/g, '$1'), prefix };
  }
  const name = /[^\s]*$/.exec(text)?.[0] ?? '';
  return { start: text.length - name.length, dimension: null, prefix: name };
}

/** A name, plain or in quotes, an operator, values that are done, and the one that is begun. */
const VALUE_AT_END = /(?:^|\s)(?:([^\s=!,"]+)|"((?:[^"\\]|\\.)*)")!?=(?:[^\s,"]*,)*"?([^\s,"]*)$/;

/** A value as it must be written in a filter. */
export function quoted(value: string): string {
  const term = formatFilter({ terms: [{ dimension: 'tenant', negated: false, values: [value] }] });
  return term.slice('tenant='.length);
}
