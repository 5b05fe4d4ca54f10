/** A drag across a plot with a mouse or pen; a finger scrolls the page instead. */
import { useRef, useState } from 'preact/hooks';
import { crosshair } from '../state/store.ts';

const DRAG_PX_MIN = 8; // Less is a click with an unsteady hand.

/**
 * @param onSelect gets both ends in px from the left edge of the plot.
 * @returns what is selected now, the handlers of the plot, and whether the last press was a drag.
 */
export function useDrag(onSelect: (fromX: number, toX: number) => void) {
  const [drag, setDrag] = useState<{ startX: number; nowX: number } | null>(null);
  const hasDragged = useRef(false);
  const fromX = drag ? Math.min(drag.startX, drag.nowX) : 0;
  const toX = drag ? Math.max(drag.startX, drag.nowX) : 0;
  const handlers = {
    onPointerDown(event: PointerEvent): void {
      hasDragged.current = false;
      if (event.pointerType === 'touch' || event.button !== 0) return;
      setDrag({ startX: event.offsetX, nowX: event.offsetX });
    },
    onPointerMove(event: PointerEvent): void {
      if (drag) setDrag({ ...drag, nowX: event.offsetX });
    },
    onPointerUp(): void {
      setDrag(null);
      if (toX - fromX < DRAG_PX_MIN) return;
      hasDragged.current = true; // The click that follows belongs to the drag.
      onSelect(fromX, toX);
    },
    onPointerLeave(): void {
      setDrag(null);
      crosshair.value = null;
    },
  };
  return { drag: drag ? { fromX, toX } : null, hasDragged, handlers };
}
