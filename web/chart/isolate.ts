/** One series of a chart alone, on an axis of its own height. */
import { axisOf } from './axis.ts';
import { axisReach } from './threshold.ts';
import type { TimeSpec } from './time-spec.ts';

/** The spec with one series left; as it is when there is none of that name. */
export function isolated(spec: TimeSpec, name: string | null): TimeSpec {
  const series = spec.series.filter((one) => one.name === name);
  if (series.length === 0) return spec;
  const peak = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  return { ...spec, series, axis: axisOf(axisReach(peak, spec.thresholds), spec.unit) };
}
