/** Claims about keys. */
import { expect, test } from 'vitest';
import { keyAct } from '../../../web/state/keys.ts';

test('a letter goes to a view only after g', () => {
  expect([keyAct('a', true), keyAct('a', false)]).toEqual([
    { kind: 'view', view: 'alarms' },
    { kind: 'none' },
  ]);
});

test('a key with a meaning of its own keeps it after g', () => {
  expect(keyAct('/', true)).toEqual({ kind: 'filter' });
});
