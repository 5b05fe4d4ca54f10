/** Each view is reached by a letter of its own. */
import { expect, test } from 'vitest';
import { keyAct } from '../../../web/state/keys.ts';
import { VIEW_ENTRIES, VIEWS } from '../../../web/state/views.ts';

test('every view has a letter that no other has', () => {
  const letters = VIEWS.map((view) => VIEW_ENTRIES[view].key);
  expect(new Set(letters).size).toBe(VIEWS.length);
  for (const view of VIEWS) {
    expect(keyAct(VIEW_ENTRIES[view].key, true)).toEqual({ kind: 'view', view });
  }
});
