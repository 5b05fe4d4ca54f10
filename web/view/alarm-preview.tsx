/** When the alarm that is being written would have fired: asked for once typing rests. */
import { useEffect, useState } from 'preact/hooks';
import type { AlarmStatus } from '../../shared/contract.ts';
import { isMetric, METRICS, type MetricKey } from '../../shared/metrics.ts';
import type { AlarmTestReply } from '../../shared/notify-contract.ts';
import { STEPS, stepMs, type Step, type Window } from '../../shared/window.ts';
import { askMetrics } from '../api/ask.ts';
import { askAlarmTest, type AlarmText } from '../api/ask-alarms.ts';
import { backtestSpec } from '../chart/backtest-spec.ts';
import type { Steps } from '../chart/steps.ts';
import { formatThreshold } from '../format/metric.ts';
import { formatPlural, formatSpan } from '../format/number.ts';
import { Failed } from '../part/card.tsx';
import { TimeChart } from '../part/time-chart.tsx';
import { nowMs, question } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import type { AlarmDraft } from './alarm-draft.ts';

const REST_MS = 350;
/** Periods that are looked back on: a line of so many points can still be read. */
const PERIODS = 336;

interface AlarmPreviewProps {
  readonly draft: AlarmDraft;
  readonly text: AlarmText;
  readonly onThreshold: (threshold: string) => void;
}

export function AlarmPreview({ draft, text, onThreshold }: AlarmPreviewProps) {
  const { metric, steps, tested, series, problem } = useBacktest(draft, text);
  if (problem) return <Failed problem={problem} />;
  // A bar that moves from hour to hour is no line.
  const unit = baselineUnit(text['baseline']);
  const ofBar = unit === '' ? metric : null;
  const alarm = statusOf(draft, ofBar);
  const rows = series.data?.rows ?? [];
  const spec = backtestSpec({ alarm, metric, rows, steps, tested: tested.data });
  return (
    <section class="editor-preview" aria-busy={tested.isStale || series.isStale}>
      <p role="status">{verdict(tested.data, steps)}</p>
      <div class="editor-chart">
        <TimeChart spec={spec} steps={steps} click="none" />
      </div>
      <Suggestions
        found={tested.data?.suggestions ?? []}
        metric={ofBar}
        unit={unit}
        onThreshold={onThreshold}
      />
    </section>
  );
}

/** Values of what the alarm watches, and when it would have stood over the same window. */
function useBacktest(draft: AlarmDraft, text: AlarmText) {
  const json = useRested(JSON.stringify({ ...text, name: draft.name || 'new' }));
  const [endMs] = useState(nowMs.value);
  const step = STEPS.find((one) => one === draft.period) ?? '1h';
  const metric = isMetric(draft.metric) ? draft.metric : 'contractedCost';
  const window = windowOf(step, endMs);
  const tested = useLoad(json, 0, (signal) => {
    return askAlarmTest(JSON.parse(json) as AlarmText, window, signal); // Written just now.
  });
  const { filter, groupBy } = draft;
  const asked = `${metric} ${filter} ${groupBy} ${step}`;
  const rested = useRested(asked);
  const series = useLoad(rested === asked ? asked : null, 0, (signal) => {
    const what = { metrics: [metric], filter, groupBy: groupBy.replaceAll(' ', '') };
    return askMetrics({ ...what, window, step, timeZone: 'UTC' }, signal);
  });
  const problem = tested.problem ?? series.problem;
  return { metric, steps: stepsOf(window, step), tested, series, problem };
}

function verdict(tested: AlarmTestReply | null, { startsMs, endMs }: Steps): string {
  if (tested === null) return 'Looking back…';
  const span = formatSpan((endMs - (startsMs[0] ?? endMs)) / 1000);
  const count = tested.spans.length;
  const times = count === 0 ? 'never' : formatPlural(count, 'time');
  return `Over the last ${span} it would have fired ${times}.`;
}

function Suggestions(props: {
  readonly found: readonly { readonly threshold: string; readonly spans: number }[];
  /** Null where the threshold is no value of the metric. */
  readonly metric: MetricKey | null;
  /** What the threshold counts then. */
  readonly unit: string;
  readonly onThreshold: (threshold: string) => void;
}) {
  if (props.found.length === 0) return null;
  return (
    <p class="threshold-choices">
      <span class="muted">By history:</span>
      {props.found.map(({ threshold, spans }) => (
        <button
          type="button"
          class="chip-button"
          key={threshold}
          onClick={() => props.onThreshold(threshold)}
        >
          {formatThreshold(props.metric, {
            threshold: Number(threshold),
            thresholdText: threshold,
          })}
          {props.unit} <span class="muted">{spans === 0 ? 'never' : `${spans}\u00d7`}</span>
        </button>
      ))}
    </p>
  );
}

/** The text once it has not changed for a moment. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

function windowOf(step: Step, nowAtMs: number): Window {
  const periodMs = stepMs(step) ?? 3_600_000;
  const endMs = Math.floor(nowAtMs / periodMs) * periodMs;
  const count = step === '1d' ? 60 : PERIODS;
  return { startMs: endMs - count * periodMs, endMs };
}

function stepsOf({ startMs, endMs }: Window, step: Step): Steps {
  const periodMs = stepMs(step) ?? 3_600_000;
  const count = Math.round((endMs - startMs) / periodMs);
  const startsMs = Array.from({ length: count }, (_, at) => startMs + at * periodMs);
  return { startsMs, endMs, step, timeZone: question.value.timeZone, completeToMs: endMs };
}

/** What the threshold of an alarm against its own past counts; '' for one without. */
function baselineUnit(baseline: unknown): string {
  if (typeof baseline !== 'object' || baseline === null) return '';
  const kind: unknown = Reflect.get(baseline, 'kind');
  return kind === 'change' ? ' %' : ' spreads';
}

/** The draft as an alarm that is there, for drawing its threshold. */
function statusOf(draft: AlarmDraft, metric: MetricKey | null): AlarmStatus {
  const threshold = Number(draft.threshold);
  const step = STEPS.find((one) => one === draft.period) ?? '1h';
  return {
    name: draft.name === '' ? 'threshold' : draft.name,
    kind: 'outcrop',
    metric,
    metricLabel: metric === null ? '' : METRICS[metric].label,
    filter: '',
    group: {},
    comparison: draft.comparison === '<' || draft.comparison === '<=' ? draft.comparison : '>',
    threshold: Number.isFinite(threshold) ? threshold : 0,
    thresholdText: Number.isFinite(threshold) ? draft.threshold : '0',
    condition: null,
    periodSeconds: (stepMs(step) ?? 3_600_000) / 1000,
    state: 'OK',
    since: null,
    reason: '',
    lastValue: null,
    datapoints: '1 of 1',
    severity: null,
    owner: '',
    runbook: '',
    origin: 'page',
    hush: null,
  };
}
