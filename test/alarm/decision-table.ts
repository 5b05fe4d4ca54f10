/** CloudWatch's rules for missing data, written out as a table: the expectation of the tests. */
import type {
  AlarmStateName,
  MissingDataTreatment,
  Verdict,
} from '../../server/alarm/evaluate-points.ts';

/** One row: a pattern of `0` good, `X` breaching, `-` missing, oldest first. */
export interface Vector {
  readonly points: string;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly treatMissingData: MissingDataTreatment;
  readonly next: AlarmStateName | 'RETAIN';
}

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const NEXT = { O: 'OK', A: 'ALARM', I: 'INSUFFICIENT_DATA', R: 'RETAIN' } as const;

/** The ten rows that AWS prints, one letter for each treatment in the order above. */
const AWS_PRINTED = `
  3/3 0-X-X OOOO
  3/3 0---- OOOO
  3/3 ----- IRAO
  3/3 0XX-X AAAA
  3/3 --X-- ARAO
  2/3 0-X-X AAAA
  2/3 00X0X AAAA
  2/3 0-X-- OOAO
  2/3 ----0 OOAO
  2/3 ---X- ARAO`;

/**
 * For each M/N: `real breaching letters`, over ranges of five. `real` counts periods with data, N
 * for N or more; `breaching` those of the newest N of them. `?` is A when the oldest breach is at
 * least M periods old and R when it is younger.
 */
const TABLE = `
  1/1 | 0 0 IRAO | 1 0 OOOO | 1 1 AAAA
  1/2 | 0 0 IRAO | 1 0 OOAO | 1 1 AAAA | 2 0 OOOO | 2 1 AAAA | 2 2 AAAA
  2/2 | 0 0 IRAO | 1 0 OOOO | 1 1 ?RAO | 2 0 OOOO | 2 1 OOOO | 2 2 AAAA
  1/3 | 0 0 IRAO | 1 0 OOAO | 1 1 AAAA | 2 0 OOAO | 2 1 AAAA | 2 2 AAAA | 3 0 OOOO | 3 1 AAAA
      | 3 2 AAAA | 3 3 AAAA
  2/3 | 0 0 IRAO | 1 0 OOAO | 1 1 ?RAO | 2 0 OOOO | 2 1 OOAO | 2 2 AAAA | 3 0 OOOO | 3 1 OOOO
      | 3 2 AAAA | 3 3 AAAA
  3/3 | 0 0 IRAO | 1 0 OOOO | 1 1 ?RAO | 2 0 OOOO | 2 1 OOOO | 2 2 ?RAO | 3 0 OOOO | 3 1 OOOO
      | 3 2 OOOO | 3 3 AAAA
  3/5 | 0 0 IRAO | 1 0 OOAO | 1 1 ?RAO | 2 0 OOAO | 2 1 OOAO | 2 2 ?RAO | 3 0 OOOO | 3 1 OOAO
      | 3 2 OOAO | 3 3 AAAA | 4 0 OOOO | 4 1 OOOO | 4 2 OOAO | 4 3 AAAA | 4 4 AAAA | 5 0 OOOO
      | 5 1 OOOO | 5 2 OOOO | 5 3 AAAA | 5 4 AAAA | 5 5 AAAA
  4/5 | 0 0 IRAO | 1 0 OOAO | 1 1 ?RAO | 2 0 OOOO | 2 1 OOAO | 2 2 ?RAO | 3 0 OOOO | 3 1 OOOO
      | 3 2 OOAO | 3 3 ?RAO | 4 0 OOOO | 4 1 OOOO | 4 2 OOOO | 4 3 OOAO | 4 4 AAAA | 5 0 OOOO
      | 5 1 OOOO | 5 2 OOOO | 5 3 OOOO | 5 4 AAAA | 5 5 AAAA
  5/5 | 0 0 IRAO | 1 0 OOOO | 1 1 ?RAO | 2 0 OOOO | 2 1 OOOO | 2 2 ?RAO | 3 0 OOOO | 3 1 OOOO
      | 3 2 OOOO | 3 3 ?RAO | 4 0 OOOO | 4 1 OOOO | 4 2 OOOO | 4 3 OOOO | 4 4 ?RAO | 5 0 OOOO
      | 5 1 OOOO | 5 2 OOOO | 5 3 OOOO | 5 4 OOOO | 5 5 AAAA`;

/** The printed rows as vectors: 10 rows, 4 treatments. */
export function awsVectors(): readonly Vector[] {
  return AWS_PRINTED.trim()
    .split('\n')
    .flatMap((line) => {
      const [pair = '', points = '', letters = ''] = line.trim().split(' ');
      return expand(pair, points, letters);
    });
}

/** Every pattern of five periods under every pair and treatment: 243 x 9 x 4 vectors. */
export function allVectors(): readonly Vector[] {
  const blocks = TABLE.trim().split(/\n(?=\s+\d\/\d)/);
  return blocks.flatMap((block) => {
    const [pair = '', ...cells] = block.split('|').map((cell) => cell.trim());
    const letters = new Map(cells.map((cell) => [cell.slice(0, 3), cell.slice(4)]));
    return patterns(5).flatMap((points) => {
      const row = letters.get(rowOf(points, Number(pair.slice(2)))) ?? '';
      return expand(pair, points, row);
    });
  });
}

function rowOf(points: string, evaluationPeriods: number): string {
  const real = points.replaceAll('-', '').slice(-evaluationPeriods);
  return `${real.length} ${real.replaceAll('0', '').length}`;
}

function expand(pair: string, points: string, letters: string): readonly Vector[] {
  const [datapointsToAlarm = 0, evaluationPeriods = 0] = pair.split('/').map(Number);
  return TREATMENTS.map((treatMissingData, index) => {
    const letter = letters[index];
    const isOld = points.length - points.indexOf('X') >= datapointsToAlarm;
    const key = letter === '?' ? (isOld ? 'A' : 'R') : letter;
    if (key !== 'O' && key !== 'A' && key !== 'I' && key !== 'R') {
      throw new Error(`The table has no row for ${pair} ${points}.`);
    }
    return { points, datapointsToAlarm, evaluationPeriods, treatMissingData, next: NEXT[key] };
  });
}

function patterns(length: number): readonly string[] {
  if (length === 0) return [''];
  return patterns(length - 1).flatMap((head) => [...'0X-'].map((tail) => head + tail));
}

const VERDICT: ReadonlyMap<string, Verdict> = new Map([
  ['0', 'good'],
  ['X', 'breaching'],
]);

export function verdictsOf(points: string): readonly Verdict[] {
  return [...points].map((point) => VERDICT.get(point) ?? 'missing');
}
