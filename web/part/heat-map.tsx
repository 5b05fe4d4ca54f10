/** A heat map of bands over time: one path for each strength, so that it stays light. */
import { useRef } from 'preact/hooks';
import { cellText, LEVELS, type HeatSpec } from '../chart/heat-spec.ts';
import { stepEndMs, type Steps } from '../chart/steps.ts';
import { isoTime } from '../../shared/window.ts';
import { crosshair, navigate } from '../state/store.ts';

const BAND_UNITS = 10;

interface HeatMapProps {
  readonly spec: HeatSpec;
  readonly steps: Steps;
}

/** A click on a cell, or Enter, leads to the calls of its step, the slowest first. */
export function HeatMap({ spec, steps }: HeatMapProps) {
  const cells = useRef<SVGSVGElement>(null);
  const { bands, labels, ticks } = spec;
  const height = bands.length * BAND_UNITS;
  const levels = Array.from({ length: LEVELS }, (_, index) => index + 1);
  const index = crosshair.value;
  const at = index !== null && index < labels.length ? index : null;
  const indexOf = (event: PointerEvent | MouseEvent): number => {
    const { left, width } = cells.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    const share = (event.clientX - left) / Math.max(1, width);
    return Math.max(0, Math.min(labels.length - 1, Math.floor(share * labels.length)));
  };
  return (
    <div class="heat">
      <ul class="heat-bands" aria-hidden="true">
        {bands.map(({ label }) => (
          <li key={label}>{label}</li>
        ))}
      </ul>
      <svg
        ref={cells}
        class="heat-cells"
        viewBox={`0 0 ${labels.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        tabIndex={0}
        aria-label={spec.summary}
        onPointerMove={(event) => (crosshair.value = indexOf(event))}
        onPointerLeave={() => (crosshair.value = null)}
        onClick={(event) => toCalls(steps, indexOf(event))}
        onKeyDown={(event) => onKey(event, at, { steps, count: labels.length })}
      >
        {levels.map((level) => (
          <path class={`heat-${level}`} d={cellsOf(spec, level)} key={level} />
        ))}
        {at !== null && <path class="heat-mark" d={`M${at + 0.5} 0V${height}`} />}
      </svg>
      <ul class="heat-ticks" aria-hidden="true">
        {ticks
          .filter((_, rank) => rank % Math.ceil(ticks.length / TICKS_MAX) === 0)
          .map((tick) => (
            <li style={{ left: `${(tick.index / labels.length) * 100}%` }} key={tick.index}>
              {tick.label}
            </li>
          ))}
      </ul>
      <p class="heat-read muted">
        {at === null ? 'Click a step for its calls, the slowest first.' : cellText(spec, at)}
      </p>
    </div>
  );
}

/** As many as a phone has room for. */
const TICKS_MAX = 4;

function toCalls(steps: Steps, index: number): void {
  const startMs = steps.startsMs[index];
  if (startMs === undefined) return;
  const range = { from: isoTime(startMs), to: isoTime(stepEndMs(steps, index)) };
  navigate({ ...range, view: 'invocations', order: 'latency' });
}

function onKey(
  event: KeyboardEvent,
  at: number | null,
  { steps, count }: { readonly steps: Steps; readonly count: number },
): void {
  if (event.key === 'Enter' && at !== null) toCalls(steps, at);
  if (event.key === 'Escape') crosshair.value = null;
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  event.preventDefault();
  const by = event.key === 'ArrowRight' ? 1 : -1;
  crosshair.value = Math.max(0, Math.min(count - 1, at === null ? 0 : at + by));
}

function cellsOf({ bands }: HeatSpec, level: number): string {
  const cells = bands.flatMap(({ levels }, row) =>
    levels.flatMap((one, at) =>
      one === level ? [`M${at} ${row * BAND_UNITS + 0.5}h1v${BAND_UNITS - 1}h-1z`] : [],
    ),
  );
  return cells.join('');
}
