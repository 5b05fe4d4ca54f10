/** Patterns by their short way: what they are found by, and what the engine is spared. */
import { describe, expect, test } from 'vitest';
import { parseValuePattern } from '../../server/attribute/value-pattern.ts';

const SIGN_OF = { whole: '=', start: '^', anywhere: '' } as const;

function patternOf(text: string) {
  const pattern = parseValuePattern(text);
  if (!pattern.ok) throw new Error(pattern.problem);
  return pattern.value;
}

describe('parseValuePattern', () => {
  test.each<readonly [string, readonly string[]]>([
    ['prod', ['=prod']],
    ['^prod$', ['=prod']],
    ['red|blue', ['=red', '=blue']],
    ['a\\.b', ['=a.b']],
    ['', ['=']],
    ['team-(.+)', ['^team-']],
    ['team-.*-production', ['^team-', '-production']],
    ['(.*)', ['']],
    ['[a-z]+-team', ['-team']],
    ['arn:\\d+:user/(.*)', ['^arn:', ':user/']],
    ['team-(a|b)-.*', ['^team-', '-']],
    ['(?s)^ab[cd]', ['^ab']],
    ['ab*', ['^a']],
    ['ab+c', ['^ab', 'c']],
    ['a*b', ['b']],
    ['[ab]c', ['c']],
    ['ab?cd', ['^a', 'cd']],
    ['ab{0}cd', ['^a', 'cd']],
    ['abc|d', ['=abc', '=d']],
    ['ab.|d', ['']],
    ['^a|b$', ['']],
    ['(?i)team', ['']],
    ['a(?i)b', ['']],
    ['a\\Q(\\E|b', ['']],
    ['[|]x', ['x']],
    ['[[:alpha:]]x', ['x']],
    ['\\p{Greek}x', ['']],
    ['a\\\\|b', ['']],
  ])('finds %s by %j', (text, anchors) => {
    const found = patternOf(text)
      .anchorSets.flat()
      .map(({ place, text: part }) => `${SIGN_OF[place]}${part}`);
    expect(found).toEqual(anchors);
  });

  test('wants a dot to be no end of line, as the engine does', () => {
    expect(patternOf('a(.+)').match('ab\nc')).toBeNull();
    expect(patternOf('(?s)a(.+)').match('ab\nc')).toEqual(['b\nc']);
  });

  test('L7: a pattern of 513 characters is refused, one of 512 is not', () => {
    expect(parseValuePattern('a'.repeat(513)).ok).toBe(false);
    expect(parseValuePattern('a'.repeat(512)).ok).toBe(true);
  });

  test.each(['^(a+)+$', '^(?:[a-z0-9_-]+-?)+:prod$'])(
    'L7: %s meets values of 100,000 characters without a wait',
    (text) => {
      const pattern = patternOf(text);
      const startedAtMs = performance.now();
      for (let i = 0; i < 20; i += 1) pattern.match(`${'a'.repeat(100_000)}${i}!`);
      expect(performance.now() - startedAtMs).toBeLessThan(2_000); // 20 backtracks never end.
    },
  );
});
