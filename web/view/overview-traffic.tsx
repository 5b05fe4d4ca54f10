/** How fast, how well and how much: latency, throttles and errors, invocations, tokens. */
import type { QueryReply } from '../../shared/contract.ts';
import { countSpec, type CountInput } from '../chart/count-spec.ts';
import { latencySpec } from '../chart/latency-spec.ts';
import type { Steps } from '../chart/steps.ts';
import { Card } from '../part/card.tsx';
import { TimeChart } from '../part/time-chart.tsx';
import type { Load } from '../state/use-load.ts';
import { marked } from './marked.ts';
import type { OverviewFrame } from './overview-frame.ts';

const STEP_WORDS = new Map([
  ['1m', 'per minute'],
  ['5m', 'per 5 minutes'],
  ['15m', 'per 15 minutes'],
  ['1h', 'per hour'],
  ['1d', 'per day'],
]);

/** The step in words, for the unit of a chart; '' for the whole window. */
export function stepUnit({ step }: Steps): string {
  return STEP_WORDS.get(step) ?? '';
}

type CountChart = Pick<CountInput, 'metrics' | 'watched' | 'unit' | 'none'> & {
  readonly title: string;
  readonly word: string;
};

const TROUBLE: CountChart = {
  title: 'Throttles and errors',
  word: 'calls',
  unit: 'count',
  metrics: [
    { metric: 'throttles', status: 'throttled', colour: 'series-2' },
    { metric: 'clientErrors', status: 'clientError', colour: 'series-8' },
    { metric: 'serverErrors', status: 'serverError', colour: 'series-6' },
  ],
  watched: [
    'throttles',
    'errors',
    'clientErrors',
    'serverErrors',
    'cloudWatchThrottles',
    'cloudWatchClientErrors',
    'cloudWatchServerErrors',
  ],
  none: 'No call was throttled and none failed in this range.',
};

const INVOCATIONS: CountChart = {
  title: 'Invocations',
  word: 'calls',
  unit: 'count',
  metrics: [{ metric: 'invocations', colour: 'percentile-2' }],
  watched: ['invocations', 'acceptedInvocations', 'cloudWatchInvocations'],
  none: 'No invocation was logged in this range.',
};

const TOKENS: CountChart = {
  title: 'Tokens',
  word: 'tokens',
  unit: 'tokens',
  metrics: [
    { metric: 'inputTokens', colour: 'series-1' },
    { metric: 'cacheReadTokens', colour: 'series-5' },
    { metric: 'cacheWriteTokens', colour: 'series-4' },
    { metric: 'outputTokens', colour: 'series-3' },
  ],
  watched: ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'],
  none: 'No tokens were counted in this range.',
};

interface TrafficProps {
  readonly frame: OverviewFrame;
  readonly series: Load<QueryReply>;
}

export function TrafficCards(props: TrafficProps) {
  return (
    <>
      <LatencyCard {...props} />
      <CountCard {...props} chart={TROUBLE} />
      <CountCard {...props} chart={INVOCATIONS} />
      <CountCard {...props} chart={TOKENS} />
    </>
  );
}

function LatencyCard({ frame, series }: TrafficProps) {
  const bare = latencySpec({
    steps: frame.steps,
    rows: series.data?.rows ?? [],
    alarms: frame.alarms,
    filter: frame.scope.filter,
  });
  const spec = marked(bare, frame, ['latencyP50', 'latencyP90', 'latencyP99']);
  return (
    <Card
      title="Latency"
      unit="to the last byte"
      class="span-6"
      isLoading={!series.data}
      isStale={series.isStale}
      problem={series.problem}
      empty={spec.isEmpty ? 'No invocation with a latency was logged in this range.' : null}
      table={series.data ? spec.table : null}
    >
      <TimeChart spec={spec} steps={frame.steps} order="latency" />
    </Card>
  );
}

function CountCard({ frame, series, chart }: TrafficProps & { readonly chart: CountChart }) {
  const bare = countSpec({
    ...chart,
    steps: frame.steps,
    rows: series.data?.rows ?? [],
    alarms: frame.alarms,
    filter: frame.scope.filter,
  });
  const spec = marked(bare, frame, chart.watched);
  return (
    <Card
      title={chart.title}
      unit={`${chart.word} ${stepUnit(frame.steps)}`}
      class="span-6"
      isLoading={!series.data}
      isStale={series.isStale}
      problem={series.problem}
      empty={spec.isEmpty ? chart.none : null}
      table={series.data ? spec.table : null}
    >
      <TimeChart spec={spec} steps={frame.steps} />
    </Card>
  );
}
