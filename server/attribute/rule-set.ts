/** Rules made ready: an index finds the few that can match a call, however many there are. */
import type { AttributionRule, RuleCondition } from './attribution-rule.ts';
import { createLiteralFinder } from './literal-finder.ts';
import type { AttributionInput, FieldReader } from './rule-field.ts';
import { PLAIN_STYLE, type ValueStyle } from './value-style.ts';
import type { Anchor } from './value-pattern.ts';

export interface RuleSet {
  /** Changes whenever a rule, a table or a setting of tags does; kept with what it attributed. */
  readonly version: string;
  readonly rules: readonly AttributionRule[];
  readonly tenantStyle: ValueStyle;
  /** What the first rule gives that gives anything; only rules that may match are tried. */
  readonly first: <Found>(
    input: AttributionInput,
    tryRule: (rule: AttributionRule, input: AttributionInput) => Found | null,
  ) => Found | null;
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
  const first: RuleSet['first'] = (input, tryRule) => {
    const numbers: number[] = [];
    for (const { read, wholes, findParts } of fields) {
      const value = read(input);
      if (value === null) continue;
      if (wholes.size > 0) addAll(wholes.get(value), numbers);
      findParts?.(value, numbers);
    }
    if (numbers.length > 1) numbers.sort((a, b) => a - b);
    for (const number of numbers) {
      const rule = rules[number];
      const found = rule ? tryRule(rule, input) : null;
      if (found !== null) return found;
    }
    return null;
  };
  return { version, rules, tenantStyle, first };
}

function addAll(more: readonly number[] | undefined, numbers: number[]): void {
  if (more) for (const number of more) numbers.push(number);
}

interface FieldIndex {
  readonly read: FieldReader;
  /** Numbers of rules that want exactly this value. */
  readonly wholes: Map<string, number[]>;
  /** Adds the numbers of rules whose value contains a text of theirs. */
  readonly findParts: ((value: string, found: number[]) => void) | null;
}

function indexFields(rules: readonly AttributionRule[]): readonly FieldIndex[] {
  const sharers = countSharers(rules);
  const parts = new Map<string, [string, number][]>();
  const fields = new Map<string, Omit<FieldIndex, 'findParts'>>();
  rules.forEach((rule, index) => {
    const { field, read, anchors } = mostTelling(rule.conditions, sharers);
    const known = fields.get(field) ?? { read, wholes: new Map<string, number[]>() };
    fields.set(field, known);
    for (const { text, isWhole } of anchors) {
      if (isWhole) known.wholes.set(text, [...(known.wholes.get(text) ?? []), index]);
      else parts.set(field, [...(parts.get(field) ?? []), [text, index]]);
    }
  });
  return [...fields].map(([field, known]) => {
    const texts = parts.get(field);
    return { ...known, findParts: texts ? createLiteralFinder(texts) : null };
  });
}

function anchorKey(field: string, { text, isWhole }: Anchor): string {
  return JSON.stringify([field, isWhole, text]);
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
      if (anchor.text === '' && !anchor.isWhole) return -Infinity; // Found in every value.
      const length = anchor.text.length / 1000;
      return (anchor.isWhole ? 1 : length) - (sharers.get(anchorKey(field, anchor)) ?? 0);
    });
    return Math.min(...scores);
  };
  const handles = conditions.flatMap(({ field, read, pattern }) => {
    return pattern.anchorSets.map((anchors): Handle => ({ field, read, anchors }));
  });
  return handles.reduce((best, one) => (tellingOf(one) > tellingOf(best) ? one : best));
}
