/** A heat map of bands over time: one path for each strength, so that it stays light. */
import { LEVELS, type HeatSpec } from '../chart/heat-spec.ts';

const BAND_UNITS = 10;

export function HeatMap({ spec }: { readonly spec: HeatSpec }) {
  const { bands, labels, ticks } = spec;
  const height = bands.length * BAND_UNITS;
  const levels = Array.from({ length: LEVELS }, (_, index) => index + 1);
  return (
    <div class="heat">
      <ul class="heat-bands" aria-hidden="true">
        {bands.map(({ label }) => (
          <li key={label}>{label}</li>
        ))}
      </ul>
      <svg
        class="heat-cells"
        viewBox={`0 0 ${labels.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={spec.summary}
      >
        {levels.map((level) => (
          <path class={`heat-${level}`} d={cellsOf(spec, level)} key={level} />
        ))}
      </svg>
      <ul class="heat-ticks" aria-hidden="true">
        {ticks
          .filter((_, at) => at % Math.ceil(ticks.length / TICKS_MAX) === 0)
          .map(({ index, label }) => (
            <li style={{ left: `${(index / labels.length) * 100}%` }} key={index}>
              {label}
            </li>
          ))}
      </ul>
    </div>
  );
}

/** As many as a phone has room for. */
const TICKS_MAX = 4;

function cellsOf({ bands }: HeatSpec, level: number): string {
  const cells = bands.flatMap(({ levels }, row) =>
    levels.flatMap((one, at) =>
      one === level ? [`M${at} ${row * BAND_UNITS + 0.5}h1v${BAND_UNITS - 1}h-1z`] : [],
    ),
  );
  return cells.join('');
}
