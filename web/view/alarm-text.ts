/** Alarms in words: their group, and the filter that asks for exactly what they watch. */
import type { AlarmStatus } from '../../shared/contract.ts';

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
