/** How two layers of the price book differ, or two days of it, and what that makes in money. */
import { useState } from 'preact/hooks';
import type { PriceDiffReply } from '../../shared/prices.ts';
import { DAY_MS, type Window } from '../../shared/window.ts';
import { askPriceDiff, type PriceComparison } from '../api/ask-prices.ts';
import type { DataTable } from '../format/csv.ts';
import { UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { nowMs, pollCount } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';

const CHOICES = [
  ['own', 'Your file against the list'],
  ['priceList', 'AWS Price List against the bundled'],
  ['30', 'Today against 30 days ago'],
  ['90', 'Today against 90 days ago'],
  ['365', 'Today against a year ago'],
] as const;
type Choice = (typeof CHOICES)[number][0];

export function PriceDiffCard({ window }: { readonly window: Window }) {
  const [choice, setChoice] = useState<Choice>('30');
  const load = useLoad(choice, pollCount.value, (signal) => {
    return askPriceDiff(comparisonOf(choice), window, signal);
  });
  const table = tableOf(load.data?.differences ?? []);
  return (
    <Card
      title="Differences"
      unit={load.data ? wordsOf(load.data) : ''}
      class="span-12 card-list"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={load.data?.total === 0 ? 'Both sides say the same.' : null}
      table={table}
      isTable
      actions={
        <select
          class="card-select"
          aria-label="What is compared"
          value={choice}
          onChange={({ currentTarget: { value } }) => {
            setChoice(CHOICES.find(([key]) => key === value)?.[0] ?? '30');
          }}
        >
          {CHOICES.map(([key, text]) => (
            <option value={key} key={key}>
              {text}
            </option>
          ))}
        </select>
      }
    >
      <DataTableView table={table} caption="Differences of prices" />
    </Card>
  );
}

function comparisonOf(choice: Choice): PriceComparison {
  if (choice === 'own' || choice === 'priceList') return choice;
  return { beforeMs: nowMs.value - Number(choice) * DAY_MS };
}

function wordsOf({ total, cost }: PriceDiffReply): string {
  const rates = `${formatPlural(total, 'rate')} differ${total === 1 ? 's' : ''}`;
  const difference = cost && attoOf(cost.total.difference);
  if (difference === null) return rates;
  const sign = difference < 0n ? 'less' : 'more';
  const amount = formatUsd(difference < 0n ? -difference : difference);
  return `${rates}: ${amount} ${sign} for the usage of this range`;
}

function tableOf(differences: PriceDiffReply['differences']): DataTable {
  return {
    columns: [
      { label: 'Model', isNumber: false },
      { label: 'Usage', isNumber: false },
      { label: 'Region', isNumber: false },
      { label: 'Before', isNumber: true },
      { label: 'After', isNumber: true },
      { label: 'Per', isNumber: true },
      { label: 'Of before', isNumber: true },
    ],
    rows: differences.map((one) => [
      one.model,
      `${one.dimension.replaceAll('_', ' ')} ${one.kind}`.trim(),
      one.region === '*' ? 'all' : one.region,
      one.before ?? 'none',
      one.after ?? 'none',
      formatCount(one.per),
      one.percent === null ? UNKNOWN : `${one.percent} %`,
    ]),
  };
}
