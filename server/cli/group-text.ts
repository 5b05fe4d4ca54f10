/** The group of an alarm as people write it in a filter. */
import { printable } from './printable.ts';

/** `tenant=acme model=x`; '' for an alarm without groups. */
export function groupText(group: Readonly<Record<string, string>>): string {
  const parts = Object.entries(group).map(([dimension, value]) => `${dimension}=${value}`);
  return printable(parts.join(' '));
}
