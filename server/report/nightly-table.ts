/** The table of one section: every row to the cent, with a total that the rows sum to. */
import { formatAttoUsd, formatDecimal } from '../../shared/money.ts';
import { allTokens, foldRows, isWhollyUnpriced, type ReportRow, sectionRows } from './figures.ts';
import {
  changePermille,
  formatCompact,
  formatCount,
  formatPermille,
  formatSigned,
  formatUsd,
} from './format.ts';
import { html, type Html, type HtmlValue } from './html.ts';
import type { DayFigures, NightlySection } from './nightly-data.ts';
import { roundToCents, sharesPermille } from './rounding.ts';

/** More rows than this nobody reads in a mail; all of them are in the CSV. */
const ROWS_MAX = 25;
const NOTHING = '–';

export interface ShownRow {
  readonly row: ReportRow;
  readonly cents: bigint;
  readonly sharePermille: bigint | null;
}

/**
 * What a table or ranking shows of a section.
 *
 * @returns rows whose cents sum to the total's cents, and whose shares sum to 1,000 thousandths.
 * @throws Error when the rows hold more than the total.
 */
export function shownRows(
  section: NightlySection,
  total: DayFigures,
  rowsMax = ROWS_MAX,
): readonly ShownRow[] {
  const rows = foldRows(sectionRows(section, total), rowsMax);
  const costs = rows.map(({ figures }) => figures.costAttoUsd);
  const { partsCents } = roundToCents(costs);
  const shares = sharesPermille(costs);
  return rows.map((row, index) => ({
    row,
    cents: partsCents[index] ?? 0n,
    sharePermille: shares?.[index] ?? null,
  }));
}

/** The whole of the day, which stands in the last line. */
export interface TableTotal {
  readonly figures: DayFigures;
  /** Null when the days are not to be compared: then the column of changes is left out. */
  readonly previousCostAttoUsd: bigint | null;
}

/** One section as a table. Throws when its rows hold more than the total. */
export function sectionTable(section: NightlySection, total: TableTotal): Html {
  const columns = columnsOf(total);
  const body = shownRows(section, total.figures).map((shown) => {
    return html`<tr class="${shown.row.kind}">
      <td class="name"><bdi>${shown.row.name}</bdi>${shareBar(shown)}</td>
      ${cells(columns, shown)}
    </tr> `;
  });
  return html`<table class="figures">
    <thead>
      <tr>
        <th class="name" scope="col">${section.label}</th>
        ${columns.map(({ head }) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
    <tfoot>
      <tr>
        <td class="name">Total</td>
        ${cells(columns, totalRow(total))}
      </tr>
    </tfoot>
  </table>`;
}

function totalRow(total: TableTotal): ShownRow {
  const { costAttoUsd } = total.figures;
  return {
    row: { name: 'Total', kind: 'named', ...total },
    cents: roundToCents([costAttoUsd]).totalCents,
    sharePermille: costAttoUsd > 0n ? 1000n : null,
  };
}

interface Column {
  readonly head: string;
  readonly cell: (shown: ShownRow) => HtmlValue;
}

/** Change stands only between whole days, images and video only where the day has some. */
function columnsOf({ figures: total, previousCostAttoUsd }: TableTotal): readonly Column[] {
  const columns: readonly (Column | null)[] = [
    { head: 'Cost', cell: costCell },
    total.contractedCostAttoUsd === total.costAttoUsd
      ? null
      : { head: 'Contracted', cell: ({ row }) => contractedText(row.figures) },
    { head: 'Share', cell: shareText },
    previousCostAttoUsd === null ? null : { head: 'Change', cell: ({ row }) => changeText(row) },
    counted('Calls', (figures) => figures.invocations),
    counted('Tokens', allTokens, formatCompact),
    total.images > 0 ? counted('Images', (figures) => figures.images) : null,
    total.videoMs > 0 ? counted('Video s', (figures) => figures.videoMs, seconds) : null,
    counted('Errors', (figures) => figures.errors),
    counted('Throttles', (figures) => figures.throttles),
    { head: 'p99 ms', cell: ({ row }) => wholeMs(row.figures.latencyP99Ms) },
  ];
  return columns.filter((column) => column !== null);
}

function cells(columns: readonly Column[], shown: ShownRow): readonly Html[] {
  return columns.map(({ cell }) => html`<td>${cell(shown)}</td>`);
}

function counted(
  head: string,
  of: (figures: DayFigures) => number,
  format: (count: number) => string = formatCount,
): Column {
  const cell = ({ row }: ShownRow): HtmlValue => {
    const count = of(row.figures);
    return count === 0 ? html`<span class="zero">0</span>` : format(count);
  };
  return { head, cell };
}

function seconds(videoMs: number): string {
  return formatDecimal(BigInt(videoMs), 3);
}

function wholeMs(latencyMs: number | null): string {
  return latencyMs === null ? NOTHING : formatCount(Math.round(latencyMs));
}

/** Cost to the cent, exact on hover; never a zero for what merely has no rate. */
function costCell({ row, cents }: ShownRow): Html {
  const { costAttoUsd, unpricedInvocations } = row.figures;
  const exact = `$${formatAttoUsd(costAttoUsd)}`;
  if (isWhollyUnpriced(row.figures)) return html`<span class="badge">unpriced</span>`;
  const cost = html`<span title="${exact}">${formatUsd(costAttoUsd, cents)}</span>`;
  if (unpricedInvocations === 0) return cost;
  return html`${cost}<br /><span class="badge"
      >+ ${formatCount(unpricedInvocations)} unpriced</span
    >`;
}

function contractedText(figures: DayFigures): string {
  return isWhollyUnpriced(figures) ? NOTHING : formatUsd(figures.contractedCostAttoUsd);
}

function shareText({ row, sharePermille }: ShownRow): string {
  if (sharePermille === null || isWhollyUnpriced(row.figures)) return NOTHING;
  const isTrace = sharePermille === 0n && row.figures.costAttoUsd > 0n;
  return isTrace ? '<0.1\u00a0%' : formatPermille(sharePermille);
}

function changeText({ figures, previousCostAttoUsd: before }: ReportRow): string {
  if (before === null) return NOTHING;
  if (before === 0n) return figures.costAttoUsd === 0n ? NOTHING : 'new';
  const change = changePermille(figures.costAttoUsd, before);
  return change === null ? NOTHING : formatSigned(change);
}

/** A bar of the share under the name, of plain elements that mail clients keep. */
function shareBar({ row, sharePermille }: ShownRow): Html | null {
  if (sharePermille === null || row.kind === 'rest') return null;
  const percent = `${sharePermille / 10n}.${sharePermille % 10n}`;
  return html`<div class="share"><div style="width:${percent}%"></div></div>`;
}
