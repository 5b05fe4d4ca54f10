/** Learns from reading one record how all others of its shape read: which count goes where. */
import type { Invocation, TokenCounts } from './invocation.ts';
import { parseRecords } from './parse-records.ts';
import type { Shape, SlotName } from './shape.ts';

/** How a figure comes about: null for one that is not told, else the counts that make its sum. */
export type Recipe = readonly number[] | null;

/** What records of one shape have in common. */
export interface Plan {
  /** All that does not differ from call to call. */
  readonly common: Invocation;
  readonly tokens: Readonly<Record<keyof TokenCounts, Recipe>>;
  readonly latencyMs: Recipe;
  readonly firstTokenMs: Recipe;
  readonly hasArn: boolean;
  readonly hasMetadata: boolean;
}

const TIME = '2026-01-02T03:04:05Z';
const TIME_MS = Date.parse(TIME);
/** What the slots hold while we learn, each of its own kind. */
const SAMPLES: Readonly<Record<SlotName, string>> = {
  time: `"${TIME}"`,
  id: '"00000000-0000-4000-8000-00000000abcd"',
  arn: '"arn:aws:iam::000000000000:user/slot"',
  metadata: '{"slot":"slot"}',
};
const EMPTY_BYTES = 2;

/**
 * Reads a sample of the shape, in which each count is a power of two of its own.
 *
 * @param shape of a record that was skimmed as text.
 * @returns null for a shape whose records have to be read in full.
 */
export function learnPlan(shape: Shape): Plan | null {
  const [only, ...others] = parseRecords({ text: sampleOf(shape), sourceAtMs: null }, TIME_MS);
  if (!only?.ok || others.length > 0) return null;
  const common = only.value;
  const hasArn = shape.slots.arn.start !== -1;
  const hasMetadata = shape.slots.metadata.start !== -1;
  if (!areRead(common, hasArn, hasMetadata)) return null;
  const recipe = recipesFor(shape.counts);
  const { tokens } = common;
  const plan = {
    common,
    tokens: {
      input: recipe(tokens.input),
      output: recipe(tokens.output),
      cacheRead: recipe(tokens.cacheRead),
      cacheWrite: recipe(tokens.cacheWrite),
      cacheWrite5m: recipe(tokens.cacheWrite5m),
      cacheWrite1h: recipe(tokens.cacheWrite1h),
    },
    latencyMs: recipe(common.latencyMs),
    firstTokenMs: recipe(common.firstTokenMs),
    hasArn,
    hasMetadata,
  };
  const recipes = [...Object.values(plan.tokens), plan.latencyMs, plan.firstTokenMs];
  const isKnown = recipes.every((one): one is Recipe => one !== undefined);
  // The guarantee: the line before has looked at every recipe.
  return isKnown ? (plan as Plan) : null;
}

/** Tells whether the samples came out where they are to be put in. */
function areRead(common: Invocation, hasArn: boolean, hasMetadata: boolean): boolean {
  return (
    common.timestampMs === TIME_MS &&
    JSON.stringify(common.requestId) === SAMPLES.id &&
    (!hasArn || JSON.stringify(common.principal.arn) === SAMPLES.arn) &&
    (!hasMetadata || common.requestMetadata.get('slot') === 'slot')
  );
}

/** The shape with samples in its slots and powers of two for its counts. */
function sampleOf(shape: Shape): string {
  const { bytes, end, counts, countPlaces, slots, slotPlaces } = shape;
  const names = Object.keys(SAMPLES) as SlotName[]; // The guarantee: written out above.
  const pieces = names
    .filter((name) => slots[name].start !== -1)
    .map((name) => ({ place: slotPlaces[name], length: EMPTY_BYTES, text: SAMPLES[name] }));
  counts.forEach((count, index) => {
    const text = count === 0 ? '0' : String(2 ** index);
    pieces.push({ place: countPlaces[index] ?? 0, length: 1, text });
  });
  pieces.sort((one, other) => one.place - other.place);
  let text = '';
  let from = 0;
  for (const piece of pieces) {
    text += bytes.toString('utf8', from, piece.place) + piece.text;
    from = piece.place + piece.length;
  }
  return text + bytes.toString('utf8', from, end);
}

/** @returns undefined for a figure that is no sum of counts. */
function recipesFor(counts: readonly number[]): (figure: number | null) => Recipe | undefined {
  return (figure) => {
    if (figure === null) return null;
    const summands = counts.flatMap((count, index) => {
      const isIn = count !== 0 && Math.floor(figure / 2 ** index) % 2 === 1;
      return isIn ? [index] : [];
    });
    const sum = summands.reduce((total, index) => total + 2 ** index, 0);
    return sum === figure ? summands : undefined;
  };
}
