/** Draws what stands beside the figures of a chart: marks of events, and names of thresholds. */
import type { Chart } from 'chart.js';
import { readInk, type Ink } from './draw-ink.ts';
import { spreadPlaces } from './label-places.ts';
import type { ChartMark, TimeSpec } from './time-spec.ts';

const WIDE_PX = 760; // Room for names of thresholds beside the plot.
const GUTTER_PX = { wide: 124, narrow: 58 } as const;
const MARK_ROOM_PX = 12;

/** Room around the plot: labels of thresholds stand beside it, where no line can cross them. */
export function paddingOf(spec: TimeSpec, width: number): { top: number; right: number } {
  const top = spec.marks.length > 0 ? MARK_ROOM_PX : 6;
  if (spec.thresholds.every((line) => line.isOffScale)) return { top, right: 2 };
  return { top, right: width >= WIDE_PX ? GUTTER_PX.wide : GUTTER_PX.narrow };
}

interface Shown {
  readonly spec: TimeSpec;
}

/** Draws marks under the bars and lines, and labels when all else is drawn. */
export function marksPlugin(shown: Shown, canvas: HTMLCanvasElement) {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart: Chart): void {
      const ink = readInk(canvas);
      for (const mark of shown.spec.marks) drawMark({ chart, mark, ink, spec: shown.spec });
    },
    afterDraw(chart: Chart): void {
      drawLabels(chart, shown.spec, readInk(canvas));
    },
  };
}

interface MarkPlace {
  readonly chart: Chart;
  readonly mark: ChartMark;
  readonly ink: Ink;
  readonly spec: TimeSpec;
}

const SPAN_PX_MIN = 3;

function drawMark(place: MarkPlace): void {
  const { chart, mark, ink } = place;
  const { ctx, chartArea } = chart;
  const left = xOf(place, mark.from);
  const width = Math.max(SPAN_PX_MIN, xOf(place, mark.to) - left);
  ctx.save();
  if (mark.kind === 'alarm') {
    ctx.fillStyle = ink.bad;
    ctx.fillRect(left, chartArea.top - 8, width, 4);
  } else if (mark.kind === 'price') {
    drawPrice(chart, left, ink);
  } else {
    ctx.beginPath();
    ctx.rect(left, chartArea.top, width, chartArea.bottom - chartArea.top);
    ctx.clip();
    hatch(ctx, { left, width, top: chartArea.top, bottom: chartArea.bottom }, ink);
  }
  ctx.restore();
}

function drawPrice({ ctx, chartArea }: Chart, left: number, ink: Ink): void {
  const x = Math.round(left) + 0.5;
  ctx.strokeStyle = ink.accent;
  ctx.fillStyle = ink.accent;
  ctx.setLineDash([1, 3]);
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top - 2);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top - 10);
  ctx.lineTo(x + 4, chartArea.top - 6);
  ctx.lineTo(x, chartArea.top - 2);
  ctx.lineTo(x - 4, chartArea.top - 6);
  ctx.fill();
}

interface Box {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

/** Thin stripes the other way round than those of bars: here is no figure, or not all of it. */
function hatch(ctx: CanvasRenderingContext2D, { left, width, top, bottom }: Box, ink: Ink): void {
  const height = bottom - top;
  ctx.strokeStyle = ink.textMuted;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let x = left - height; x < left + width; x += 7) {
    ctx.moveTo(x, top);
    ctx.lineTo(x + height, bottom);
  }
  ctx.stroke();
}

/** A bar stands for its whole step, a point of a line for the middle of it. */
function xOf({ chart, spec }: MarkPlace, steps: number): number {
  const scale = chart.scales['x'];
  const { left, right } = chart.chartArea;
  if (!scale || spec.labels.length < 2) return steps <= 0 ? left : right;
  const [first, second] = [scale.getPixelForValue(0), scale.getPixelForValue(1)];
  const x = first + (steps - 0.5) * (second - first);
  return Math.min(right, Math.max(left, x));
}

const LABEL_PX = 13;

function drawLabels(chart: Chart, spec: TimeSpec, ink: Ink): void {
  const scale = chart.scales['y'];
  const lines = spec.thresholds.filter((line) => !line.isOffScale);
  if (!scale || lines.length === 0) return;
  const { ctx, chartArea } = chart;
  const wished = lines.map(({ value }) => scale.getPixelForValue(value));
  const isWide = chart.width >= WIDE_PX;
  const places = spreadPlaces(wished, {
    height: isWide ? LABEL_PX * 2 : LABEL_PX,
    top: chartArea.top - LABEL_PX,
    bottom: chartArea.bottom + LABEL_PX,
  });
  ctx.save();
  ctx.fillStyle = ink.bad;
  ctx.strokeStyle = ink.bad;
  ctx.textBaseline = 'middle';
  lines.forEach((line, index) => {
    const y = places[index] ?? 0;
    const x = chartArea.right + 8;
    ctx.beginPath();
    ctx.moveTo(chartArea.right, wished[index] ?? 0);
    ctx.lineTo(x - 3, y);
    ctx.stroke();
    const weight = line.isBreached ? 600 : 400;
    ctx.font = `${weight} 11px ${ink.fontFamily}`;
    const room = chart.width - x - 2;
    if (isWide) {
      ctx.fillText(fitted(ctx, line.name, room), x, y - LABEL_PX / 2);
      ctx.fillText(fitted(ctx, line.short, room), x, y + LABEL_PX / 2);
    } else {
      ctx.fillText(fitted(ctx, line.short, room), x, y);
    }
  });
  ctx.restore();
}

/** As much of a text as there is room for. */
function fitted(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  let length = text.length - 1;
  while (length > 1 && ctx.measureText(`${text.slice(0, length)}\u2026`).width > room) length -= 1;
  return `${text.slice(0, length)}\u2026`;
}
