/** The one filter grammar: the same text in the URL, the config, the API and the command line. */
import { isDimension, type Dimension } from './dimensions.ts';
import { err, ok, type Result } from './result.ts';

/** One condition: the dimension has (or has not) a value that one of the patterns matches. */
export interface FilterTerm {
  readonly dimension: Dimension;
  readonly negated: boolean;
  /** Patterns; any may match. `*` stands for any run of characters. */
  readonly values: readonly string[];
}

/** All terms must hold; no terms let everything through. */
export interface Filter {
  readonly terms: readonly FilterTerm[];
}

export interface FilterProblem {
  readonly message: string;
  /** Index of the character at fault, 0-based. */
  readonly index: number;
}

export const EMPTY_FILTER: Filter = { terms: [] };

const FILTER_CHARS_MAX = 4096;
const TERMS_MAX = 50;
const VALUES_MAX = 200;

/**
 * Reads `tenant=acme,globex model=anthropic.claude-* tag.feature!="batch jobs"`: terms are joined
 * by AND, the values of one term by OR; quotes keep spaces and commas in values and in names such
 * as `"tag.team, old"=a`; `*` matches any run.
 *
 * @returns the filter, or what is wrong at which character. Never throws.
 */
export function parseFilter(text: string): Result<Filter, FilterProblem> {
  if (text.length > FILTER_CHARS_MAX) {
    const message = `The filter is longer than ${FILTER_CHARS_MAX} characters.`;
    return err({ message, index: FILTER_CHARS_MAX });
  }
  const terms: FilterTerm[] = [];
  let index = skipSpace(text, 0);
  while (index < text.length) {
    const term = parseTerm(text, index);
    if (!term.ok) return term;
    terms.push(term.value.term);
    if (terms.length > TERMS_MAX) {
      return err({ message: `The filter has more than ${TERMS_MAX} terms.`, index });
    }
    index = skipSpace(text, term.value.end);
  }
  return ok({ terms });
}

function skipSpace(text: string, from: number): number {
  let index = from;
  while (index < text.length && /\s/.test(text[index] ?? '')) index += 1;
  return index;
}

type Parsed<Value> = Result<Value & { readonly end: number }, FilterProblem>;

/** A name and its operator; quotes keep what a key of a tag may hold, such as a comma. */
const HEAD = /^(?:([^\s=!,"]+)|"((?:[^"\\]|\\["\\])*)")(!=|=)/;

function unescaped(quoted: string): string {
  return quoted.replace(/\\(["\\])/g, '$1');
}

function parseTerm(text: string, start: number): Parsed<{ readonly term: FilterTerm }> {
  const head = HEAD.exec(text.slice(start));
  if (!head) return err({ message: 'Expected a term such as tenant=acme.', index: start });
  const [whole, plain, quoted = '', operator] = head;
  const name = plain ?? unescaped(quoted);
  if (!isDimension(name)) return err({ message: `There is no dimension "${name}".`, index: start });
  const values: string[] = [];
  let index = start + whole.length;
  for (;;) {
    const value = parseValue(text, index);
    if (!value.ok) return value;
    values.push(value.value.value);
    index = value.value.end;
    if (values.length > VALUES_MAX) {
      return err({ message: `A term has more than ${VALUES_MAX} values.`, index });
    }
    if (text[index] !== ',') break;
    index += 1;
  }
  return ok({ term: { dimension: name, negated: operator === '!=', values }, end: index });
}

function parseValue(text: string, start: number): Parsed<{ readonly value: string }> {
  if (text[start] === '"') return parseQuoted(text, start);
  const match = /^[^\s,"]+/.exec(text.slice(start));
  if (!match) return err({ message: 'Expected a value; write "" for an empty one.', index: start });
  return ok({ value: match[0], end: start + match[0].length });
}

function parseQuoted(text: string, start: number): Parsed<{ readonly value: string }> {
  const match = /^"((?:[^"\\]|\\["\\])*)"/.exec(text.slice(start));
  if (!match) return err({ message: 'This quote is not closed.', index: start });
  const value = unescaped(match[1] ?? '');
  return ok({ value, end: start + match[0].length });
}

/**
 * Writes a filter so that parseFilter reads the same filter back.
 *
 * @returns the text; '' for a filter without terms.
 */
export function formatFilter(filter: Filter): string {
  const terms = filter.terms.map(({ dimension, negated, values }) => {
    const operator = negated ? '!=' : '=';
    return `${formatDimension(dimension)}${operator}${values.map(formatValue).join(',')}`;
  });
  return terms.join(' ');
}

/** A dimension as it must be written in a filter: quoted where its key would end it. */
export function formatDimension(dimension: string): string {
  return /^[^\s=!,"\\]+$/.test(dimension) ? dimension : quote(dimension);
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function formatValue(value: string): string {
  if (/^[^\s,"\\]+$/.test(value)) return value;
  return quote(value);
}

/**
 * Tells whether a value passes one pattern, in time linear in both for each `*`.
 *
 * @param pattern `*` stands for any run of characters, also none; all else is literal.
 */
export function matchesPattern(pattern: string, value: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return pattern === value;
  if (!value.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let index = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, index);
    if (found < 0) return false;
    index = found + part.length;
  }
  return value.length - last.length >= index && value.endsWith(last);
}

/**
 * Tells whether an invocation passes a filter.
 *
 * @param valueOf the value of a dimension; NONE where it has none.
 */
export function passesFilter(filter: Filter, valueOf: (dimension: Dimension) => string): boolean {
  return filter.terms.every(({ dimension, negated, values }) => {
    const value = valueOf(dimension);
    return values.some((pattern) => matchesPattern(pattern, value)) !== negated;
  });
}

/** Values of one dimension whose outcome is remembered; past this the memory starts anew. */
const TESTED_MAX = 10_000;

/**
 * A filter as a test that remembers what it found out about each value, for many invocations.
 *
 * @returns tells the same as passesFilter.
 */
export function filterTest(filter: Filter): (valueOf: (dimension: Dimension) => string) => boolean {
  const terms = filter.terms.map((term) => ({ term, tested: new Map<string, boolean>() }));
  return (valueOf) =>
    terms.every(({ term, tested }) => {
      const value = valueOf(term.dimension);
      const known = tested.get(value);
      if (known !== undefined) return known;
      const passes = passesFilter({ terms: [term] }, () => value);
      if (tested.size >= TESTED_MAX) tested.clear();
      tested.set(value, passes);
      return passes;
    });
}
