/** Stops the pass when one of our own promises is broken; bad data is a Result, never an assert. */

/**
 * Checks an invariant of ours.
 *
 * @param invariant what must hold, in words; shown in the error.
 * @throws Error when the condition is false: a bug of ours, not of the data.
 */
export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${invariant}.`);
}
