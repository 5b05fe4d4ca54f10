/** The small chart of one alarm: against its fixed threshold, or against what is usual. */
import type { AlarmStatus } from '../../shared/contract.ts';
import { AlarmChart } from '../part/alarm-chart.tsx';
import { BandChart } from '../part/band-chart.tsx';
import { hasBaseline, type BarsOf } from '../state/use-alarm-bars.ts';
import type { AlarmSeries } from '../state/use-alarm-series.ts';

interface SmallChartProps {
  readonly alarm: AlarmStatus;
  readonly series: AlarmSeries;
  readonly barsOf: BarsOf;
  readonly width: number;
  readonly height: number;
}

export function SmallChart({ alarm, series, barsOf, ...box }: SmallChartProps) {
  if (hasBaseline(alarm)) return <BandChart alarm={alarm} series={barsOf(alarm.group)} {...box} />;
  // What has neither a metric of ours nor a past of its own has nothing to draw.
  if (alarm.metric === null) return null;
  const rows = series.reply.data?.rows ?? [];
  return <AlarmChart alarm={alarm} rows={rows} startsMs={series.startsMs} {...box} />;
}
