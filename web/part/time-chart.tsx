/** A chart over time: draws its spec, shares the crosshair, and selects time by drag or keys. */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Dimension } from '../../shared/dimensions.ts';
import { isoTime } from '../../shared/window.ts';
import type { Drawing } from '../chart/draw-time.ts';
import { stepEndMs, type Steps } from '../chart/steps.ts';
import type { TimeSpec } from '../chart/time-spec.ts';
import { DEFAULT_QUESTION } from '../state/question.ts';
import { crosshair, navigate, theme, themeCount } from '../state/store.ts';
import { ChartLegend } from './chart-legend.tsx';

interface TimeChartProps {
  readonly spec: TimeSpec;
  readonly steps: Steps;
  /** Dimension of the series, when they are groups that can be filtered by. */
  readonly dimension?: Dimension | null;
}

const DRAG_PX_MIN = 8; // Less is a click with an unsteady hand.

export function TimeChart({ spec, steps, dimension = null }: TimeChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { drawing, isBroken } = useDrawing(canvas, spec);
  const zoom = (fromIndex: number, toIndex: number): void => {
    const startMs = steps.startsMs[fromIndex];
    if (startMs === undefined) return;
    navigate({ from: isoTime(startMs), to: isoTime(stepEndMs(steps, toIndex)), step: 'auto' });
  };
  const { drag, handlers } = useDrag((fromX, toX) => {
    const last = spec.labels.length - 1;
    zoom(drawing.current?.indexAt(fromX) ?? 0, drawing.current?.indexAt(toX) ?? last);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = crosshair.value;
    if (event.key === 'Enter' && index !== null) zoom(index, index);
    if (event.key === 'Escape') crosshair.value = null;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    crosshair.value = movedIndex(index, event.key === 'ArrowRight' ? 1 : -1, spec.labels.length);
  };
  return (
    <div class="time-chart">
      <ChartLegend spec={spec} dimension={dimension} />
      <div class="plot" {...handlers} onDblClick={resetRange}>
        <canvas
          ref={canvas}
          role="img"
          tabIndex={0}
          aria-label={spec.summary}
          onKeyDown={onKeyDown}
        />
        {isBroken && (
          <p class="empty">The chart cannot be drawn; reload the page, or show the table.</p>
        )}
        {drag && (
          <div
            class="selection"
            style={{ left: `${drag.fromX}px`, width: `${drag.toX - drag.fromX}px` }}
          />
        )}
      </div>
    </div>
  );
}

function resetRange(): void {
  navigate({ from: DEFAULT_QUESTION.from, to: DEFAULT_QUESTION.to });
}

/** A drag across the plot with a mouse or pen; a finger scrolls the page instead. */
function useDrag(onSelect: (fromX: number, toX: number) => void) {
  const [drag, setDrag] = useState<{ startX: number; nowX: number } | null>(null);
  const fromX = drag ? Math.min(drag.startX, drag.nowX) : 0;
  const toX = drag ? Math.max(drag.startX, drag.nowX) : 0;
  const handlers = {
    onPointerDown(event: PointerEvent): void {
      if (event.pointerType === 'touch' || event.button !== 0) return;
      setDrag({ startX: event.offsetX, nowX: event.offsetX });
    },
    onPointerMove(event: PointerEvent): void {
      if (drag) setDrag({ ...drag, nowX: event.offsetX });
    },
    onPointerUp(): void {
      setDrag(null);
      if (toX - fromX >= DRAG_PX_MIN) onSelect(fromX, toX);
    },
    onPointerLeave(): void {
      setDrag(null);
      crosshair.value = null;
    },
  };
  return { drag: drag ? { fromX, toX } : null, handlers };
}

function movedIndex(index: number | null, by: number, count: number): number {
  if (index === null) return by > 0 ? 0 : count - 1;
  return Math.max(0, Math.min(count - 1, index + by));
}

function useDrawing(canvas: { readonly current: HTMLCanvasElement | null }, spec: TimeSpec) {
  const drawing = useRef<Drawing | null>(null);
  const [isBroken, setIsBroken] = useState(false);
  const latest = useRef(spec);
  latest.current = spec;
  useEffect(() => {
    let isGone = false;
    // Chart.js comes after the first paint: figures and tables do not wait for it.
    import('../chart/draw-time.ts').then(
      ({ drawTime }) => {
        if (isGone || !canvas.current) return;
        drawing.current = drawTime(canvas.current, latest.current, (index) => {
          if (index !== null) crosshair.value = index;
        });
      },
      // After an upgrade of the server the old file is gone.
      () => setIsBroken(true),
    );
    return () => {
      isGone = true;
      drawing.current?.destroy(); // Chart.js keeps an observer on the canvas until destroyed.
      drawing.current = null;
    };
  }, []);
  const ground = `${theme.value} ${themeCount.value}`;
  useEffect(() => drawing.current?.update(spec), [spec, ground]);
  useSignalEffect(() => drawing.current?.mark(crosshair.value));
  return { drawing, isBroken };
}
