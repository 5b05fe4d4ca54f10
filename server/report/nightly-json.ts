/** The nightly report as JSON for programs: exact money as decimal text, like the API writes it. */
import { formatAttoUsd } from '../../shared/money.ts';
import { isWhollyUnpriced, sectionRows } from './figures.ts';
import { nightlyAnswer } from './nightly-answer.ts';
import type { DayFigures, NightlyHour, NightlyReportData } from './nightly-data.ts';
import { nightlyDay } from './nightly-day.ts';

/**
 * Writes the summary of one day; the same data gives the same text.
 *
 * @returns JSON with two spaces and a last newline. `costUsd` is exact decimal text, null where
 *   nothing could be priced. Names are values, never keys.
 * @throws Error when the data contradicts itself.
 */
export function nightlyJson(data: NightlyReportData): string {
  const { date, timeZone, generatedFrom, unpriced, quarantined, gaps, alarms } = data;
  const summary = {
    schema: 'outcrop.nightly.v1',
    date,
    timeZone,
    preliminary: nightlyDay(data).isPreliminary,
    generatedFrom,
    answer: nightlyAnswer(data),
    total: figuresJson(data.total),
    previousDay: data.previousDay && figuresJson(data.previousDay),
    sameWeekdayBefore: data.sameWeekdayBefore && figuresJson(data.sameWeekdayBefore),
    monthToDate: data.monthToDate && sumJson(data.monthToDate),
    sections: data.sections.map((section) => ({
      dimension: section.dimension,
      label: section.label,
      rows: sectionRows(section, data.total).map(({ name, figures, previousCostAttoUsd }) => ({
        name,
        ...figuresJson(figures),
        previousCostUsd: previousCostAttoUsd === null ? null : formatAttoUsd(previousCostAttoUsd),
      })),
    })),
    hourly: data.hourly.map(hourJson),
    unpriced,
    unattributed: sumJson(data.unattributed),
    quarantined,
    gaps,
    alarms,
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

function figuresJson(figures: DayFigures): object {
  const { costAttoUsd, ...counts } = figures;
  return { costUsd: isWhollyUnpriced(figures) ? null : formatAttoUsd(costAttoUsd), ...counts };
}

/** Field by field: the caller's hours may carry more than belongs here. */
function hourJson(hour: NightlyHour): object {
  const { start, costAttoUsd, invocations, throttles, errors, latencyP99Ms } = hour;
  const costUsd = formatAttoUsd(costAttoUsd);
  return { start, costUsd, invocations, throttles, errors, latencyP99Ms };
}

function sumJson(sum: { readonly costAttoUsd: bigint; readonly invocations: number }): object {
  return { costUsd: formatAttoUsd(sum.costAttoUsd), invocations: sum.invocations };
}
