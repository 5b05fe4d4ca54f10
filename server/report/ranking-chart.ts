/** Draws rows as horizontal bars with their cost, and yesterday's as a tick: an SVG ranking. */
import { approximateUsd } from '../../shared/money.ts';
import { isWhollyUnpriced, type ReportRow } from './figures.ts';
import { formatUsd } from './format.ts';
import { html, type Html } from './html.ts';

const WIDTH = 820;
const NAME_WIDTH = 190;
const COST_WIDTH = 100;
const ROW_HEIGHT = 26;
const NAME_CHARS_MAX = 24; // With the ellipsis.
const BAR_WIDTH = WIDTH - NAME_WIDTH - COST_WIDTH;

/**
 * Bars from zero, in the order of the rows; what has no name is hatched, the rest grey.
 *
 * @param rows with the cents that the table shows for them, so that both agree.
 * @returns the SVG; null without rows.
 */
export function rankingChart(
  label: string,
  rows: readonly { readonly row: ReportRow; readonly cents: bigint }[],
): Html | null {
  if (rows.length === 0) return null;
  const amounts = rows.flatMap(({ row }) => [usd(row), previousUsd(row) ?? 0]);
  const largest = Math.max(...amounts);
  const height = rows.length * ROW_HEIGHT;
  const bars = rows.map((each, index) => rankingRow(each, { index, largest }));
  return html`<svg
    class="chart"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-label="${label}"
    width="${WIDTH}"
    height="${height}"
  >
    <defs>
      <pattern
        id="hatch-ranking"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="#e3e7ec" />
        <rect width="2.5" height="6" fill="#8a949f" />
      </pattern>
    </defs>
    ${bars}
  </svg>`;
}

const FILL: Record<ReportRow['kind'], string> = {
  named: '#0072b2',
  missing: 'url(#hatch-ranking)',
  rest: '#a9b1ba',
};

function rankingRow(
  { row, cents }: { readonly row: ReportRow; readonly cents: bigint },
  { index, largest }: { readonly index: number; readonly largest: number },
): Html {
  const y = index * ROW_HEIGHT;
  const middle = y + ROW_HEIGHT / 2;
  const width = barWidth(usd(row), largest);
  const before = previousUsd(row);
  const tickX = before === null ? null : NAME_WIDTH + barWidth(before, largest);
  const cost = isWhollyUnpriced(row.figures)
    ? 'unpriced'
    : formatUsd(row.figures.costAttoUsd, cents);
  const tick =
    tickX === null
      ? null
      : html`<line
          x1="${tickX.toFixed(1)}"
          x2="${tickX.toFixed(1)}"
          y1="${y + 3}"
          y2="${y + ROW_HEIGHT - 3}"
          stroke="#1b2330"
          stroke-width="2"
        />`;
  return html`<g
    ><title>${row.name}</title>
    <text class="name" x="0" y="${middle}" dy="4">${shortened(row.name)}</text>
    <rect
      x="${NAME_WIDTH}"
      y="${y + 6}"
      width="${width.toFixed(1)}"
      height="${ROW_HEIGHT - 12}"
      fill="${FILL[row.kind]}"
    />${tick}
    <text class="name" x="${WIDTH}" y="${middle}" dy="4" text-anchor="end">${cost}</text></g
  > `;
}

function usd(row: ReportRow): number {
  return approximateUsd(row.figures.costAttoUsd);
}

function previousUsd(row: ReportRow): number | null {
  return row.previousCostAttoUsd === null ? null : approximateUsd(row.previousCostAttoUsd);
}

function barWidth(value: number, largest: number): number {
  if (value <= 0 || largest <= 0) return 0;
  return Math.max(1, (value / largest) * BAR_WIDTH); // What is not zero is seen.
}

/** SVG text does not wrap; the whole name is in the title and the table. */
function shortened(name: string): string {
  const chars = [...name];
  if (chars.length <= NAME_CHARS_MAX) return name;
  return `${chars.slice(0, NAME_CHARS_MAX - 1).join('')}…`;
}
