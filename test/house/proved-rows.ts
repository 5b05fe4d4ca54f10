/** Ways in which AWS and the outside fail, by the ids under which they are known here. */

const numbered = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`);

const rows = (letter: string, ...numbers: readonly number[]): readonly string[] =>
  numbers.map((one) => `${letter}${one}`);

/** Each has at least one test whose name carries its id. */
export const PROVED_ROWS: readonly string[] = [
  ...numbered('CWL', 18), // CloudWatch Logs: pages, tokens, ends of slices, late and odd records.
  ...numbered('S3', 18), // Objects: late, cut, poisoned, refused, hostile.
  ...numbered('MET', 17), // CloudWatch metrics and alarms: partial, revised, sparse, dear.
  ...numbered('ENV', 8), // Credentials, clocks, networks, partitions, times.
  ...rows('A', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), // Who is let in, and to what.
  'L1', // Text as text, on every view.
  ...numbered('HOOK', 9), // Receivers: killed, failing, slow, hostile; storms, flapping, clocks.
  ...Array.from({ length: 14 }, (_, at) => `B${at + 1}`), // Budgets: lines, periods, late data.
  'SEC-RED', // Secrets of channels.
  'L2', // Names of JavaScript's own; from here on hostile text in records.
  'L3',
  'L4',
  'L5',
  'L6',
  'L7',
  'L8',
  'L9',
  'L10',
  'L11',
  'L12',
  'P1', // What was said and answered is in no byte of a database.
  'P2', // Bodies are handed out by no route.
  'P3', // Callers are kept, hashed or dropped.
  'P4', // A copy elsewhere tells nothing without its key.
  'P5', // A tenant that is deleted is in no byte.
  'P6', // Cells that would be formulas.
  'P7', // Nobody is called but what is read.
  ...rows('H', 1, 2, 3, 4, 5, 6), // What stands around every answer.
  ...rows('C', 1, 2, 3), // What is installed, built and run.
];

/** Ids that stand in none of the texts of tests. */
export function unprovedRows(testTexts: readonly string[]): readonly string[] {
  return PROVED_ROWS.filter((id) => {
    const named = new RegExp(`\\b(T-)?${id}\\b`);
    return !testTexts.some((text) => named.test(text));
  });
}
