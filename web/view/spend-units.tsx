/** Unit costs by group; each name leads to its calls. */
import { formatNameList } from '../../shared/name-list.ts';
import { UNIT_COST_METRICS, unitCostTable } from '../chart/unit-cost-spec.ts';
import { askMetrics } from '../api/ask.ts';
import { groupTerms } from '../format/group-key.ts';
import { Card } from '../part/card.tsx';
import { LinkedTable } from '../part/linked-table.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { withTerms } from '../state/filter-edit.ts';
import { pollCount } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import type { OverviewFrame } from './overview-frame.ts';

export function UnitCostCard({ frame }: { readonly frame: OverviewFrame }) {
  const { dimensions } = frame;
  const { filter, window, timeZone } = frame.scope;
  const ready = pollCount.value === 0 ? null : [frame.key, ...dimensions].join('\n');
  const load = useLoad(ready, pollCount.value, async (signal) => {
    const ask = { metrics: UNIT_COST_METRICS, filter, window, timeZone, step: 'all' } as const;
    const [all, groups] = await Promise.all([
      askMetrics({ ...ask, groupBy: '' }, signal),
      askMetrics({ ...ask, groupBy: formatNameList(dimensions) }, signal),
    ]);
    return unitCostTable(all.rows[0] ?? null, groups.rows, dimensions);
  });
  const table = load.data;
  return (
    <Card
      title="What a unit costs"
      unit={`by ${dimensions.join(' and ')}, US dollars`}
      class="span-12 card-table"
      isLoading={!table}
      isStale={load.isStale}
      problem={load.problem}
      empty={table?.rows.length === 0 ? 'Nothing was used in this range.' : null}
      table={table}
      isTable
    >
      {table && (
        <LinkedTable
          table={table}
          caption="What a unit costs"
          nameOf={(label, row) => (
            <CallsLink frame={frame} label={label} value={table.names[row] ?? null} />
          )}
        />
      )}
    </Card>
  );
}

function CallsLink(props: {
  readonly frame: OverviewFrame;
  readonly label: string;
  readonly value: string | null;
}) {
  const { frame, label, value } = props;
  if (value === null) return <>{label}</>;
  const narrowed = withTerms(frame.scope.filter, groupTerms(value, frame.dimensions));
  return (
    <QuestionLink to={{ view: 'invocations', filter: narrowed }} title={`The calls of ${label}`}>
      {label}
    </QuestionLink>
  );
}
