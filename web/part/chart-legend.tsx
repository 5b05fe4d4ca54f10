/** Names, colours and values of a chart: of the whole window, or of the step under crosshair. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { ThresholdLine } from '../chart/threshold.ts';
import type { TimeSeries, TimeSpec } from '../chart/time-spec.ts';
import { withTerm } from '../state/filter-edit.ts';
import { crosshair, question } from '../state/store.ts';
import { QuestionLink } from './question-link.tsx';

interface LegendProps {
  readonly spec: TimeSpec;
  readonly dimension: Dimension | null;
}

export function ChartLegend({ spec, dimension }: LegendProps) {
  const index = crosshair.value;
  const at = index === null ? null : (spec.labels[index] ?? null);
  return (
    <div class="legend">
      <ul class="legend-series">
        {spec.series.map((series) => (
          <li key={series.name}>
            <Entry series={series} index={at === null ? null : index} dimension={dimension} />
          </li>
        ))}
      </ul>
      {spec.thresholds.length > 0 && (
        <ul class="legend-thresholds">
          {spec.thresholds.map((line) => (
            <ThresholdEntry line={line} key={line.label} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Entry(props: {
  readonly series: TimeSeries;
  readonly index: number | null;
  readonly dimension: Dimension | null;
}) {
  const { series, index, dimension } = props;
  const value = index === null ? series.total : (series.texts[index] ?? '');
  const content = (
    <>
      <i class={`swatch swatch-${series.colour}`} />
      <span class="legend-name">{series.name}</span>
      <span class="legend-value">{value}</span>
    </>
  );
  if (dimension === null || series.group === null)
    return <span class="legend-entry">{content}</span>;
  const term = { dimension, values: [series.group] };
  const { filter } = question.value;
  return (
    <QuestionLink
      class="legend-entry"
      title={`${series.name}: click for it alone, Alt-click to leave it out`}
      to={{ filter: withTerm(filter, { ...term, negated: false }) }}
      altTo={{ filter: withTerm(filter, { ...term, negated: true }) }}
    >
      {content}
    </QuestionLink>
  );
}

function ThresholdEntry({ line }: { readonly line: ThresholdLine }) {
  return (
    <li class={line.isBreached ? 'threshold is-breached' : 'threshold'}>
      <i class="dash" />
      {line.label}
      {line.isOffScale && <span class="muted"> (not drawn)</span>}
      {line.isBreached && <strong> in alarm</strong>}
    </li>
  );
}
