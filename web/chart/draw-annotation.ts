/** Threshold lines and the span that is not read yet, as Chart.js annotations. */
import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import type { Ink } from './draw-ink.ts';
import type { TimeSpec } from './time-spec.ts';

/** One dashed line a threshold; a faint box over the steps that may still grow. */
export function annotationsOf(spec: TimeSpec, ink: Ink): Record<string, AnnotationOptions> {
  const annotations: Record<string, AnnotationOptions> = {};
  spec.thresholds.forEach((line, index) => {
    if (line.isOffScale) return;
    annotations[`threshold${index}`] = {
      type: 'line',
      yMin: line.value,
      yMax: line.value,
      borderColor: ink.bad,
      borderWidth: 1,
      borderDash: [5, 4],
    };
  });
  if (spec.provisionalFrom !== null && spec.labels.length > 1) {
    annotations['unread'] = {
      type: 'box',
      xMin: spec.provisionalFrom - 0.5,
      xMax: spec.labels.length - 0.5,
      borderWidth: 0,
      backgroundColor: ink.provisional,
      drawTime: 'beforeDatasetsDraw',
    };
  }
  return annotations;
}
