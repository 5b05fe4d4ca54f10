/** What the prompt cache saved, and what filling it cost, by the chosen dimension. */
import { cacheTable, usesCache } from '../chart/cache-spec.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { loadCache, type Totals } from '../state/overview-data.ts';
import { pollCount } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import type { OverviewFrame } from './overview-frame.ts';

/** The whole and the nine that saved most; the CSV holds all. */
const ROWS_SHOWN = 10;

interface CacheCardProps {
  readonly frame: OverviewFrame;
  readonly totals: Load<Totals>;
}

export function CacheCard({ frame, totals }: CacheCardProps) {
  const dimension = frame.scope.groupBy;
  const ready = pollCount.value === 0 ? null : frame.key;
  const load = useLoad(ready, pollCount.value, (signal) => loadCache(frame.scope, signal));
  const total = totals.data?.now ?? {};
  const table = cacheTable(load.data ?? [], total, dimension);
  const isLoading = !load.data || !totals.data;
  return (
    <Card
      title="Prompt cache"
      unit="US dollars by list prices, against reading all input fresh"
      class="span-12 card-list"
      isLoading={isLoading}
      isStale={load.isStale}
      problem={load.problem}
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
