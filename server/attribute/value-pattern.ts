/** One pattern of a rule: RE2 semantics over a whole value, without the engine where it can. */
import { RE2JS } from 're2js';
import { err, ok, type Result } from '../../shared/result.ts';
import { requiredLiterals, type RequiredLiteral } from './required-literal.ts';

/** What every matching value is, begins with or contains; an index finds patterns by it. */
export interface Anchor {
  readonly text: string;
  readonly place: 'whole' | 'start' | 'anywhere';
}

export interface ValuePattern {
  /** As people wrote it. */
  readonly text: string;
  readonly groupCount: number;
  /** A value that fits none of the anchors of one of these sets does not match the pattern. */
  readonly anchorSets: readonly (readonly Anchor[])[];
  /** The captured groups, or null when the whole value does not match; linear in the value. */
  readonly match: (value: string) => readonly string[] | null;
}

export const PATTERN_CHARS_MAX = 512;
/** Longer values are cut before they meet a pattern. */
export const VALUE_CHARS_MAX = 4096;
/** Results of the engine that a pattern remembers, and how long a value may be for it. */
const REMEMBERED_MAX = 256;
const REMEMBERED_CHARS_MAX = 256;

/**
 * Reads a pattern in RE2 syntax; linear time whatever the value is.
 *
 * @param text at most 512 characters.
 * @returns the pattern, or why there is none. Never throws.
 */
export function parseValuePattern(text: string): Result<ValuePattern, string> {
  if (text.length > PATTERN_CHARS_MAX) {
    return err(`the pattern is longer than ${PATTERN_CHARS_MAX} characters`);
  }
  const simple = literalPattern(text) ?? wildcardPattern(text);
  if (simple) return ok(simple);
  try {
    return ok(enginePattern(text, RE2JS.compile(text)));
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    return err(`the pattern is wrong: ${why}`);
  }
}

// A character that stands for itself: no sign of the syntax, or one behind a backslash.
const LITERAL = String.raw`(?:[^\\.+*?()|[\]{}^$]|\\[^A-Za-z0-9\s])*`;
const LITERALS = new RegExp(`^\\^?(${LITERAL}(?:\\|${LITERAL})*)\\$?$`, 'su');
const WILDCARD = new RegExp(
  String.raw`^(\(\?s\))?\^?(${LITERAL})(\()?\.([*+])(\))?(${LITERAL})\$?$`,
  'su',
);

function unescape(literal: string): string {
  return literal.replace(/\\(.)/gsu, '$1');
}

const NO_GROUPS: readonly string[] = [];

/** One text or several: `prod`, `red|blue`. */
function literalPattern(text: string): ValuePattern | null {
  const found = LITERALS.exec(text)?.[1];
  // In `^a|b$` a sign belongs to one half only, and `\\|` is too easy to misread.
  if (found === undefined || found.includes('\\|')) return null;
  if (found.includes('|') && found !== text) return null;
  const texts = new Set(found.split('|').map(unescape));
  const anchors = [...texts].map((one) => ({ text: one, place: 'whole' as const }));
  const match = (value: string): readonly string[] | null => (texts.has(value) ? NO_GROUPS : null);
  return { text, groupCount: 0, anchorSets: [anchors], match };
}

/** Text around one run of any characters: `team-(.+)-prod`, `(.*)`, `arn:.*`. */
function wildcardPattern(text: string): ValuePattern | null {
  const found = WILDCARD.exec(text);
  if (!found) return null;
  const [, anyLine, before = '', opens, quantifier, closes, after = ''] = found;
  if ((opens === undefined) !== (closes === undefined)) return null;
  const [start, end] = [unescape(before), unescape(after)];
  const charsMin = start.length + end.length + (quantifier === '+' ? 1 : 0);
  const match = (whole: string): readonly string[] | null => {
    const value = whole.slice(0, VALUE_CHARS_MAX);
    if (value.length < charsMin || !value.startsWith(start) || !value.endsWith(end)) return null;
    const run = value.slice(start.length, value.length - end.length);
    if (anyLine === undefined && run.includes('\n')) return null;
    return opens === undefined ? NO_GROUPS : [run];
  };
  const groupCount = opens === undefined ? 0 : 1;
  const literals = [
    { text: start, isStart: true },
    { text: end, isStart: false },
  ];
  return { text, groupCount, anchorSets: anchorSetsOf(literals), match };
}

/** Each text is required by itself; where none is, the empty one, which every value contains. */
function anchorSetsOf(literals: readonly RequiredLiteral[]): ValuePattern['anchorSets'] {
  const told = literals.filter(({ text }) => text !== '');
  if (told.length === 0) return [[{ text: '', place: 'anywhere' }]];
  return told.map(({ text, isStart }) => [{ text, place: isStart ? 'start' : 'anywhere' }]);
}

function enginePattern(text: string, engine: RE2JS): ValuePattern {
  const memory = new Map<string, readonly string[] | null>();
  const match = (whole: string): readonly string[] | null => {
    const known = memory.get(whole);
    if (known !== undefined) return known;
    const groups = run(engine, whole.slice(0, VALUE_CHARS_MAX));
    if (whole.length > REMEMBERED_CHARS_MAX) return groups;
    if (memory.size >= REMEMBERED_MAX) memory.clear();
    memory.set(whole, groups);
    return groups;
  };
  const anchorSets = anchorSetsOf(requiredLiterals(text));
  return { text, groupCount: engine.groupCount(), anchorSets, match };
}

function run(engine: RE2JS, value: string): readonly string[] | null {
  const matcher = engine.matcher(value);
  if (!matcher.matches()) return null;
  const groups: string[] = [];
  for (let group = 1; group <= matcher.groupCount(); group += 1) {
    groups.push(matcher.group(group) ?? '');
  }
  return groups;
}
