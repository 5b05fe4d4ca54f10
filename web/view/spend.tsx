/** Spend: any metric by any group, the month's end, unit costs, and what would cost less. */
import { METRIC_KEYS, METRICS, type MetricKey } from '../../shared/metrics.ts';
import { formatUsd, attoOf, formatUsdShort } from '../format/money.ts';
import { Failed } from '../part/card.tsx';
import { ThenBySelect } from '../part/group-select.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { isComparable, loadTotals, type Totals } from '../state/overview-data.ts';
import { LOOKS } from '../state/question.ts';
import { navigate, nowMs, pollCount, question, scope, status } from '../state/store.ts';
import type { Scope } from '../state/scope.ts';
import { usePriceChanges } from '../state/use-price-changes.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import { monthAt, monthEnd, type MonthEnd } from '../chart/month-spec.ts';
import { askMetrics } from '../api/ask.ts';
import { approximateUsd } from '../../shared/money.ts';
import { formatChange } from '../format/number.ts';
import { MetricCard } from './metric-card.tsx';
import { frameOf, type OverviewFrame } from './overview-frame.ts';
import { MonthCard } from './spend-month.tsx';
import { UnitCostCard } from './spend-units.tsx';
import { WhatIfCard } from './spend-what-if.tsx';

export function SpendView() {
  const asked = scope.value;
  if (!asked.ok) {
    return (
      <Failed problem={{ message: asked.problem, hint: 'Choose a range in the bar above.' }} />
    );
  }
  return <Spend shown={asked.value} />;
}

function Spend({ shown }: { readonly shown: Scope }) {
  const frame = frameOf(shown, usePriceChanges(shown));
  const { metric, look } = question.value;
  const ready = pollCount.value === 0 ? null : frame.key;
  const compares = isComparable(frame.scope, status.value?.dataFrom ?? null);
  const totals = useLoad(ready, pollCount.value, (signal) => {
    return loadTotals(frame.scope, compares, signal);
  });
  const month = useMonth(frame);
  return (
    <>
      <header class="answer">
        <h1>
          {totals.data ? <Answer totals={totals.data} frame={frame} month={month} /> : 'Spend'}
        </h1>
        <TrustBadge />
      </header>
      <div class="grid">
        <MetricCard
          frame={frame}
          metric={metric}
          look={look}
          dimensions={frame.dimensions}
          compares
          empty={`${METRICS[metric].label}: nothing was counted in this range.`}
          actions={<Choices />}
        />
        <UnitCostCard frame={frame} />
        <MonthCard month={month} />
        <WhatIfCard frame={frame} />
      </div>
    </>
  );
}

function Answer(props: {
  readonly totals: Totals;
  readonly frame: OverviewFrame;
  readonly month: Load<MonthEnd>;
}) {
  const { totals, frame, month } = props;
  const now = attoOf(totals.now.cost);
  const before = attoOf(totals.before?.cost);
  const { words } = frame.scope;
  if (now === null) return <>No cost is known {words.now}.</>;
  const change = before === null ? null : formatChange(approximateUsd(now), approximateUsd(before));
  const end = month.data?.forecastAttoUsd ?? null;
  return (
    <>
      <b title={formatUsd(now)}>{formatUsdShort(now)}</b> {words.now}
      {change && `, ${change} against ${words.before}`}
      {end !== null && `; this month comes to ${formatUsdShort(end)} at the pace of its weekdays`}.
    </>
  );
}

/** The month at hand under the same filter; its days are those of the reporting zone. */
function useMonth({ scope: { filter, timeZone } }: OverviewFrame): Load<MonthEnd> {
  const month = monthAt(nowMs.value, timeZone);
  const completeTo = status.value?.completeTo ?? null;
  const key = [filter, timeZone, month.window.startMs].join('\n');
  return useLoad(pollCount.value === 0 ? null : key, pollCount.value, async (signal) => {
    const { rows } = await askMetrics(
      { metrics: ['cost'], filter, groupBy: '', window: month.asked, step: '1d', timeZone },
      signal,
    );
    const toMs = completeTo === null ? nowMs.value : Date.parse(completeTo);
    return monthEnd({ month, rows, toMs, timeZone });
  });
}

function Choices() {
  const { metric, look } = question.value;
  return (
    <>
      <ThenBySelect />
      <select
        class="card-select"
        aria-label="Metric"
        value={metric}
        onChange={({ currentTarget: { value } }) => {
          navigate({ metric: METRIC_KEYS.find((key) => key === value) ?? 'cost' });
        }}
      >
        {METRIC_KEYS.map((key: MetricKey) => (
          <option value={key} key={key}>
            {METRICS[key].label}
          </option>
        ))}
      </select>
      <select
        class="card-select"
        aria-label="Look"
        value={look}
        onChange={({ currentTarget: { value } }) => {
          navigate({ look: LOOKS.find((one) => one === value) ?? 'bars' });
        }}
      >
        {LOOKS.map((one) => (
          <option value={one} key={one}>
            {LOOK_WORDS[one]}
          </option>
        ))}
      </select>
    </>
  );
}

const LOOK_WORDS = { bars: 'Stacked', lines: 'Lines', table: 'Table' } as const;
