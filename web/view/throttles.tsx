/** Throttles and errors: who was refused and why, and the load that led to it. */
import type { ComponentChildren } from 'preact';
import type { QueryRow } from '../../shared/contract.ts';
import { askMetrics } from '../api/ask.ts';
import { formatCount, formatRatio } from '../format/number.ts';
import { Failed } from '../part/card.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { withTerm } from '../state/filter-edit.ts';
import { pollCount, question, scope } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { MetricCard } from './metric-card.tsx';
import { frameOf, type OverviewFrame } from './overview-frame.ts';

export function ThrottlesView() {
  const asked = scope.value;
  if (!asked.ok) {
    return (
      <Failed problem={{ message: asked.problem, hint: 'Choose a range in the bar above.' }} />
    );
  }
  return <Throttles frame={frameOf(asked.value)} />;
}

const TOTALS = ['invocations', 'throttles', 'throttleRatio', 'errors', 'errorRatio'] as const;

function Throttles({ frame }: { readonly frame: OverviewFrame }) {
  const { filter, window, timeZone } = frame.scope;
  const ready = pollCount.value === 0 ? null : frame.key;
  const totals = useLoad(ready, pollCount.value, (signal) =>
    askMetrics({ metrics: TOTALS, filter, window, timeZone, groupBy: '', step: 'all' }, signal),
  );
  // CloudWatch knows models, and neither tenants nor tags.
  const byModel = { ...frame, scope: { ...frame.scope, groupBy: 'model' as const } };
  return (
    <>
      <header class="answer">
        <h1>
          <Answer total={totals.data?.rows[0] ?? null} words={frame.scope.words.now} />
        </h1>
        <TrustBadge />
      </header>
      <div class="grid">
        <MetricCard
          frame={frame}
          metric="throttles"
          compares
          empty="No logged call was throttled in this range."
        />
        <MetricCard
          frame={frame}
          metric="clientErrors"
          class="span-6"
          empty="No call was refused with a client error in this range."
        />
        <MetricCard
          frame={frame}
          metric="serverErrors"
          class="span-6"
          empty="No call failed with a server error in this range."
        />
        <MetricCard
          frame={byModel}
          metric="cloudWatchTokensPerMinuteMax"
          look="lines"
          class="span-6"
          empty="CloudWatch told no use of token quotas for this range and filter."
        />
        <MetricCard
          frame={byModel}
          metric="cloudWatchThrottles"
          class="span-6"
          empty="CloudWatch counted no throttle for this range and filter."
        />
        <MetricCard
          frame={frame}
          metric="invocations"
          class="span-12"
          empty="No invocation was logged in this range."
        />
      </div>
    </>
  );
}

function Answer({ total, words }: { readonly total: QueryRow | null; readonly words: string }) {
  const { throttles, throttleRatio, errors, errorRatio } = total?.values ?? {};
  if (typeof throttles !== 'number' || typeof errors !== 'number') return <>Throttles</>;
  const share = (ratio: unknown): string =>
    typeof ratio === 'number' ? ` (${formatRatio(ratio)})` : '';
  return (
    <>
      <StatusLink statuses={['throttled']}>{formatCount(throttles)} throttles</StatusLink>
      {share(throttleRatio)} and{' '}
      <StatusLink statuses={['clientError', 'serverError']}>
        {formatCount(errors)} errors
      </StatusLink>
      {share(errorRatio)} {words}.
    </>
  );
}

function StatusLink(props: {
  readonly statuses: readonly string[];
  readonly children: ComponentChildren;
}) {
  const term = { dimension: 'status', negated: false, values: props.statuses } as const;
  const filter = withTerm(question.value.filter, term);
  return <QuestionLink to={{ view: 'invocations', filter }}>{props.children}</QuestionLink>;
}
