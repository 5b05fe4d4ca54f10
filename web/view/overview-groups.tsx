/** Spend by the chosen dimension: over time, what moved, and the table of all groups. */
import type { QueryReply } from '../../shared/contract.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import { groupLines, groupsTable } from '../chart/groups-spec.ts';
import { movers, moversTable } from '../chart/ranking-spec.ts';
import { shownNames, spendSpec } from '../chart/spend-spec.ts';
import { Card } from '../part/card.tsx';
import { GroupsTable } from '../part/groups-table.tsx';
import { MoverList } from '../part/mover-list.tsx';
import { TimeChart } from '../part/time-chart.tsx';
import { slotsFor } from '../state/memory.ts';
import { nameOf, type Groups } from '../state/overview-data.ts';
import type { Load } from '../state/use-load.ts';
import { stepUnit } from './overview-traffic.tsx';
import { marked } from './marked.ts';
import type { OverviewFrame } from './overview-frame.ts';

interface GroupsCardsProps {
  readonly frame: OverviewFrame;
  readonly series: Load<QueryReply>;
  readonly groups: Load<Groups>;
}

export function GroupsCards(props: GroupsCardsProps) {
  const { groups } = props;
  const dimension = groups.data?.dimension ?? props.frame.scope.groupBy;
  const names = groups.data?.now.map((row) => nameOf(row, dimension)) ?? [];
  const slots = slotsFor(dimension, shownNames(names));
  const part = { ...props, dimension, names, slots };
  return (
    <>
      <SpendCard {...part} />
      <MoversCard {...part} />
      <TableCard {...part} />
    </>
  );
}

interface PartProps extends GroupsCardsProps {
  readonly dimension: Dimension;
  readonly names: readonly string[];
  readonly slots: ReadonlyMap<string, number>;
}

function SpendCard({ frame, series, groups, dimension, names, slots }: PartProps) {
  const isLoading = !series.data || !groups.data;
  const bare = spendSpec({
    steps: frame.steps,
    totals: series.data?.rows ?? [],
    trends: groups.data?.trends ?? [],
    dimension,
    names,
    slots,
    alarms: frame.alarms,
    filter: frame.scope.filter,
  });
  const spec = marked(bare, frame, ['cost']);
  return (
    <Card
      title={`Spend by ${dimension}`}
      unit={`US dollars ${stepUnit(frame.steps)}`}
      class="span-8 card-tall"
      isLoading={isLoading}
      isStale={series.isStale || groups.isStale}
      problem={series.problem ?? groups.problem}
      empty={spec.isEmpty ? 'Nothing with a price was used in this range.' : null}
      table={isLoading ? null : spec.table}
    >
      <TimeChart spec={spec} steps={frame.steps} click="filter" />
    </Card>
  );
}

function MoversCard({ frame, groups, dimension }: PartProps) {
  const moved = groups.data ? movers(groups.data.now, groups.data.before, dimension) : [];
  return (
    <Card
      title="What changed"
      unit={`against ${frame.scope.words.before}`}
      class="span-4 card-tall"
      isLoading={!groups.data}
      isStale={groups.isStale}
      problem={groups.problem}
      empty={
        moved.length === 0 ? 'Nothing to compare: no cost was logged in the earlier span.' : null
      }
      table={moved.length === 0 ? null : moversTable(moved, dimension)}
    >
      <MoverList movers={moved} dimension={dimension} />
    </Card>
  );
}

function TableCard({ frame, groups, dimension, slots }: PartProps) {
  const lines = groups.data
    ? groupLines({ ...groups.data, steps: frame.steps, slots, alarms: frame.alarms })
    : [];
  const title = tableTitle(dimension);
  return (
    <Card
      title={title}
      unit={lines.length > 0 ? `${lines.length} in this range` : ''}
      class="span-12 card-table"
      isLoading={!groups.data}
      isStale={groups.isStale}
      problem={groups.problem}
      empty={lines.length === 0 ? 'No invocation was logged in this range.' : null}
      table={groups.data ? groupsTable(lines, dimension) : null}
      isTable
    >
      <GroupsTable lines={lines} dimension={dimension} title={title} />
    </Card>
  );
}

function tableTitle(dimension: Dimension): string {
  if (dimension.startsWith('tag.')) return `By ${dimension}`;
  return `${dimension.charAt(0).toUpperCase()}${dimension.slice(1)}s`;
}
