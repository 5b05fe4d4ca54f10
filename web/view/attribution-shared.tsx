/** Shared cost: what each tenant pays itself, and its parts of what several share. */
import type { SharedCostReply } from '../../shared/shared-cost.ts';
import type { Window } from '../../shared/window.ts';
import { askSharedCost } from '../api/ask-attribution.ts';
import { UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd, sumAtto } from '../format/money.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { pollCount } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';

/** Shown only where the config has rules: elsewhere every cost is direct. */
export function SharedCostCard({ window, askKey }: { window: Window; askKey: string | null }) {
  const load = useLoad(askKey, pollCount.value, (signal) => askSharedCost(window, signal));
  if (!load.data || load.data.rules.length === 0) return null;
  const table = tableOf(load.data);
  return (
    <Card
      title="Shared cost"
      unit={load.data.rules.map(({ from, method }) => `${from} ${WORDS[method]}`).join('; ')}
      class="span-12 card-list"
      isLoading={false}
      isStale={load.isStale}
      problem={load.problem}
      empty={table.rows.length === 0 ? 'Nothing cost anything in this range.' : null}
      table={table}
      isTable
    >
      <DataTableView table={table} caption="Shared cost" />
    </Card>
  );
}

const WORDS = { usage: 'by usage', evenly: 'evenly', fixed: 'by weights' } as const;

function tableOf({ rows }: SharedCostReply) {
  return {
    columns: [
      { label: 'Tenant', isNumber: false },
      { label: 'Direct', isNumber: true },
      { label: 'Allocated', isNumber: true },
      { label: 'Pays', isNumber: true },
      { label: 'By', isNumber: false },
    ],
    rows: rows.map(({ tenant, direct, allocated, allocations }) => [
      tenant,
      usd(direct),
      usd(allocated),
      formatUsd(sumAtto([attoOf(direct), attoOf(allocated)])),
      allocations.map(({ rule, cost }) => `${rule} ${usd(cost)}`).join(', '),
    ]),
  };
}

function usd(text: string): string {
  const attoUsd = attoOf(text);
  return attoUsd === null ? UNKNOWN : formatUsd(attoUsd);
}
