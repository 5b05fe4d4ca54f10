/** Alarms in words: their group, and the filter that asks for exactly what they watch. */
import type { AlarmStatus } from '../../shared/contract.ts';
import { METRIC_KEYS, METRICS } from '../../shared/metrics.ts';
import { formatValue, UNKNOWN } from '../format/metric.ts';

/** `tenant=acme`; '' for an alarm of everything. */
export function groupText(group: Readonly<Record<string, string>>): string {
  return Object.entries(group)
    .map(([dimension, value]) => `${dimension}=${value}`)
    .join(' ');
}

/** The filter of the alarm with its group, in the grammar. */
export function scopeText({ filter, group }: Pick<AlarmStatus, 'filter' | 'group'>): string {
  const terms = Object.entries(group).map(([dimension, value]) => {
    return `${dimension}="${value.replace(/["\\]/g, '\\$&')}"`;
  });
  return [filter, ...terms].filter((text) => text !== '').join(' ');
}

/** The newest value in the unit of its metric, which alarms with a moving bar name by its label. */
export function lastValueText({ metric, metricLabel, lastValue }: AlarmStatus): string {
  const own = metric ?? METRIC_KEYS.find((key) => METRICS[key].label === metricLabel) ?? null;
  return own === null ? String(lastValue ?? UNKNOWN) : formatValue(own, lastValue);
}
