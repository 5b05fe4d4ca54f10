/** How fast each group is against the span before, and which models changed and when. */
import type { QueryReply } from '../../shared/contract.ts';
import { formatNameList } from '../../shared/name-list.ts';
import { isoTime } from '../../shared/window.ts';
import { shiftsTable, type Shift } from '../chart/shift-spec.ts';
import { SPEED_METRICS, speedTable } from '../chart/speed-spec.ts';
import { askMetrics } from '../api/ask.ts';
import { groupTerms } from '../format/group-key.ts';
import { Card } from '../part/card.tsx';
import { LinkedTable } from '../part/linked-table.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { withTerm, withTerms } from '../state/filter-edit.ts';
import { isComparable } from '../state/overview-data.ts';
import { pollCount, status } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import type { OverviewFrame } from './overview-frame.ts';

export function SpeedCard({ frame }: { readonly frame: OverviewFrame }) {
  const { scope, dimensions } = frame;
  const { filter, window, previous, timeZone } = scope;
  const ready = pollCount.value === 0 ? null : [frame.key, ...dimensions].join('\n');
  const compares = isComparable(scope, status.value?.dataFrom ?? null);
  const load = useLoad(ready, pollCount.value, async (signal) => {
    const common = { metrics: SPEED_METRICS, filter, timeZone, step: 'all' } as const;
    const groupBy = formatNameList(dimensions);
    const [now, before, totalNow, totalBefore] = await Promise.all([
      askMetrics({ ...common, window, groupBy }, signal),
      compares ? askMetrics({ ...common, window: previous, groupBy }, signal) : null,
      askMetrics({ ...common, window, groupBy: '' }, signal),
      compares ? askMetrics({ ...common, window: previous, groupBy: '' }, signal) : null,
    ]);
    return speedTable({
      now: now.rows,
      before: before?.rows ?? [],
      total: { now: totalNow.rows[0] ?? null, before: totalBefore?.rows[0] ?? null },
      dimensions,
    });
  });
  const table = load.data;
  const by = dimensions.join(' and ');
  return (
    <Card
      title={`Speed by ${by}`}
      unit={unitOf(compares, scope.words.before, table?.slowest ?? null)}
      class="span-12 card-table"
      isLoading={!table}
      isStale={load.isStale}
      problem={load.problem}
      empty={table?.rows.length === 0 ? 'No invocation was logged in this range.' : null}
      table={table}
      isTable
    >
      {table && (
        <LinkedTable
          table={table}
          caption={`Speed by ${by}`}
          nameOf={(label, row) => {
            const key = table.keys[row] ?? null;
            if (key === null) return label;
            const narrowed = withTerms(filter, groupTerms(key, dimensions));
            return (
              <QuestionLink
                to={{ view: 'invocations', filter: narrowed, order: 'latency' }}
                title={`The slowest calls of ${label}`}
              >
                {label}
              </QuestionLink>
            );
          }}
        />
      )}
    </Card>
  );
}

function unitOf(
  compares: boolean,
  before: string,
  slowest: { readonly label: string; readonly change: string } | null,
): string {
  if (!compares) return `the data do not reach back over ${before}`;
  const most = slowest === null ? '' : `; ${slowest.label} slowed most, ${slowest.change}`;
  return `against ${before}${most}`;
}

interface ShiftsProps {
  readonly frame: OverviewFrame;
  readonly load: Load<QueryReply>;
  readonly shifts: readonly Shift[];
}

export function ShiftsCard({ frame, load, shifts }: ShiftsProps) {
  const table = shiftsTable(shifts, 'model', frame.steps);
  const { filter, window } = frame.scope;
  const only = (row: number): string => {
    const values = [shifts[row]?.name ?? ''];
    return withTerm(filter, { dimension: 'model', negated: false, values });
  };
  return (
    <Card
      title="Slower or faster"
      unit="median latency by model, before and after its largest shift"
      class="span-6 card-list"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={shifts.length === 0 ? 'No model changed by a tenth or more in this range.' : null}
      table={load.data ? table : null}
      isTable
    >
      <LinkedTable
        table={table}
        caption="Slower or faster"
        nameOf={(label, row) => (
          <QuestionLink to={{ filter: only(row) }} title={`${label} alone, over this range`}>
            {label}
          </QuestionLink>
        )}
        cellOf={(text, { row, column }) => {
          const sinceMs = frame.steps.startsMs[shifts[row]?.sinceIndex ?? -1];
          if (column !== SINCE_COLUMN || sinceMs === undefined) return text;
          const range = { from: isoTime(sinceMs), to: isoTime(window.endMs) };
          return (
            <QuestionLink
              to={{ ...range, view: 'invocations', filter: only(row), order: 'latency' }}
              title="The slowest calls since then"
            >
              {text}
            </QuestionLink>
          );
        }}
      />
    </Card>
  );
}

const SINCE_COLUMN = 4; // As shiftsTable lays it out.
