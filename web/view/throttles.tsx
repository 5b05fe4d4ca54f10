/** Throttles and errors: who was refused and why, and the load that led to it. */
import type { ComponentChildren } from 'preact';
import type { QueryRow } from '../../shared/contract.ts';
import { formatNameList } from '../../shared/name-list.ts';
import { askMetrics } from '../api/ask.ts';
import { groupKey, groupLabel } from '../format/group-key.ts';
import { sentenceName } from '../format/sentence-name.ts';
import { formatCount, formatRatio } from '../format/number.ts';
import { Failed } from '../part/card.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { withTerm } from '../state/filter-edit.ts';
import { may } from '../state/session.ts';
import { pollCount, question, scope } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { MetricCard } from './metric-card.tsx';
import { frameOf, type OverviewFrame } from './overview-frame.ts';
import { QuotaCards } from './throttle-quotas.tsx';

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
  const most = useMostThrottled(frame);
  // CloudWatch knows models, and neither tenants nor tags.
  const byModel = { ...frame, scope: { ...frame.scope, groupBy: 'model' as const } };
  return (
    <>
      <header class="answer">
        <h1>
          <Answer total={totals.data?.rows[0] ?? null} most={most} words={frame.scope.words.now} />
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
        {may('whole') && <QuotaCards frame={frame} byModel={byModel} />}
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

/** The group that most throttles fell on, and how many did; null where there was none. */
function useMostThrottled({ scope: asked, key }: OverviewFrame): Most | null {
  const { filter, window, timeZone, groupBy } = asked;
  const load = useLoad(pollCount.value === 0 ? null : key, pollCount.value, (signal) => {
    const ask = { filter, window, timeZone, metrics: ['throttles'], step: 'all' } as const;
    return askMetrics({ ...ask, groupBy: formatNameList([groupBy]) }, signal);
  });
  const rows = (load.data?.rows ?? []).map((row) => ({
    name: groupLabel(groupKey(row, [groupBy])),
    throttles: Number(row.values.throttles ?? 0),
  }));
  const [first] = rows.sort((a, b) => b.throttles - a.throttles);
  return first && first.throttles > 0 ? first : null;
}

interface Most {
  readonly name: string;
  readonly throttles: number;
}

function Answer(props: {
  readonly total: QueryRow | null;
  readonly most: Most | null;
  readonly words: string;
}) {
  const { total, most, words } = props;
  const { throttles, throttleRatio, errors, errorRatio } = total?.values ?? {};
  if (typeof throttles !== 'number' || typeof errors !== 'number') return <>Throttles</>;
  const share = (ratio: unknown): string =>
    typeof ratio === 'number' ? ` (${formatRatio(ratio)})` : '';
  return (
    <>
      <StatusLink statuses={['throttled']}>{formatCount(throttles)} throttles</StatusLink>
      {share(throttleRatio)}
      {most &&
        throttles > 0 &&
        `, ${formatRatio(most.throttles / throttles)} of them ${sentenceName(most.name)},`}{' '}
      and{' '}
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
