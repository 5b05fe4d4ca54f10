/** Keeps the drawing of a chart in step with its spec, its theme and its place on the page. */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DrawCalls, Drawing } from '../chart/draw-time.ts';
import type { TimeSpec } from '../chart/time-spec.ts';
import { crosshair, theme, themeCount } from '../state/store.ts';

/** One `import()` for all charts; after a failure the next chart or resize asks again. */
async function loadDrawTime() {
  return (await import('../chart/draw-time.ts')).drawTime;
}

/**
 * Draws a spec onto a canvas, and again with every change of it.
 *
 * Chart.js comes after the first paint, a card may be hidden when its data come, and a draw may
 * fail: in none of these may the canvas stay blank. What failed is told, and tried again when the
 * spec or the size of the canvas changes.
 */
export function useDrawing(
  canvas: { readonly current: HTMLCanvasElement | null },
  spec: TimeSpec,
  calls: DrawCalls,
) {
  const drawing = useRef<Drawing | null>(null);
  const [isBroken, setIsBroken] = useState(false);
  const latest = useRef({ spec, calls });
  latest.current = { spec, calls };
  const state = useRef({ isGone: false, isQueued: false });
  const draw = useRef((): void => {
    if (state.current.isQueued) return; // One drawing does for all that changed until then.
    state.current.isQueued = true;
    void drawLatest({ canvas, drawing, latest, state }).then(setIsBroken);
  });
  useEffect(() => {
    state.current.isGone = false;
    const place = canvas.current?.parentElement ?? null;
    // Also called once at first, when the place has got its size.
    const observer = new ResizeObserver(() => draw.current());
    if (place) observer.observe(place);
    return () => {
      state.current.isGone = true;
      observer.disconnect();
      drawing.current?.destroy(); // Chart.js keeps an observer on the canvas until destroyed.
      drawing.current = null;
    };
  }, []);
  const ground = `${theme.value} ${themeCount.value}`;
  // A view makes its specs anew with every answer that comes; drawing costs more than comparing.
  useEffect(() => draw.current(), [JSON.stringify(spec), ground]);
  useSignalEffect(() => drawing.current?.mark(crosshair.value));
  return { drawing, isBroken };
}

interface Place {
  readonly canvas: { readonly current: HTMLCanvasElement | null };
  readonly drawing: { current: Drawing | null };
  readonly latest: { readonly current: { readonly spec: TimeSpec; readonly calls: DrawCalls } };
  readonly state: { readonly current: { readonly isGone: boolean; isQueued: boolean } };
}

/** @returns whether it failed. Never throws. */
async function drawLatest({ canvas, drawing, latest, state }: Place): Promise<boolean> {
  try {
    const drawTime = await loadDrawTime();
    state.current.isQueued = false;
    const place = canvas.current;
    if (state.current.isGone || !place) return false;
    if (drawing.current) {
      drawing.current.update(latest.current.spec);
    } else {
      drawing.current = drawTime(place, latest.current.spec, {
        onHover: (index) => latest.current.calls.onHover(index),
        onClick: (at) => latest.current.calls.onClick(at),
      });
    }
    return false;
  } catch {
    // After an upgrade of the server the old file is gone; a canvas may have no context.
    state.current.isQueued = false;
    drawing.current?.destroy();
    drawing.current = null;
    return true;
  }
}
