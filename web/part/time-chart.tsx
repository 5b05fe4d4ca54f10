/** A chart over time: draws its spec, shares the crosshair, leads on by click, drag and keys. */
import { useRef, useState } from 'preact/hooks';
import type { FilterTerm } from '../../shared/filter.ts';
import type { TopOrder } from '../../shared/top-invocations.ts';
import { isoTime } from '../../shared/window.ts';
import type { ChartClick } from '../chart/draw-time.ts';
import { isolated } from '../chart/isolate.ts';
import { stepEndMs, type Steps } from '../chart/steps.ts';
import type { TimeSpec } from '../chart/time-spec.ts';
import { withTerms } from '../state/filter-edit.ts';
import { DEFAULT_QUESTION } from '../state/question.ts';
import { crosshair, navigate, question } from '../state/store.ts';
import { ChartLegend } from './chart-legend.tsx';
import { useDrag } from './use-drag.ts';
import { useDrawing } from './use-drawing.ts';

interface TimeChartProps {
  readonly spec: TimeSpec;
  readonly steps: Steps;
  /** Where a click leads: to the series alone, to the calls of the step, or nowhere. */
  readonly click?: 'filter' | 'calls' | 'none';
  /** Which calls come first there. */
  readonly order?: TopOrder;
}

export function TimeChart({ spec, steps, click = 'calls', order }: TimeChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [alone, setAlone] = useState<string | null>(null);
  const shown = isolated(spec, alone);
  const toCalls = (index: number, terms: readonly FilterTerm[] | null): void => {
    const range = rangeOf(steps, index, index);
    if (range === null || click === 'none') return;
    const filter = withTerms(question.value.filter, terms ?? []);
    navigate({ ...range, view: 'invocations', filter, order: order ?? '' });
  };
  const onClick = (at: ChartClick): void => {
    if (hasDragged.current) return;
    const terms = at.series === null ? null : (shown.series[at.series]?.terms ?? null);
    const isOnlyOne = spec.series.filter(({ isBefore }) => !isBefore).length === 1;
    if (click !== 'filter' || terms === null || isOnlyOne) {
      toCalls(at.index, terms);
      return;
    }
    navigate({ filter: withTerms(question.value.filter, terms, at.isAlt) });
  };
  const calls = { onHover: (index: number) => (crosshair.value = index), onClick };
  const { drawing, isBroken } = useDrawing(canvas, shown, calls);
  const zoom = (fromIndex: number, toIndex: number): void => {
    const range = rangeOf(steps, fromIndex, toIndex);
    if (range !== null) navigate({ ...range, step: 'auto' });
  };
  const { drag, hasDragged, handlers } = useDrag((fromX, toX) => {
    const last = spec.labels.length - 1;
    zoom(drawing.current?.indexAt(fromX) ?? 0, drawing.current?.indexAt(toX) ?? last);
  });
  const onKeyDown = keysOf(spec.labels.length, {
    zoom: (index) => zoom(index, index),
    toCalls: (index) => toCalls(index, null),
  });
  return (
    <div class="time-chart">
      <ChartLegend spec={spec} alone={alone} onAlone={setAlone} leads={click !== 'none'} />
      <div class="plot" {...handlers} onDblClick={resetRange}>
        <canvas
          ref={canvas}
          role="img"
          tabIndex={0}
          aria-label={spec.summary}
          onKeyDown={onKeyDown}
        />
        {isBroken && (
          <p class="empty plot-broken" role="alert">
            The chart cannot be drawn; reload the page, or show the table.
          </p>
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

/** Arrows move the crosshair; Enter zooms to its step, and with Shift leads to its calls. */
function keysOf(
  count: number,
  lead: { readonly zoom: (index: number) => void; readonly toCalls: (index: number) => void },
) {
  return (event: KeyboardEvent): void => {
    const index = crosshair.value;
    if (event.key === 'Enter' && index !== null) {
      if (event.shiftKey) lead.toCalls(index);
      else lead.zoom(index);
    }
    if (event.key === 'Escape') crosshair.value = null;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    crosshair.value = movedIndex(index, event.key === 'ArrowRight' ? 1 : -1, count);
  };
}

function rangeOf(steps: Steps, fromIndex: number, toIndex: number) {
  const startMs = steps.startsMs[fromIndex];
  if (startMs === undefined) return null;
  return { from: isoTime(startMs), to: isoTime(stepEndMs(steps, toIndex)) };
}

function resetRange(): void {
  navigate({ from: DEFAULT_QUESTION.from, to: DEFAULT_QUESTION.to });
}

function movedIndex(index: number | null, by: number, count: number): number {
  if (index === null) return by > 0 ? 0 : count - 1;
  return Math.max(0, Math.min(count - 1, index + by));
}
