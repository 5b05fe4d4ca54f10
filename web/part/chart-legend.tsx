/** Names, colours and values of a chart: of the whole window, or of the step under crosshair. */
import { markCounts } from '../chart/marks.ts';
import type { ThresholdLine } from '../chart/threshold.ts';
import type { TimeSeries, TimeSpec } from '../chart/time-spec.ts';
import { withTerms } from '../state/filter-edit.ts';
import { crosshair, question } from '../state/store.ts';
import { QuestionLink } from './question-link.tsx';

interface LegendProps {
  readonly spec: TimeSpec;
  /** Name of the series that is shown alone; null when all are. */
  readonly alone: string | null;
  readonly onAlone: (name: string | null) => void;
  /** Series lead to their filter and their calls. */
  readonly leads: boolean;
}

export function ChartLegend({ spec, alone, onAlone, leads }: LegendProps) {
  const index = crosshair.value;
  const at = index === null ? null : (spec.labels[index] ?? null);
  const isLong = spec.series.some(({ name }) => name.length > LONG_NAME);
  const chosen = spec.series.find(({ name }) => name === alone) ?? null;
  return (
    <div class="legend">
      <ul class={`legend-series${isLong ? ' is-long' : ''}`}>
        {spec.series.map((series) => (
          <li key={series.name}>
            <Entry
              series={series}
              index={at === null ? null : index}
              isDimmed={chosen !== null && series !== chosen}
              isAlone={series === chosen}
              onAlone={onAlone}
            />
          </li>
        ))}
      </ul>
      {chosen && leads && <Doors series={chosen} />}
      <Notes spec={spec} />
    </div>
  );
}

const LONG_NAME = 22; // More does not fit a column of the legend.

function Entry(props: {
  readonly series: TimeSeries;
  readonly index: number | null;
  readonly isDimmed: boolean;
  readonly isAlone: boolean;
  readonly onAlone: LegendProps['onAlone'];
}) {
  const { series, index, isAlone } = props;
  const value = index === null ? series.total : (series.texts[index] ?? '');
  return (
    <button
      type="button"
      class={`legend-entry${props.isDimmed ? ' is-dimmed' : ''}`}
      aria-pressed={isAlone}
      title={isAlone ? 'Show all again' : `${series.name}: click to see it alone`}
      onClick={() => props.onAlone(isAlone ? null : series.name)}
    >
      <i class={series.isBefore ? 'swatch swatch-before' : `swatch swatch-${series.colour}`} />
      <span class="legend-name">{series.name}</span>
      <span class="legend-value">{value}</span>
    </button>
  );
}

/** Where the series that is shown alone leads on to. */
function Doors({ series: { name, terms } }: { readonly series: TimeSeries }) {
  if (terms === null) return null;
  const { filter } = question.value;
  const [term] = terms;
  const canLeaveOut = terms.length === 1 && term?.negated === false;
  return (
    <p class="legend-doors">
      <QuestionLink to={{ filter: withTerms(filter, terms) }}>Filter by {name}</QuestionLink>
      {canLeaveOut && (
        <QuestionLink to={{ filter: withTerms(filter, terms, true) }}>Leave it out</QuestionLink>
      )}
      <QuestionLink to={{ view: 'invocations', filter: withTerms(filter, terms) }}>
        Its calls
      </QuestionLink>
    </p>
  );
}

/** What is drawn beside the series: thresholds, marks, and the part that may still change. */
function Notes({ spec }: { readonly spec: TimeSpec }) {
  const marks = markCounts(spec.marks);
  const isOpen = spec.provisionalFrom !== null && !spec.isEmpty;
  if (spec.thresholds.length === 0 && marks.length === 0 && !isOpen) return null;
  return (
    <ul class="legend-notes">
      {spec.thresholds.map((line) => (
        <ThresholdEntry line={line} key={line.label} />
      ))}
      {marks.map(({ kind, words }) => (
        <li class="note" key={kind}>
          <i class={`mark mark-${kind}`} />
          {words}
        </li>
      ))}
      {isOpen && (
        <li class="note">
          <i class="mark mark-open" />
          not read to its end yet
        </li>
      )}
    </ul>
  );
}

function ThresholdEntry({ line }: { readonly line: ThresholdLine }) {
  return (
    <li class={line.isBreached ? 'note is-breached' : 'note'}>
      <i class="dash" />
      {line.label}
      {line.isOffScale && <span class="muted"> (not drawn)</span>}
      {line.isBreached && <strong> in alarm</strong>}
    </li>
  );
}
