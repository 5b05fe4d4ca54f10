/** Draws the day hour by hour as SVG: spend, and under it what was refused or failed. */
import { approximateUsd } from '../../shared/money.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { barAxis, type BarAxis } from './bar-axis.ts';
import { formatClock, formatCount, formatCounted, formatUsd } from './format.ts';
import { html, type Html, type HtmlValue } from './html.ts';
import type { NightlyHour, NightlyReportData } from './nightly-data.ts';
import { nightlyDay, type NightlyDay } from './nightly-day.ts';

const WIDTH = 820;
const LEFT = 52;
const TOP = 10;
const LABELS_HEIGHT = 22;

interface Panel {
  readonly height: number;
  readonly axis: BarAxis;
  readonly day: NightlyDay;
  readonly timeZone: string;
}

/** Spend by hour; gaps and hours not yet read are hatched. Throws on a date that is none. */
export function hourlySpendChart(data: NightlyReportData): Html {
  const largest = Math.max(0, ...data.hourly.map((hour) => approximateUsd(hour.costAttoUsd)));
  const panel = panelOf(data, 170, barAxis(largest, 'usd'));
  const bars = data.hourly.map((hour) => {
    const value = approximateUsd(hour.costAttoUsd);
    const calls = formatCounted(hour.invocations, 'call');
    const title = `${hourName(hour, data.timeZone)}: ${formatUsd(hour.costAttoUsd)}, ${calls}`;
    return bar(panel, { hour, from: 0, to: value, fill: '#0072b2', title });
  });
  const unread = [...unreadSpans(panel), ...gapSpans(panel, data)];
  return frame(panel, { id: 'spend', label: spendSentence(data), inside: [unread, bars] });
}

/** Throttles and errors by hour, stacked; null on a day without any. */
export function hourlyTroubleChart(data: NightlyReportData): Html | null {
  const largest = Math.max(0, ...data.hourly.map(({ throttles, errors }) => throttles + errors));
  if (largest === 0) return null;
  const panel = panelOf(data, 60, barAxis(largest, 'count', 2));
  const bars = data.hourly.map((hour) => {
    const { throttles, errors } = hour;
    const counts = `${formatCounted(throttles, 'throttle')}, ${formatCounted(errors, 'error')}`;
    const title = `${hourName(hour, data.timeZone)}: ${counts}`;
    return [
      bar(panel, { hour, from: 0, to: throttles, fill: '#e69f00', title }),
      bar(panel, { hour, from: throttles, to: throttles + errors, fill: '#b5400b', title }),
    ];
  });
  const label = 'Throttles and errors by hour.';
  return frame(panel, { id: 'trouble', label, inside: [unreadSpans(panel), bars] });
}

/** The chart in words: its dearest hour; also what a mail client without SVG shows. */
export function spendSentence(data: NightlyReportData): string {
  const [first, ...others] = data.hourly;
  if (!first) return 'No hour of this day has a record.';
  const dearest = others.reduce(
    (best, hour) => (hour.costAttoUsd > best.costAttoUsd ? hour : best),
    first,
  );
  if (dearest.costAttoUsd <= 0n) return 'No hour of this day has a cost.';
  const name = hourName(dearest, data.timeZone);
  return `The dearest hour was ${name} with ${formatUsd(dearest.costAttoUsd)}.`;
}

function panelOf(data: NightlyReportData, height: number, axis: BarAxis): Panel {
  return { height, axis, day: nightlyDay(data), timeZone: data.timeZone };
}

function frame(
  panel: Panel,
  parts: { readonly id: string; readonly label: string; readonly inside: HtmlValue },
): Html {
  const height = TOP + panel.height + LABELS_HEIGHT;
  const hatchId = `hatch-${parts.id}`;
  return html`<svg
    class="chart"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-label="${parts.label}"
    width="${WIDTH}"
    height="${height}"
  >
    <defs>
      <pattern
        id="${hatchId}"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="#f1f3f5" />
        <rect width="2" height="6" fill="#c9cfd6" />
      </pattern>
    </defs>
    ${valueAxis(panel)}${parts.inside}${timeAxis(panel)}
  </svg>`;
}

function valueAxis(panel: Panel): readonly Html[] {
  return panel.axis.ticks.map(({ value, label }) => {
    const y = yOf(panel, value);
    const stroke = value === 0 ? '#98a2ad' : '#e3e7ec';
    return html`<line x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}" stroke="${stroke}" />
      <text x="${LEFT - 8}" y="${y}" dy="4" text-anchor="end">${label}</text>`;
  });
}

function timeAxis(panel: Panel): readonly Html[] {
  const labels: Html[] = [];
  const { startMs, endMs } = panel.day;
  for (let atMs = startMs; atMs < endMs; atMs += HOUR_MS) {
    const clock = formatClock(atMs, panel.timeZone);
    if (!/^(00|03|06|09|12|15|18|21):00$/.test(clock)) continue;
    const x = xOf(panel, atMs);
    const y = TOP + panel.height;
    labels.push(
      html`<line x1="${x}" x2="${x}" y1="${y}" y2="${y + 4}" stroke="#98a2ad" />
        <text x="${x}" y="${y + 17}" text-anchor="${atMs === startMs ? 'start' : 'middle'}"
          >${clock}</text
        >`,
    );
  }
  return labels;
}

function bar(
  panel: Panel,
  spec: {
    readonly hour: NightlyHour;
    readonly from: number;
    readonly to: number;
    readonly fill: string;
    readonly title: string;
  },
): Html | null {
  if (spec.to <= spec.from) return null;
  const startMs = Date.parse(spec.hour.start);
  const left = Number(xOf(panel, startMs)) + 1.5;
  const width = Number(xOf(panel, hourEndMs(panel.day, startMs))) - left - 1.5;
  const top = Number(yOf(panel, spec.to));
  const height = Math.max(1, Number(yOf(panel, spec.from)) - top); // A cent is still a line.
  return html`<rect
    x="${left.toFixed(1)}"
    y="${top.toFixed(1)}"
    width="${width.toFixed(1)}"
    height="${height.toFixed(1)}"
    fill="${spec.fill}"
    ><title>${spec.title}</title></rect
  >`;
}

/** Hours begin with the UTC clock, so in a zone of half hours the last one is cut short. */
function hourEndMs(day: NightlyDay, startMs: number): number {
  return Math.min((Math.floor(startMs / HOUR_MS) + 1) * HOUR_MS, day.endMs);
}

function unreadSpans(panel: Panel): readonly (Html | null)[] {
  const { startMs, endMs, readToMs } = panel.day;
  const fromMs = Math.max(startMs, readToMs ?? startMs);
  return [hatched(panel, { fromMs, toMs: endMs, title: 'Logs not read yet' })];
}

function gapSpans(panel: Panel, data: NightlyReportData): readonly (Html | null)[] {
  return data.gaps.map((gap) => {
    const fromMs = Math.max(panel.day.startMs, Date.parse(gap.from));
    const toMs = Math.min(panel.day.endMs, Date.parse(gap.to));
    const missing = formatCount(gap.missingInvocations);
    const title = `${missing} calls without a log in ${gap.account} ${gap.region}`;
    return hatched(panel, { fromMs, toMs, title });
  });
}

function hatched(
  panel: Panel,
  span: { readonly fromMs: number; readonly toMs: number; readonly title: string },
): Html | null {
  if (span.toMs <= span.fromMs) return null;
  const left = xOf(panel, span.fromMs);
  const width = (Number(xOf(panel, span.toMs)) - Number(left)).toFixed(1);
  const id = panel.height > 100 ? 'hatch-spend' : 'hatch-trouble';
  return html`<rect
    x="${left}"
    y="${TOP}"
    width="${width}"
    height="${panel.height}"
    fill="url(#${id})"
    ><title>${span.title}</title></rect
  >`;
}

function hourName(hour: NightlyHour, timeZone: string): string {
  return formatClock(Date.parse(hour.start), timeZone);
}

function xOf(panel: Panel, atMs: number): string {
  const { startMs, endMs } = panel.day;
  return (LEFT + ((atMs - startMs) / (endMs - startMs)) * (WIDTH - LEFT)).toFixed(1);
}

function yOf(panel: Panel, value: number): string {
  return (TOP + panel.height * (1 - value / panel.axis.max)).toFixed(1);
}
