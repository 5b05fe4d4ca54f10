/** The nightly report as one HTML text that stands alone: in a mail, in a browser, on paper. */
import {
  changePermille,
  formatCount,
  formatDate,
  formatInstant,
  formatLatency,
  formatSigned,
  formatRatio,
  formatUsd,
  weekdayOf,
} from './format.ts';
import { hourlySpendChart, hourlyTroubleChart, spendSentence } from './hourly-chart.ts';
import { isWhollyUnpriced } from './figures.ts';
import { html, type Html } from './html.ts';
import { alarmCard } from './nightly-alarms.ts';
import { nightlyAnswer, nightlyMovers } from './nightly-answer.ts';
import type { DayFigures, NightlyReportData, NightlySection } from './nightly-data.ts';
import { budgetCard, moversCard, revisionBadge } from './nightly-why.ts';
import { cacheCard } from './nightly-cache.ts';
import { nightlyDay } from './nightly-day.ts';
import { anomalyCard, usageCard } from './nightly-more.ts';
import { nightlyNotices } from './nightly-notices.ts';
import { PAGE_STYLE } from './nightly-style.ts';
import { TABLE_STYLE } from './nightly-table-style.ts';
import { sectionTable, shownRows } from './nightly-table.ts';
import { rankingChart } from './ranking-chart.ts';

const RANKED_MAX = 9;

/**
 * Writes the report of one day: answer, what it does not hold, charts, tables, where it is from.
 *
 * @returns a whole document without scripts and without anything to load; the same bytes for the
 *   same data. Shown money is in cents by largest remainder, so that rows sum to their total.
 * @throws Error when the data contradicts itself: a date that is none, rows above their total.
 */
export function nightlyHtml(data: NightlyReportData): string {
  const why = [hours(data), moversCard(data), budgetCard(data)];
  const more = [usageCard(data), cacheCard(data), anomalyCard(data), alarmCard(data), footer(data)];
  const body = [head(data), notices(data), why, sections(data), more];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>Bedrock cost on ${data.date}</title>
        ${PAGE_STYLE}${TABLE_STYLE}
      </head>
      <body>
        <div class="page">${body}</div>
      </body>
    </html> `.toString();
}

function head(data: NightlyReportData): Html {
  return html`<div class="card">
    <p class="over">Amazon Bedrock, nightly cost report ${state(data)}${revisionBadge(data)}</p>
    <h1>${nightlyAnswer(data)}</h1>
    ${data.filter === '' ? null : html`<p class="muted">Only ${data.filter}.</p>`} ${movers(data)}
    <table class="tiles" role="presentation">
      <tr>
        ${costTiles(data)}
      </tr>
      <tr>
        ${trafficTiles(data.total)}
      </tr>
    </table>
  </div> `;
}

function state(data: NightlyReportData): Html {
  if (nightlyDay(data).isPreliminary) return html`<span class="state warn">Preliminary</span>`;
  if (data.gaps.length > 0) return html`<span class="state warn">Logs have gaps</span>`;
  return html`<span class="state">Logs complete</span>`;
}

function movers(data: NightlyReportData): Html | null {
  const changes = nightlyMovers(data);
  if (changes.length === 0) return null;
  const list = changes.map(({ name, change }, index) => {
    return html`${index === 0 ? '' : ', '}<bdi>${name}</bdi> <b>${change}</b>`;
  });
  return html`<p class="movers">Largest changes by tenant: ${list}.</p>`;
}

function costTiles(data: NightlyReportData): readonly Html[] {
  const { total, previousDay, sameWeekdayBefore, monthToDate } = data;
  const month = monthToDate === null ? '–' : formatUsd(monthToDate.costAttoUsd);
  const forecast = data.monthForecastAttoUsd;
  const calls = monthToDate === null ? '' : `${formatCount(monthToDate.invocations)} calls`;
  const monthNote = forecast === null ? calls : `${formatUsd(forecast)} by its end, as forecast`;
  return [
    tile('List cost', costText(total), costNote(total)),
    comparedTile('Day before', data, previousDay),
    comparedTile(`${weekdayOf(data.date)} before`, data, sameWeekdayBefore),
    tile('Month to date', month, monthNote),
  ];
}

/** A contract tells more about a cost than its share of a call. */
function costNote(total: DayFigures): string {
  const { costAttoUsd, contractedCostAttoUsd } = total;
  if (costAttoUsd === 0n) return '';
  if (contractedCostAttoUsd === costAttoUsd) return `${costPerThousand(total)} per 1,000 calls`;
  return `${formatUsd(contractedCostAttoUsd)} contracted`;
}

function costText(total: DayFigures): string {
  return isWhollyUnpriced(total) ? 'unpriced' : formatUsd(total.costAttoUsd);
}

function costPerThousand(total: DayFigures): string {
  if (total.invocations === 0) return '–';
  return formatUsd((total.costAttoUsd * 1000n) / BigInt(total.invocations));
}

function comparedTile(label: string, data: NightlyReportData, before: DayFigures | null): Html {
  if (before === null) return tile(label, '–', 'not known');
  const cost = formatUsd(before.costAttoUsd);
  if (nightlyDay(data).isPreliminary) return tile(label, cost, 'a whole day');
  const change = changePermille(data.total.costAttoUsd, before.costAttoUsd);
  if (change === null) return tile(label, cost, '');
  return tile(label, cost, `${formatSigned(change)} since`);
}

function trafficTiles(total: DayFigures): readonly Html[] {
  const { invocations, errors, throttles, latencyP50Ms, latencyP99Ms } = total;
  return [
    tile('Calls', formatCount(invocations), 'logged, failed ones too'),
    tile('Errors', formatRatio(errors, invocations), formatCount(errors)),
    tile('Throttles', formatRatio(throttles, invocations), formatCount(throttles)),
    tile('Latency p99', formatLatency(latencyP99Ms), `p50 ${formatLatency(latencyP50Ms)}`),
  ];
}

function tile(label: string, value: string, note: string): Html {
  return html`<td>
    <span class="label">${label}</span><span class="value">${value}</span>
    <span class="note">${note}</span>
  </td>`;
}

function notices(data: NightlyReportData): readonly Html[] {
  const all = nightlyNotices(data);
  return (['warn', 'info'] as const).flatMap((tone) => {
    const lines = all
      .filter((notice) => notice.tone === tone)
      .map(({ title, text }) => html`<p><b>${title}.</b> ${text}</p>`);
    return lines.length === 0 ? [] : [html`<div class="notices ${tone}">${lines}</div> `];
  });
}

function hours(data: NightlyReportData): Html | null {
  if (data.hourly.length === 0) return null;
  const trouble = hourlyTroubleChart(data);
  const legend = html`<p class="legend">
    <span class="key throttles"></span>Throttles<span class="key errors"></span>Errors
  </p>`;
  return html`<div class="card">
    <h2>Spend by hour</h2>
    <p class="muted">${spendSentence(data)} Times in ${data.timeZone}.${hatchKey(data)}</p>
    <div class="wide">${hourlySpendChart(data)}${trouble === null ? null : [legend, trouble]}</div>
  </div> `;
}

function hatchKey(data: NightlyReportData): string {
  const isWhole = data.gaps.length === 0 && !nightlyDay(data).isPreliminary;
  return isWhole ? '' : ' Hatched: logs are missing or not read yet.';
}

function sections(data: NightlyReportData): readonly Html[] {
  const isComparable = data.previousDay !== null && !nightlyDay(data).isPreliminary;
  const previousCostAttoUsd = isComparable ? (data.previousDay?.costAttoUsd ?? null) : null;
  const total = { figures: data.total, previousCostAttoUsd };
  return data.sections.map((section) => {
    return html`<div class="card">
      <h2>Cost by ${lowered(section.label)}</h2>
      ${section.dimension === 'tenant' ? ranking(data, section) : null}
      <div class="wide">${sectionTable(section, total)}</div>
    </div> `;
  });
}

function ranking(data: NightlyReportData, section: NightlySection): Html | null {
  const chart = rankingChart('Cost by tenant', shownRows(section, data.total, RANKED_MAX));
  if (chart === null) return null;
  const key = data.previousDay === null ? '' : 'The dark tick is the day before.';
  return html`<p class="muted">${key}</p>
    <div class="wide">${chart}</div>`;
}

/** `Tag feature` inside a heading; `AWS account` keeps its capitals. */
function lowered(label: string): string {
  return label.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
}

function footer(data: NightlyReportData): Html {
  const { priceBookVersion, rulesVersion } = data.generatedFrom;
  const { readToMs, startMs, endMs } = nightlyDay(data);
  const span = `${formatInstant(startMs, data.timeZone)} to ${formatInstant(endMs, data.timeZone)}`;
  const readTo =
    readToMs === null ? 'unknown' : `${formatInstant(readToMs, data.timeZone)} ${data.timeZone}`;
  return html`<footer>
    <p>
      ${formatDate(data.date)}, ${span} in ${data.timeZone}. Logs read up to ${readTo}. Price book
      ${priceBookVersion}; attribution rules ${rulesVersion}.
    </p>
    <p>
      Costs are list costs in US dollars: metered usage times the rate in force, no estimate of the
      bill. Rows are rounded to the cent by largest remainder, so that they add up to the total to
      the cent; &lt;$0.01 counts as nothing in that sum. The CSV holds every row to the exact digit.
    </p>
  </footer> `;
}
