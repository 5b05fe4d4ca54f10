/** A small seeded generator of chance, so that the same seed gives the same demo to the byte. */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, below). */
  integer(below: number): number;
  /** A count of rare events with this mean. */
  poisson(mean: number): number;
  /** Skewed like sizes and times are: half lie below the median. */
  logNormal(median: number, sigma: number): number;
  /** A random id in the form of a version 4 UUID. */
  uuid(): string;
}

/**
 * Creates a generator that is fully decided by its seeds.
 *
 * @param seeds any integers; each one and their order matter.
 * @returns xoshiro128** (Blackman and Vigna, public domain), its state filled by splitmix32.
 */
export function createRandom(...seeds: readonly number[]): Random {
  const state = new Uint32Array(4);
  let mixed = 0x9e3779b9;
  for (const seed of seeds) mixed = mix(mixed ^ (seed >>> 0)) + mix(Math.floor(seed / 2 ** 32));
  for (let index = 0; index < 4; index += 1) {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    state[index] = mix(mixed);
  }
  const word = (): number => nextWord(state);
  const next = (): number => word() / 2 ** 32;
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    poisson: (mean) => poisson(next, mean),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal(next)),
    uuid: () => uuidOf(word(), word(), word(), word()),
  };
}

/** Mixes a text into 32 bits; for picking by name, not for security. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function nextWord(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = state;
  const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  const c2 = c ^ a;
  const d2 = d ^ b;
  state[1] = b ^ c2;
  state[0] = a ^ d2;
  state[2] = c2 ^ (b << 9);
  state[3] = rotate(d2, 11);
  return result;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Knuth's product below a mean of 30; above it the normal approximation is close enough. */
function poisson(next: () => number, mean: number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(next)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > limit; product *= next()) count += 1;
  return count;
}

function uuidOf(a: number, b: number, c: number, d: number): string {
  const tail = hex8((c & 0x3fffffff) | 0x80000000) + hex8(d);
  const middle = hex8((b & 0xffff0fff) | 0x4000);
  const parts = [hex8(a), middle.slice(0, 4), middle.slice(4), tail.slice(0, 4), tail.slice(4)];
  return parts.join('-');
}

function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
