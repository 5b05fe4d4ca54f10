/** The bounded memory of the demo's hours. */
import { expect, test } from 'vitest';
import { rememberRecent } from '../../server/demo/recent.ts';

test('a result is worked out anew only after it was pushed out by more recent ones', () => {
  const computed: string[] = [];
  const upper = rememberRecent(2, (key) => {
    computed.push(key);
    return key.toUpperCase();
  });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(upper(key)).toBe(key.toUpperCase());
  expect(computed).toEqual(['a', 'b', 'c', 'b']);
});
