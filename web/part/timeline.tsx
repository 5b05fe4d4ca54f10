/** A strip of time: when alarms fired and where the logs have holes. */
import type { TimelineSpec } from '../chart/timeline-spec.ts';

interface TimelineProps {
  readonly spec: TimelineSpec;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

export function Timeline({ spec, ticks }: TimelineProps) {
  return (
    <div class="timeline" role="group" aria-label={spec.summary}>
      {spec.lanes.map((lane) => (
        <div class="lane" key={lane.name}>
          <span class="lane-name" title={lane.name}>
            {lane.name}
          </span>
          <div class="lane-track">
            {lane.segments.map((segment, at) => (
              <i
                class={`segment is-${segment.kind}`}
                role="img"
                aria-label={segment.text}
                title={segment.text}
                style={{ left: `${segment.start * 100}%`, width: `${segment.length * 100}%` }}
                key={at}
              />
            ))}
          </div>
        </div>
      ))}
      <div class="lane lane-axis" aria-hidden="true">
        <span class="lane-name" />
        <div class="lane-ticks">
          {ticks.map(({ at, label }) => (
            <span style={{ left: `${at * 100}%` }} key={label}>
              {label}
            </span>
          ))}
        </div>
      </div>
      {spec.hiddenCount > 0 && <p class="muted">{spec.hiddenCount} more in the table.</p>}
    </div>
  );
}
