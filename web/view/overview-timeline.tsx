/** Alarms and gaps of the logs on one strip of time. */
import { stepTicks } from '../chart/steps.ts';
import { timelineSpec } from '../chart/timeline-spec.ts';
import { Card } from '../part/card.tsx';
import { Timeline } from '../part/timeline.tsx';
import { alarms, pollProblem, status } from '../state/store.ts';
import type { OverviewFrame } from './overview-frame.ts';

export function TimelineCard({ frame }: { readonly frame: OverviewFrame }) {
  const { window, timeZone } = frame.scope;
  const { steps } = frame;
  const known = status.value !== null && alarms.value !== null;
  const spec = timelineSpec({
    window,
    timeZone,
    alarms: frame.alarms,
    events: alarms.value?.events ?? [],
    gaps: status.value?.gaps ?? [],
    lost: status.value?.completeness.lost ?? [],
    completeToMs: steps.completeToMs,
  });
  const ticks = stepTicks(steps).map(({ index, label }) => ({
    label,
    at: ((steps.startsMs[index] ?? 0) - window.startMs) / (window.endMs - window.startMs),
  }));
  return (
    <Card
      title="Alarms and gaps"
      class="span-12 card-timeline"
      isLoading={!known}
      problem={known ? null : pollProblem.value}
      empty={spec.isEmpty ? 'No alarm fired and the logs have no gap in this range.' : null}
      table={spec.table}
    >
      <Timeline spec={spec} ticks={ticks} />
    </Card>
  );
}
