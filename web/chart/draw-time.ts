/** Draws a TimeSpec with Chart.js: moves the spec onto a canvas and decides nothing. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type ChartEvent,
  type ChartDataset,
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import { formatAxis } from '../format/metric.ts';
import { annotationsOf } from './draw-annotation.ts';
import { fillOf, readInk, type Ink } from './draw-ink.ts';
import { marksPlugin, paddingOf } from './draw-marks.ts';
import { tooltipOf } from './draw-tooltip.ts';
import type { TimeSeries, TimeSpec } from './time-spec.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  annotation,
);

export interface ChartClick {
  readonly index: number;
  /** Series under the pointer; null beside all of them. */
  readonly series: number | null;
  readonly isAlt: boolean;
}

export interface DrawCalls {
  onHover(index: number): void;
  onClick(click: ChartClick): void;
}

export interface Drawing {
  update(spec: TimeSpec): void;
  /** Marks a step on this chart; null takes the mark away. */
  mark(index: number | null): void;
  /** Step at a distance from the left edge of the canvas in px; null beside the plot. */
  indexAt(x: number): number | null;
  destroy(): void;
}

type TimeChart = Chart<'bar' | 'line', (number | null)[], string>;

/** Draws a chart into a canvas and keeps it there until destroyed. */
export function drawTime(canvas: HTMLCanvasElement, spec: TimeSpec, calls: DrawCalls): Drawing {
  Chart.defaults.font.family = readInk(canvas).fontFamily;
  const shown = { spec, index: null as number | null }; // What the crosshair's plugin reads.
  const optionsOf = (next: TimeSpec): Config['options'] => ({
    ...configOf(next, readInk(canvas)).options,
    onHover(event) {
      const index = indexAt(event.x ?? -1);
      if (index !== null) calls.onHover(index);
    },
    onClick(event) {
      const index = indexAt(event.x ?? -1);
      if (index === null) return;
      const isAlt = event.native instanceof MouseEvent && event.native.altKey;
      calls.onClick({ index, series: seriesAt(chart, event), isAlt });
    },
  });
  const indexAt = (x: number): number | null => {
    const scale = chart.scales['x'];
    if (!scale || x < scale.left || x > scale.right) return null;
    const index = Math.round(Number(scale.getValueForPixel(x)));
    return Math.max(0, Math.min(shown.spec.labels.length - 1, index));
  };
  const chart: TimeChart = new Chart(canvas, {
    ...configOf(spec, readInk(canvas)),
    options: optionsOf(spec) ?? {},
    plugins: [crosshairPlugin(shown, canvas), marksPlugin(shown, canvas)],
  });
  return {
    update(next) {
      shown.spec = next;
      chart.data = configOf(next, readInk(canvas)).data;
      chart.options = optionsOf(next) ?? {};
      // A card that was hidden has had no size since; Chart.js would keep drawing nothing.
      chart.resize();
      chart.update('none');
    },
    mark(index) {
      if (shown.index === index) return;
      shown.index = index;
      chart.draw();
    },
    indexAt,
    destroy: () => chart.destroy(),
  };
}

const NEAR_PX = 14; // A line is thin, and a hand is not that steady.

/** The bar under the pointer, or the line close to it. */
function seriesAt(chart: TimeChart, event: ChartEvent): number | null {
  const { native, x, y } = event;
  if (!native || x === null || y === null) return null;
  const [bar] = chart.getElementsAtEventForMode(native, 'point', { intersect: true }, false);
  if (bar) return bar.datasetIndex;
  const [line] = chart.getElementsAtEventForMode(native, 'nearest', { intersect: false }, false);
  if (!line) return null;
  const { x: lineX, y: lineY } = line.element.getProps(['x', 'y'], true);
  return Math.hypot(lineX - x, lineY - y) <= NEAR_PX ? line.datasetIndex : null;
}

type Config = ChartConfiguration<'bar' | 'line', (number | null)[], string>;

function configOf(spec: TimeSpec, ink: Ink): Config {
  const isBars = spec.kind === 'bars';
  return {
    type: isBars ? 'bar' : 'line',
    data: {
      labels: [...spec.labels],
      datasets: spec.series.map((series) => datasetOf(series, spec, ink)),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      normalized: true,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: ({ chart }) => paddingOf(spec, chart.width) },
      scales: {
        x: {
          stacked: isBars,
          offset: isBars,
          border: { color: ink.line },
          grid: { display: false },
          ticks: {
            color: ink.textMuted,
            autoSkip: false,
            maxRotation: 0,
            callback(this: { chart: Chart }, _value, index) {
              return tickAt(spec, index, this.chart.width);
            },
          },
        },
        y: {
          stacked: isBars,
          beginAtZero: true,
          max: spec.axis.max,
          border: { display: false },
          grid: { color: ink.line, drawTicks: false },
          ticks: {
            color: ink.textMuted,
            stepSize: spec.axis.step,
            padding: 8,
            callback: (value) => formatAxis(spec.unit, Number(value)),
          },
        },
      },
      plugins: {
        tooltip: tooltipOf(spec, ink),
        annotation: { annotations: annotationsOf(spec, ink) },
      },
    },
  };
}

const TICK_PX = 58; // A day and its month, with air.

/** The name of a step on the axis; fewer are named where there is no room. */
function tickAt(spec: TimeSpec, index: number, width: number): string | null {
  const at = spec.ticks.findIndex((tick) => tick.index === index);
  const every = Math.max(1, Math.ceil((spec.ticks.length * TICK_PX) / width));
  return at >= 0 && at % every === 0 ? (spec.ticks[at]?.label ?? null) : null;
}

function datasetOf(
  series: TimeSeries,
  spec: TimeSpec,
  ink: Ink,
): ChartDataset<'bar' | 'line', (number | null)[]> {
  const colour = ink.colours.get(series.colour) ?? ink.textMuted;
  const common = { label: series.name, data: [...series.values] };
  if (series.isBefore) {
    const dashed = { borderColor: ink.textMuted, backgroundColor: ink.textMuted };
    return { ...common, ...dashed, type: 'line', ...BEFORE_LINE };
  }
  if (spec.kind === 'lines') {
    const width = series.colour === 'percentile-3' ? 2 : 1.5;
    return {
      ...common,
      type: 'line',
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: width,
      // A point with gaps on both sides would have no line to be seen by.
      pointRadius: series.values.map((_, at) => (isAlone(series.values, at) ? 2 : 0)),
      pointHoverRadius: 3,
      spanGaps: false,
      fill: breachFill(series, spec, ink),
      segment: {
        borderDash: ({ p1DataIndex }) => {
          return p1DataIndex >= (spec.provisionalFrom ?? Infinity) ? [2, 3] : undefined;
        },
      },
    };
  }
  const whole = fillOf(series.colour, ink, 1);
  const dim = fillOf(series.colour, ink, 0.4);
  const from = spec.provisionalFrom ?? Infinity;
  const fills = series.values.map((_, at) => (at < from ? whole : dim));
  return {
    ...common,
    type: 'bar',
    backgroundColor: fills,
    hoverBackgroundColor: fills, // The crosshair marks the step; Chart.js would tint its colours.
    barPercentage: 1,
    categoryPercentage: spec.labels.length > 60 ? 0.9 : 0.8,
    borderWidth: 0,
    borderRadius: 0,
  };
}

/** Drawn over bars; a line is in no stack with them. */
const BEFORE_LINE = {
  borderWidth: 1.5,
  borderDash: [3, 3],
  pointRadius: 0,
  spanGaps: false,
  fill: false,
  order: -1,
};

function isAlone(values: readonly (number | null)[], at: number): boolean {
  return (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
}

/** The part of a line above its own threshold is filled lightly. */
function breachFill(series: TimeSeries, spec: TimeSpec, ink: Ink) {
  const own = spec.thresholds.find((line) => {
    return !line.isOffScale && line.metric === `latencyP${series.name.slice(1)}`;
  });
  if (!own) return false;
  return { target: { value: own.value }, above: ink.badFaint, below: 'transparent' };
}

function crosshairPlugin(
  shown: { readonly spec: TimeSpec; readonly index: number | null },
  canvas: HTMLCanvasElement,
) {
  return {
    id: 'crosshair',
    afterDraw(chart: Chart): void {
      const scale = chart.scales['x'];
      if (shown.index === null || !scale || shown.index >= shown.spec.labels.length) return;
      const x = Math.round(scale.getPixelForValue(shown.index)) + 0.5;
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.strokeStyle = readInk(canvas).textMuted;
      ctx.globalAlpha = 0.6;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };
}
