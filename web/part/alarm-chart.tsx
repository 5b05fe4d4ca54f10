/** The last periods of one alarm with its threshold, a hundred pixels wide. */
import type { AlarmStatus, QueryRow } from '../../shared/contract.ts';
import { alarmShape, alarmValues } from '../chart/alarm-shape.ts';
import { formatThreshold } from '../format/metric.ts';
import { formatSpan } from '../format/number.ts';

interface AlarmChartProps {
  readonly alarm: AlarmStatus;
  readonly rows: readonly QueryRow[];
  readonly startsMs: readonly number[];
  readonly width: number;
  readonly height: number;
}

export function AlarmChart({ alarm, rows, startsMs, width, height }: AlarmChartProps) {
  const values = alarmValues(alarm, rows, startsMs);
  const { line, area, thresholdY } = alarmShape(values, alarm.threshold, { width, height });
  const span = formatSpan(startsMs.length * alarm.periodSeconds);
  const bar = `${alarm.comparison} ${formatThreshold(alarm.metric, alarm)}`;
  return (
    <svg
      class={`spark alarm-chart${alarm.state === 'ALARM' ? ' is-breached' : ''}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${alarm.metricLabel} over the last ${span}, threshold ${bar}`}
    >
      <path class="spark-area" d={area} />
      <path class="spark-line" d={line} />
      <path class="alarm-threshold" d={`M0 ${thresholdY.toFixed(1)}H${width}`} />
    </svg>
  );
}
