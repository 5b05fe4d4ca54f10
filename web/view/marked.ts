/** What happened beside the figures, put on the charts of a view. */
import type { MetricKey } from '../../shared/metrics.ts';
import { marksOf, withMarks } from '../chart/marks.ts';
import type { TimeSpec } from '../chart/time-spec.ts';
import type { OverviewFrame } from './overview-frame.ts';

/** The spec with the marks that concern its metrics. */
export function marked(
  spec: TimeSpec,
  frame: OverviewFrame,
  metrics: readonly MetricKey[],
): TimeSpec {
  if (spec.isEmpty) return spec;
  const { steps, incidents, scope } = frame;
  return withMarks(spec, marksOf({ incidents, steps, metrics, filter: scope.filter }));
}
