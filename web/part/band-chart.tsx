/** The last periods of one group of an alarm against its own past, a hundred pixels wide. */
import type { AlarmStatus } from '../../shared/contract.ts';
import { bandShape, type BandSeries } from '../chart/band-shape.ts';
import { formatSpan } from '../format/number.ts';

interface BandChartProps {
  readonly alarm: AlarmStatus;
  /** Null while it is asked for, and of a group that has none. */
  readonly series: BandSeries | null;
  readonly width: number;
  readonly height: number;
}

const NOTHING: BandSeries = { values: [], usual: [], bars: [] };

export function BandChart({ alarm, series, width, height }: BandChartProps) {
  const { line, area, bar, band } = bandShape(series ?? NOTHING, { width, height });
  const span = formatSpan((series?.values.length ?? 0) * alarm.periodSeconds);
  const label =
    series === null
      ? `${alarm.metricLabel}: nothing is known yet`
      : `${alarm.metricLabel} over the last ${span}, with what is usual and the bar`;
  return (
    <svg
      class={`spark alarm-chart${alarm.state === 'ALARM' ? ' is-breached' : ''}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path class="alarm-band" d={band} />
      <path class="spark-area" d={area} />
      <path class="spark-line" d={line} />
      <path class="alarm-threshold" d={bar} />
    </svg>
  );
}
