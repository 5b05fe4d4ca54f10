/** The nightly report as JSON for programs: exact money as decimal text, like the API writes it. */
import { formatAttoUsd } from '../../shared/money.ts';
import { isWhollyUnpriced, sectionRows } from './figures.ts';
import { nightlyAnswer } from './nightly-answer.ts';
import type {
  CacheFigures,
  DayFigures,
  NightlyHour,
  NightlyReportData,
  UsageFigures,
} from './nightly-data.ts';
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
    filter: data.filter,
    revision: data.revision,
    preliminary: nightlyDay(data).isPreliminary,
    generatedFrom,
    answer: nightlyAnswer(data),
    total: figuresJson(data.total),
    previousDay: data.previousDay && figuresJson(data.previousDay),
    sameWeekdayBefore: data.sameWeekdayBefore && figuresJson(data.sameWeekdayBefore),
    monthToDate: data.monthToDate && sumJson(data.monthToDate),
    monthForecastUsd:
      data.monthForecastAttoUsd === null ? null : formatAttoUsd(data.monthForecastAttoUsd),
    budgets: data.budgets,
    movers: data.movers?.map((one) => ({
      tenant: one.name,
      changeUsd: formatAttoUsd(one.changeAttoUsd),
      volumeUsd: formatAttoUsd(one.volumeAttoUsd),
      mixUsd: formatAttoUsd(one.mixAttoUsd),
      priceUsd: formatAttoUsd(one.priceAttoUsd),
      cacheUsd: formatAttoUsd(one.cacheAttoUsd),
    })),
    sections: data.sections.map((section) => ({
      dimension: section.dimension,
      label: section.label,
      rows: sectionRows(section, data.total).map(({ name, figures, previousCostAttoUsd }) => ({
        name,
        ...figuresJson(figures),
        previousCostUsd: previousCostAttoUsd === null ? null : formatAttoUsd(previousCostAttoUsd),
      })),
    })),
    usage: data.usage.map(usageJson),
    hourly: data.hourly.map(hourJson),
    cache: {
      total: cacheJson(data.cache.total),
      models: data.cache.models.map((one) => ({ name: one.name, ...cacheJson(one) })),
    },
    unpriced,
    unattributed: sumJson(data.unattributed),
    quarantined,
    gaps,
    anomalies: data.anomalies,
    alarms,
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

function figuresJson(figures: DayFigures): object {
  const { costAttoUsd, contractedCostAttoUsd, inexactCostAttoUsd, ...counts } = figures;
  const isUnknown = isWhollyUnpriced(figures);
  const usd = (attoUsd: bigint): string | null => (isUnknown ? null : formatAttoUsd(attoUsd));
  return {
    costUsd: usd(costAttoUsd),
    contractedCostUsd: usd(contractedCostAttoUsd),
    inexactCostUsd: usd(inexactCostAttoUsd),
    ...counts,
  };
}

function cacheJson(cache: CacheFigures): object {
  const usd = (attoUsd: bigint | null): string | null =>
    attoUsd === null ? null : formatAttoUsd(attoUsd);
  return {
    hitRatio: cache.hitRatio,
    savedUsd: usd(cache.savedAttoUsd),
    writeExtraUsd: usd(cache.writeExtraAttoUsd),
    netUsd: usd(cache.netAttoUsd),
    unpricedTokens: cache.unpricedTokens,
  };
}

function usageJson(usage: UsageFigures): object {
  const usd = (attoUsd: bigint | null): string | null =>
    attoUsd === null ? null : formatAttoUsd(attoUsd);
  return {
    name: usage.name,
    quantity: usage.quantity,
    unit: usage.unit,
    costUsd: usd(usage.costAttoUsd),
    contractedCostUsd: usd(usage.contractedCostAttoUsd),
    previousCostUsd: usd(usage.previousCostAttoUsd),
  };
}

/** Field by field: the caller's hours may carry more than belongs here. */
function hourJson(hour: NightlyHour): object {
  const { start, costAttoUsd, invocations, throttles, errors, latencyP99Ms } = hour;
  const { unpricedInvocations } = hour;
  const costUsd = isWhollyUnpriced(hour) ? null : formatAttoUsd(costAttoUsd);
  return { start, costUsd, invocations, throttles, errors, latencyP99Ms, unpricedInvocations };
}

function sumJson(sum: { readonly costAttoUsd: bigint; readonly invocations: number }): object {
  return { costUsd: formatAttoUsd(sum.costAttoUsd), invocations: sum.invocations };
}
