/** The month at hand, day by day, with what is expected until its end. */
import type { MonthEnd } from '../chart/month-spec.ts';
import { formatUsdShort } from '../format/money.ts';
import { Card } from '../part/card.tsx';
import { TimeChart } from '../part/time-chart.tsx';
import type { Load } from '../state/use-load.ts';

export function MonthCard({ month }: { readonly month: Load<MonthEnd> }) {
  const { data } = month;
  return (
    <Card
      title="This month"
      unit={data ? unitOf(data) : ''}
      class="span-6 card-tall"
      isLoading={!data}
      isStale={month.isStale}
      problem={month.problem}
      empty={data?.spec.isEmpty ? 'Nothing was spent this month yet.' : null}
      table={data?.spec.table ?? null}
    >
      {data && <TimeChart spec={data.spec} steps={data.steps} />}
    </Card>
  );
}

function unitOf({ spentAttoUsd, forecastAttoUsd }: MonthEnd): string {
  const spent = `${formatUsdShort(spentAttoUsd)} so far`;
  if (forecastAttoUsd === null) return `${spent}; a forecast needs three whole days`;
  return `${spent}, ${formatUsdShort(forecastAttoUsd)} expected by the weekdays before`;
}
