/** Claims about labels beside a plot. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadPlaces } from '../../../web/chart/label-places.ts';

const room = { height: 12, top: 0, bottom: 200 };
const places = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 8 });

test('no label lies on another, and none outside the plot', () => {
  fc.assert(
    fc.property(places, (wished) => {
      const spread = [...spreadPlaces(wished, room)].sort((a, b) => a - b);
      spread.forEach((y, index) => {
        expect(y).toBeGreaterThanOrEqual(6 - 1e-6);
        expect(y).toBeLessThanOrEqual(194 + 1e-6);
        if (index > 0) expect(y - (spread[index - 1] ?? 0)).toBeGreaterThanOrEqual(12 - 1e-6);
      });
    }),
  );
});

test('a label that touches no other stays where its line is', () => {
  expect(spreadPlaces([150, 20], room)).toEqual([150, 20]);
  expect(spreadPlaces([50, 52], room)).toEqual([45, 57]);
});
