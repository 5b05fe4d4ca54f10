/** Coverage of logs as words and looks: what one hour and one row say. */

interface Counted {
  readonly logged: number;
  readonly counted: number;
}

/** From all there to most missing; `none` is an hour without calls. */
export type CoverageLook = 'none' | 'full' | 'most' | 'some' | 'few';

/** Below this share somebody should know; what CloudWatch and logs disagree on lies above. */
const FULL_MIN = 0.99;
const MOST_MIN = 0.9;
const SOME_MIN = 0.5;

/** How an hour looks, and its sentence: never by colour alone. */
export function coverageCell(hour: Counted | null): {
  readonly look: CoverageLook;
  readonly words: string;
} {
  if (!hour || hour.counted === 0) return { look: 'none', words: 'no calls' };
  const ratio = hour.logged / hour.counted;
  const words = `${hour.logged} of ${hour.counted} calls logged`;
  if (ratio >= FULL_MIN) return { look: 'full', words };
  if (ratio >= MOST_MIN) return { look: 'most', words };
  return { look: ratio >= SOME_MIN ? 'some' : 'few', words };
}

/** Share of counted calls that were logged, cut so that 100 % means all of them. */
export function coverageText({ logged, counted }: Counted): string {
  if (counted === 0) return '–';
  const tenths = Math.floor((Math.min(logged, counted) / counted) * 1000);
  return `${(tenths / 10).toFixed(1)} %`;
}
