/** Rules made ready: an index finds the few that can match a call, however many there are. */
import type { AttributionRule, RuleCondition } from './attribution-rule.ts';
import {
  createLiteralFinder,
  createStartFinder,
  NO_NUMBERS,
  unionOf,
  type LiteralFinder,
} from './literal-finder.ts';
import type { AttributionInput, FieldReader } from './rule-field.ts';
import { PLAIN_STYLE, type ValueStyle } from './value-style.ts';
import { VALUE_CHARS_MAX, type Anchor } from './value-pattern.ts';

export interface RuleSet {
  /** Changes whenever a rule, a table or a setting of tags does; kept with what it attributed. */
  readonly version: string;
  readonly rules: readonly AttributionRule[];
  readonly tenantStyle: ValueStyle;
  /** Places in `rules` of those that may match a call, in their order; others do not. */
  readonly candidates: (input: AttributionInput) => readonly number[];
  /** False when calls that differ in the name of their session alone are attributed alike. */
  readonly readsSession: boolean;
}

/**
 * Builds the index: each rule stands in it once, under its most telling condition.
 *
 * @param version a text that changes with the rules.
 */
export function createRuleSet(
  rules: readonly AttributionRule[],
  version: string,
  tenantStyle: ValueStyle = PLAIN_STYLE,
): RuleSet {
  const fields = indexFields(rules);
  const candidates = (input: AttributionInput): readonly number[] => {
    let found = NO_NUMBERS;
    for (const { read, wholes, findStart, findAnywhere } of fields) {
      const value = read(input);
      if (value === null) continue;
      if (wholes) found = both(found, wholes.get(value) ?? NO_NUMBERS);
      if (findStart) found = both(found, findStart(value));
      if (findAnywhere) found = both(found, findAnywhere(beginning(value)));
    }
    return found;
  };
  const readsSession = rules.some(({ conditions }) =>
    conditions.some(({ field }) => field === 'session'),
  );
  return { version, rules, tenantStyle, candidates, readsSession };
}

function both(some: readonly number[], more: readonly number[]): readonly number[] {
  if (more.length === 0) return some;
  return some.length === 0 ? more : unionOf([some, more]);
}

interface FieldIndex {
  readonly read: FieldReader;
  /** By the whole value, by its start and by what it contains; null where no rule asks. */
  readonly wholes: ReadonlyMap<string, readonly number[]> | null;
  readonly findStart: LiteralFinder | null;
  readonly findAnywhere: LiteralFinder | null;
}

type Numbered = [text: string, number: number][];

function indexFields(rules: readonly AttributionRule[]): readonly FieldIndex[] {
  const sharers = countSharers(rules);
  const fields = new Map<
    string,
    { readonly read: FieldReader } & Readonly<Record<Anchor['place'], Numbered>>
  >();
  rules.forEach((rule, index) => {
    const { field, read, anchors } = mostTelling(rule.conditions, sharers);
    const known = fields.get(field) ?? { read, whole: [], start: [], anywhere: [] };
    fields.set(field, known);
    for (const { text, place } of anchors) known[place].push([text, index]);
  });
  return [...fields.values()].map(({ read, whole, start, anywhere }) => {
    const wholes = whole.length === 0 ? null : byWhole(whole);
    const findStart = start.length === 0 ? null : createStartFinder(start);
    const findAnywhere = anywhere.length === 0 ? null : createLiteralFinder(anywhere);
    return { read, wholes, findStart, findAnywhere };
  });
}

function byWhole(texts: Numbered): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>();
  for (const [text, number] of texts) numbers.set(text, [...(numbers.get(text) ?? []), number]);
  return numbers;
}

/** Patterns see no more of a value either. */
function beginning(value: string): string {
  return value.length > VALUE_CHARS_MAX ? value.slice(0, VALUE_CHARS_MAX) : value;
}

function anchorKey(field: string, { text, place }: Anchor): string {
  return JSON.stringify([field, place, text]);
}

/** How many rules have an anchor: one that all share tells none of them apart. */
function countSharers(rules: readonly AttributionRule[]): ReadonlyMap<string, number> {
  const sharers = new Map<string, number>();
  for (const { conditions } of rules) {
    const anchors = conditions.flatMap(({ field, pattern }) => {
      return pattern.anchorSets.flat().map((anchor) => anchorKey(field, anchor));
    });
    for (const key of new Set(anchors)) sharers.set(key, (sharers.get(key) ?? 0) + 1);
  }
  return sharers;
}

interface Handle {
  readonly field: string;
  readonly read: FieldReader;
  readonly anchors: readonly Anchor[];
}

/** A rule has at least one condition, and a condition one set of anchors. */
function mostTelling(
  conditions: readonly RuleCondition[],
  sharers: ReadonlyMap<string, number>,
): Handle {
  const tellingOf = ({ field, anchors }: Handle): number => {
    const scores = anchors.map((anchor) => {
      const isWhole = anchor.place === 'whole';
      if (anchor.text === '' && !isWhole) return -Infinity; // Found in every value.
      const length = anchor.text.length / 1000;
      return (isWhole ? 1 : length) - (sharers.get(anchorKey(field, anchor)) ?? 0);
    });
    return Math.min(...scores);
  };
  const handles = conditions.flatMap(({ field, read, pattern }) => {
    return pattern.anchorSets.map((anchors): Handle => ({ field, read, anchors }));
  });
  return handles.reduce((best, one) => (tellingOf(one) > tellingOf(best) ? one : best));
}
