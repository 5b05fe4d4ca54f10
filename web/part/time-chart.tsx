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
  const drawing = useDrawing(canvas, spec);
  const [drag, setDrag] = useState<{ fromX: number; toX: number } | null>(null);

  const zoom = (fromIndex: number, toIndex: number): void => {
    const first = Math.min(fromIndex, toIndex);
    const startMs = steps.startsMs[first];
    if (startMs === undefined) return;
    const endMs = stepEndMs(steps, Math.max(fromIndex, toIndex));
    navigate({ from: isoTime(startMs), to: isoTime(endMs), step: 'auto' });
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    setDrag({ fromX: event.offsetX, toX: event.offsetX });
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag) setDrag({ ...drag, toX: event.offsetX });
  };
  const onPointerUp = (): void => {
    setDrag(null);
    if (!drag || Math.abs(drag.toX - drag.fromX) < DRAG_PX_MIN) return;
    const from = drawing.current?.indexAt(Math.min(drag.fromX, drag.toX)) ?? 0;
    const to = drawing.current?.indexAt(Math.max(drag.fromX, drag.toX)) ?? spec.labels.length - 1;
    zoom(from, to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = crosshair.value;
    if (event.key === 'Enter' && index !== null) zoom(index, index);
    if (event.key === 'Escape') crosshair.value = null;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    crosshair.value = movedIndex(index, event.key === 'ArrowRight' ? 1 : -1, spec.labels.length);
  };
  const resetRange = (): void => {
    navigate({ from: DEFAULT_QUESTION.from, to: DEFAULT_QUESTION.to });
  };

  return (
    <div class="time-chart">
      <ChartLegend spec={spec} dimension={dimension} />
      <div
        class="plot"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => {
          setDrag(null);
          crosshair.value = null;
        }}
        onDblClick={resetRange}
      >
        <canvas
          ref={canvas}
          role="img"
          tabIndex={0}
          aria-label={spec.summary}
          onKeyDown={onKeyDown}
        />
        {drag && (
          <div
            class="selection"
            style={{
              left: `${Math.min(drag.fromX, drag.toX)}px`,
              width: `${Math.abs(drag.toX - drag.fromX)}px`,
            }}
          />
        )}
      </div>
    </div>
  );
}

function movedIndex(index: number | null, by: number, count: number): number {
  if (index === null) return by > 0 ? 0 : count - 1;
  return Math.max(0, Math.min(count - 1, index + by));
}

function useDrawing(canvas: { readonly current: HTMLCanvasElement | null }, spec: TimeSpec) {
  const drawing = useRef<Drawing | null>(null);
  const latest = useRef(spec);
  latest.current = spec;
  useEffect(() => {
    let isGone = false;
    // Chart.js comes after the first paint: figures and tables do not wait for it.
    void import('../chart/draw-time.ts').then(({ drawTime }) => {
      if (isGone || !canvas.current) return;
      drawing.current = drawTime(canvas.current, latest.current, (index) => {
        if (index !== null) crosshair.value = index;
      });
    });
    return () => {
      isGone = true;
      drawing.current?.destroy(); // Chart.js keeps an observer on the canvas until destroyed.
      drawing.current = null;
    };
  }, []);
  const ground = `${theme.value} ${themeCount.value}`;
  useEffect(() => drawing.current?.update(spec), [spec, ground]);
  useSignalEffect(() => drawing.current?.mark(crosshair.value));
  return drawing;
}
