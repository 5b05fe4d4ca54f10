/** Draws that are fast, and the same in each run. */

/** Gives a number from 0 up to 1, without it. */
export type Chance = () => number;

/** Marsaglia's xorshift of 32 bits: good enough for traffic, and a few nanoseconds a draw. */
export function chance(seed: number): Chance {
  let state = seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A table of draws from the bell curve, to be drawn from. */
export function normals(draw: Chance): Float64Array {
  return Float64Array.from({ length: 8_192 }, () => {
    return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  });
}
