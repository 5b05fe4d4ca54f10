/** Claims about names that keep their hue. */
import { expect, test } from 'vitest';
import { assignSlots } from '../../../web/state/colour-slots.ts';

test('a name keeps its hue when the order changes', () => {
  const first = assignSlots(new Map(), ['acme', 'globex', 'initech']);
  const second = assignSlots(first, ['initech', 'acme', 'hooli']);
  expect(Object.fromEntries(second)).toEqual({ acme: 0, hooli: 1, initech: 2 });
});

test('no two shown names share a hue, even when both once had it', () => {
  const known = new Map([
    ['acme', 3],
    ['globex', 3],
  ]);
  const slots = assignSlots(known, ['acme', 'globex']);
  expect([slots.get('acme'), slots.get('globex')]).toEqual([3, 0]);
});

test('only eight names get a hue, each another', () => {
  const names = Array.from({ length: 12 }, (_, at) => `tenant-${at}`);
  const slots = assignSlots(new Map([['tenant-0', 99]]), names);
  expect(new Set(slots.values()).size).toBe(8);
  expect(slots.has('tenant-8')).toBe(false);
});
