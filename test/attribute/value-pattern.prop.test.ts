/** The short ways and the index agree with the engine and with trying every rule. */
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import type { AttributionRule } from '../../server/attribute/attribution-rule.ts';
import { parseValuePattern, type Anchor } from '../../server/attribute/value-pattern.ts';
import { attribute, inputOf, rule } from './input.ts';

/** Pieces from which nearly every pattern is valid, over an alphabet of a few letters. */
const piece = fc.constantFrom(
  'a',
  'b',
  '-',
  '\\.',
  '.*',
  '(.*)',
  '(.+)',
  '.+',
  'a+',
  'b?',
  '[ab]',
  '(a|b)',
  '|',
  '\\|',
  '(?s)',
  '^',
  '$',
  '\\\\',
  'a{2}',
  '[|]',
  '(?i)',
  '\\Qa|\\E',
  '()',
  'é',
  '\n',
  '[[:alpha:]]',
  '\\d',
  '(?P<n>a)',
  '\\x61',
);
const patternText = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const value = fc
  .array(fc.constantFrom('a', 'b', '-', '.', '|', '\\', '\n', 'A', 'é'), { maxLength: 6 })
  .map((chars) => chars.join(''));

function fits({ text, place }: Anchor, whole: string): boolean {
  if (place === 'whole') return whole === text;
  return place === 'start' ? whole.startsWith(text) : whole.includes(text);
}

function byEngine(text: string, whole: string): readonly string[] | null {
  const matcher = RE2JS.compile(text).matcher(whole);
  if (!matcher.matches()) return null;
  return Array.from({ length: matcher.groupCount() }, (_, i) => matcher.group(i + 1) ?? '');
}

test('a pattern matches and captures what the engine does, and its anchors miss nothing', () => {
  fc.assert(
    fc.property(patternText, fc.array(value, { minLength: 1, maxLength: 5 }), (text, values) => {
      const pattern = parseValuePattern(text);
      if (!pattern.ok) return;
      for (const one of values) {
        const expected = byEngine(text, one);
        expect([text, one, pattern.value.match(one)]).toEqual([text, one, expected]);
        if (expected === null) continue;
        const isFound = pattern.value.anchorSets.every((anchors) =>
          anchors.some((anchor) => fits(anchor, one)),
        );
        expect([text, one, isFound]).toEqual([text, one, true]);
      }
    }),
    { seed: 7, numRuns: 3_000 },
  );
});

test('the first rule that matches decides, as if each were tried in turn', () => {
  const condition = fc.record({
    field: fc.constantFrom('role', 'region', 'metadata.t'),
    patternText,
  });
  const rules = fc.array(fc.array(condition, { minLength: 1, maxLength: 2 }), { maxLength: 8 });
  fc.assert(
    fc.property(rules, value, value, (texts, role, tag) => {
      const made = texts.flatMap((conditions, index): AttributionRule[] => {
        const when = Object.fromEntries(conditions.map((one) => [one.field, one.patternText]));
        const isValid = Object.values(when).every((text) => parseValuePattern(text).ok);
        return isValid ? [rule(when, `tenant ${index}`)] : [];
      });
      const principal = { arn: 'arn', kind: 'role', name: role, session: null } as const;
      const input = inputOf({ metadata: [['t', tag]], invocation: { principal, region: 'a' } });
      const expected = made.find(({ conditions }) =>
        conditions.every(({ field, pattern }) => {
          const seen = field === 'role' ? role : field === 'region' ? 'a' : tag;
          return byEngine(pattern.text, seen) !== null;
        }),
      );
      expect(attribute(input, made).rule).toBe(expected?.name ?? null);
    }),
    { seed: 7, numRuns: 500 },
  );
});
