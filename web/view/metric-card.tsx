/** A card that asks for one metric by the chosen dimension, and draws it over time. */
import type { ComponentChildren } from 'preact';
import type { Dimension } from '../../shared/dimensions.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { stepBoundaries } from '../../shared/window.ts';
import { addsUp, exploreSpec } from '../chart/explore-spec.ts';
import { shownNames } from '../chart/spend-spec.ts';
import type { Steps } from '../chart/steps.ts';
import type { TimeSpec } from '../chart/time-spec.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { TimeChart } from '../part/time-chart.tsx';
import { loadExplored, type Explored } from '../state/explore-data.ts';
import { slotsFor } from '../state/memory.ts';
import { isComparable } from '../state/overview-data.ts';
import type { Look } from '../state/question.ts';
import { pollCount, status } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import { marked } from './marked.ts';
import type { OverviewFrame } from './overview-frame.ts';
import { stepUnit } from './overview-traffic.tsx';

interface MetricCardProps {
  readonly frame: OverviewFrame;
  readonly metric: MetricKey;
  readonly look?: Look;
  /** Grouped by at once; the chosen dimension when left out. */
  readonly dimensions?: readonly Dimension[];
  /** The earlier span is drawn as a dashed line. */
  readonly compares?: boolean;
  readonly class?: string;
  readonly empty: string;
  readonly actions?: ComponentChildren;
}

export function MetricCard(props: MetricCardProps) {
  const { metric, look = 'bars' } = props;
  const load = useExplored(props);
  const spec = load.data && specOf(props, load.data);
  const by = dimensionsOf(props).join(' and ');
  return (
    <Card
      title={`${METRICS[metric].label} by ${by}`}
      unit={unitOf(props)}
      class={`${props.class ?? 'span-12'} card-tall`}
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={spec?.isEmpty ? props.empty : null}
      table={spec && spec.table}
      isTable={look === 'table'}
      actions={props.actions}
    >
      {spec && <Body {...props} spec={spec} />}
    </Card>
  );
}

function Body({ frame, metric, look, spec }: MetricCardProps & { readonly spec: TimeSpec }) {
  if (look === 'table') return <DataTableView table={spec.table} caption={METRICS[metric].label} />;
  return <TimeChart spec={spec} steps={frame.steps} click="filter" />;
}

function dimensionsOf({ dimensions, frame }: MetricCardProps): readonly Dimension[] {
  return dimensions ?? [frame.scope.groupBy];
}

function useExplored(props: MetricCardProps): Load<Explored> {
  const { frame, metric, compares = false } = props;
  const { scope, key } = frame;
  const dimensions = dimensionsOf(props);
  const reaches = isComparable(scope, status.value?.dataFrom ?? null);
  // Cards of one view may group by another dimension than the URL names.
  const ready = pollCount.value === 0 ? null : [key, metric, ...dimensions].join('\n');
  return useLoad(ready, pollCount.value, (signal) => {
    const ask = { scope, metric, dimensions, isSum: addsUp(metric), compares: compares && reaches };
    return loadExplored(ask, signal);
  });
}

function unitOf({ frame, metric }: MetricCardProps): string {
  const { unit } = METRICS[metric];
  const word = UNIT_WORDS.get(unit) ?? unit;
  return addsUp(metric) ? `${word} ${stepUnit(frame.steps)}` : word;
}

const UNIT_WORDS = new Map([
  ['usd', 'US dollars'],
  ['count', 'calls'],
  ['ms', 'milliseconds'],
  ['ratio', 'share'],
  ['tokensPerSecond', 'tokens per second'],
]);

function specOf({ frame, metric, look }: MetricCardProps, data: Explored): TimeSpec {
  const { dimensions, names, totals, trends } = data;
  const spec = exploreSpec({
    metric,
    look: look === 'lines' ? 'lines' : 'bars',
    steps: frame.steps,
    totals,
    trends,
    dimensions,
    names,
    slots: slotsFor(dimensions.join('+'), shownNames(names)),
    before: data.before && { rows: data.before, steps: previousSteps(frame) },
    alarms: frame.alarms,
    filter: frame.scope.filter,
  });
  return marked(spec, frame, [metric]);
}

/** Steps of the earlier span, which lie under those of this one. */
function previousSteps({ scope, steps }: OverviewFrame): Steps {
  const { previous, step, timeZone } = scope;
  const boundaries = stepBoundaries(previous, step, timeZone) ?? [];
  const startsMs = boundaries.slice(0, steps.startsMs.length);
  return { ...steps, startsMs, endMs: previous.endMs, completeToMs: previous.endMs };
}
