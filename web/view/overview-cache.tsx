/** What the prompt cache saved, and what filling it cost, by the chosen dimension. */
import { cacheTable, usesCache } from '../chart/cache-spec.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import type { Groups, Totals } from '../state/overview-data.ts';
import type { Load } from '../state/use-load.ts';
import type { OverviewFrame } from './overview-frame.ts';

/** The whole and the nine that saved most; the CSV holds all. */
const ROWS_SHOWN = 10;

interface CacheCardProps {
  readonly frame: OverviewFrame;
  readonly totals: Load<Totals>;
  readonly groups: Load<Groups>;
}

export function CacheCard({ frame, totals, groups }: CacheCardProps) {
  const dimension = groups.data?.dimension ?? frame.scope.groupBy;
  const total = totals.data?.now ?? {};
  const table = cacheTable(groups.data?.now ?? [], total, dimension);
  const isLoading = !groups.data || !totals.data;
  return (
    <Card
      title="Prompt cache"
      unit="US dollars by list prices, against reading all input fresh"
      class="span-12 card-list"
      isLoading={isLoading}
      isStale={groups.isStale}
      problem={groups.problem}
      empty={usesCache(total) ? null : 'No call used the prompt cache in this range.'}
      table={isLoading ? null : table}
      isTable
    >
      <DataTableView
        table={{ ...table, rows: table.rows.slice(0, ROWS_SHOWN) }}
        caption="Prompt cache"
      />
    </Card>
  );
}
