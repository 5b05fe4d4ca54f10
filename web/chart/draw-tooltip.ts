/** The box beside the pointer of a chart, as Chart.js wants it. */
import type { Ink } from './draw-ink.ts';
import { marksAt } from './marks.ts';
import type { TimeSpec } from './time-spec.ts';

/** What stands beside the pointer: exact values, and what happened in the step. */
export function tooltipOf(spec: TimeSpec, ink: Ink) {
  return {
    backgroundColor: ink.raised,
    titleColor: ink.text,
    bodyColor: ink.text,
    footerColor: ink.textMuted,
    borderColor: ink.line,
    borderWidth: 1,
    padding: 10,
    boxWidth: 10,
    boxHeight: 10,
    boxPadding: 6,
    caretSize: 0,
    caretPadding: 12,
    itemSort: (a: { parsed: { y: number | null } }, b: { parsed: { y: number | null } }) => {
      return (b.parsed.y ?? 0) - (a.parsed.y ?? 0);
    },
    filter: (item: { parsed: { y: number | null } }) => (item.parsed.y ?? 0) !== 0,
    callbacks: {
      label: (item: { datasetIndex: number; dataIndex: number }) => {
        const series = spec.series[item.datasetIndex];
        return series ? `${series.name}: ${series.texts[item.dataIndex] ?? ''}` : '';
      },
      footer: (items: readonly { dataIndex: number }[]) => {
        const index = items[0]?.dataIndex ?? 0;
        const isOpen = spec.provisionalFrom !== null && index >= spec.provisionalFrom;
        const notes = marksAt(spec.marks, index).slice(0, NOTES_MAX).map(shortened);
        return [...(isOpen ? ['Not read to its end yet'] : []), ...notes];
      },
    },
  };
}

const NOTES_MAX = 4;
const NOTE_LENGTH_MAX = 80;

function shortened(text: string): string {
  return text.length > NOTE_LENGTH_MAX ? `${text.slice(0, NOTE_LENGTH_MAX)}\u2026` : text;
}
