/** Performance: how long calls take, to the first token and the last, and what got slower. */
import type { QueryReply, QueryRow } from '../../shared/contract.ts';
import { heatSpec, HEAT_METRICS } from '../chart/heat-spec.ts';
import { latencySpec } from '../chart/latency-spec.ts';
import { shiftsOf, type Shift } from '../chart/shift-spec.ts';
import { stepLabels } from '../chart/steps.ts';
import { formatChange, formatDurationMs } from '../format/number.ts';
import { sentenceName } from '../format/sentence-name.ts';
import { askMetrics } from '../api/ask.ts';
import { Card, Failed } from '../part/card.tsx';
import { HeatMap } from '../part/heat-map.tsx';
import { TimeChart } from '../part/time-chart.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { pollCount, scope } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import { MetricCard } from './metric-card.tsx';
import { marked } from './marked.ts';
import { frameOf, type OverviewFrame } from './overview-frame.ts';
import { ShiftsCard, SpeedCard } from './performance-groups.tsx';

export function PerformanceView() {
  const asked = scope.value;
  if (!asked.ok) {
    return (
      <Failed problem={{ message: asked.problem, hint: 'Choose a range in the bar above.' }} />
    );
  }
  return <Performance frame={frameOf(asked.value)} />;
}

const COURSE = [
  'latencyP50',
  'latencyP90',
  'latencyP99',
  'firstTokenP50',
  'firstTokenP90',
  'firstTokenP99',
  ...HEAT_METRICS,
] as const;

const NO_CALL = 'No invocation with a latency was logged in this range.';

function Performance({ frame }: { readonly frame: OverviewFrame }) {
  const { filter, window, step, timeZone } = frame.scope;
  const ready = pollCount.value === 0 ? null : frame.key;
  const ask = { filter, window, timeZone } as const;
  const course = useLoad(ready, pollCount.value, (signal) =>
    askMetrics({ ...ask, metrics: COURSE, groupBy: '', step }, signal),
  );
  const whole = useLoad(ready, pollCount.value, (signal) =>
    askMetrics({ ...ask, metrics: COURSE, groupBy: '', step: 'all' }, signal),
  );
  const models = useLoad(ready, pollCount.value, (signal) => {
    const metrics = ['latencyP50', 'invocations'] as const;
    return askMetrics({ ...ask, metrics, groupBy: 'model', step }, signal);
  });
  const shifts = models.data ? shiftsOf(models.data.rows, 'model', frame.steps) : [];
  return (
    <>
      <header class="answer">
        <h1>
          <Answer total={whole.data?.rows[0] ?? null} slower={shifts[0] ?? null} frame={frame} />
        </h1>
        <TrustBadge />
      </header>
      <div class="grid">
        <PercentilesCard frame={frame} load={course} of="latency" />
        <PercentilesCard frame={frame} load={course} of="firstToken" />
        <HeatCard frame={frame} load={course} />
        <ShiftsCard frame={frame} load={models} shifts={shifts} />
        <SpeedCard frame={frame} />
        <MetricCard frame={frame} metric="latencyP99" look="lines" empty={NO_CALL} />
        <MetricCard
          frame={frame}
          metric="firstTokenP50"
          look="lines"
          class="span-6"
          empty="No streamed call told its time to first token in this range."
        />
        <MetricCard
          frame={frame}
          metric="outputTokensPerSecond"
          look="lines"
          class="span-6"
          empty="No call wrote tokens in this range."
        />
      </div>
    </>
  );
}

function Answer(props: {
  readonly total: QueryRow | null;
  readonly slower: Shift | null;
  readonly frame: OverviewFrame;
}) {
  const { total, slower, frame } = props;
  const [p50, p99] = [total?.values.latencyP50, total?.values.latencyP99];
  if (typeof p50 !== 'number' || typeof p99 !== 'number') return <>Performance</>;
  return (
    <>
      <b>{formatDurationMs(p50)}</b> for half of all calls {frame.scope.words.now}, 99 % within{' '}
      <b>{formatDurationMs(p99)}</b>
      {slower && slower.afterMs > slower.beforeMs && <SlowerWords slower={slower} frame={frame} />}.
    </>
  );
}

function SlowerWords(props: { readonly slower: Shift; readonly frame: OverviewFrame }) {
  const { slower, frame } = props;
  const change = (formatChange(slower.afterMs, slower.beforeMs) ?? '').replace('+', '');
  const since = stepLabels(frame.steps)[slower.sinceIndex] ?? '';
  return (
    <>
      ; {sentenceName(slower.name)} is {change} slower since {since}
    </>
  );
}

function PercentilesCard(props: {
  readonly frame: OverviewFrame;
  readonly load: Load<QueryReply>;
  readonly of: 'latency' | 'firstToken';
}) {
  const { frame, load, of } = props;
  const bare = latencySpec({
    steps: frame.steps,
    rows: load.data?.rows ?? [],
    alarms: frame.alarms,
    filter: frame.scope.filter,
    of,
  });
  const spec = marked(bare, frame, [`${of}P50`, `${of}P90`, `${of}P99`]);
  const isFirst = of === 'firstToken';
  return (
    <Card
      title={isFirst ? 'Time to first token' : 'Latency'}
      unit={isFirst ? 'of streamed calls' : 'to the last byte'}
      class="span-6"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={
        spec.isEmpty
          ? isFirst
            ? 'No call told its time to first token: only CloudWatch or streams know it.'
            : NO_CALL
          : null
      }
      table={load.data ? spec.table : null}
    >
      <TimeChart spec={spec} steps={frame.steps} order="latency" />
    </Card>
  );
}

interface LoadProps {
  readonly frame: OverviewFrame;
  readonly load: Load<QueryReply>;
}

function HeatCard({ frame, load }: LoadProps) {
  const spec = heatSpec(load.data?.rows ?? [], frame.steps);
  return (
    <Card
      title="How latencies lie"
      unit="share of the calls of each step"
      class="span-6"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={spec.isEmpty ? NO_CALL : null}
      table={load.data ? spec.table : null}
    >
      <HeatMap spec={spec} steps={frame.steps} />
    </Card>
  );
}
