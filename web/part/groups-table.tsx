/** The table of tenants, or of any other grouping: sorted by a click, filtered by a click. */
import { useState } from 'preact/hooks';
import type { Dimension } from '../../shared/dimensions.ts';
import { hasContract, sortedLines, type GroupLine, type GroupSort } from '../chart/groups-spec.ts';
import { withTerm } from '../state/filter-edit.ts';
import { navigate, question } from '../state/store.ts';
import { QuestionLink } from './question-link.tsx';
import { Spark } from './spark.tsx';
import { StateBadge } from './state-badge.tsx';

const ROWS_FOLDED = 12;
const ROWS_SPARED = 4; // A button for fewer rows than this takes as much room as they would.

interface Column {
  readonly label: string;
  readonly sort: GroupSort | null;
  readonly look?: string;
}

const COLUMNS: readonly Column[] = [
  { label: 'Share', sort: null, look: 'is-wide' },
  { label: 'Trend', sort: null, look: 'is-wide' },
  { label: 'Cost', sort: 'cost' },
  { label: 'Contracted', sort: null, look: 'number' },
  { label: 'Change', sort: 'change' },
  { label: 'Invocations', sort: 'invocations' },
  { label: 'Cost per 1M tokens', sort: 'costPerMillionTokens' },
  { label: 'p99', sort: 'latencyP99' },
  { label: 'Throttles', sort: 'throttles' },
  { label: 'Alarm', sort: 'alarm' },
];

interface GroupsTableProps {
  readonly lines: readonly GroupLine[];
  readonly dimension: Dimension;
  readonly title: string;
}

export function GroupsTable({ lines, dimension, title }: GroupsTableProps) {
  const [order, setOrder] = useState<{ sort: GroupSort; isReversed: boolean }>({
    sort: 'cost',
    isReversed: false,
  });
  const [isOpen, setIsOpen] = useState(false);
  const sorted = sortedLines(lines, order.sort, order.isReversed);
  const isLong = sorted.length > ROWS_FOLDED + ROWS_SPARED;
  const shown = isOpen || !isLong ? sorted : foldedLines(sorted);
  const isContracted = hasContract(lines);
  const columns = COLUMNS.filter(({ label }) => isContracted || label !== 'Contracted');
  const sortBy = (sort: GroupSort): void => {
    setOrder({ sort, isReversed: order.sort === sort && !order.isReversed });
  };
  const head = (column: Column) => (
    <HeadCell column={column} order={order} onSort={sortBy} key={column.label} />
  );
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="data groups">
          <thead>
            <tr>
              {head({ label: dimension, sort: 'name' })}
              {columns.map(head)}
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <GroupRow
                line={line}
                dimension={dimension}
                isContracted={isContracted}
                key={line.name}
              />
            ))}
          </tbody>
        </table>
      </div>
      {isLong && (
        <button type="button" class="text-button" onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Show fewer' : `Show all ${sorted.length}`}
        </button>
      )}
    </>
  );
}

/** The first rows, and Unattributed wherever it stands: it is money that nobody answers for. */
function foldedLines(lines: readonly GroupLine[]): readonly GroupLine[] {
  return lines.filter((line, at) => at < ROWS_FOLDED || line.isUnattributed);
}

function HeadCell(props: {
  readonly column: Column;
  readonly order: { readonly sort: GroupSort; readonly isReversed: boolean };
  readonly onSort: (sort: GroupSort) => void;
}) {
  const { column, order } = props;
  const { label, sort } = column;
  if (sort === null) {
    return (
      <th scope="col" class={column.look ?? ''}>
        {label}
      </th>
    );
  }
  const look = sort === 'name' || sort === 'alarm' ? '' : 'number';
  const isSorted = order.sort === sort;
  const isAscending = (sort === 'name') !== order.isReversed;
  const direction = isAscending ? 'ascending' : 'descending';
  return (
    <th scope="col" class={look} aria-sort={isSorted ? direction : 'none'}>
      <button type="button" class="sort" onClick={() => props.onSort(sort)}>
        {label}
      </button>
    </th>
  );
}

function GroupRow({
  line,
  dimension,
  isContracted,
}: {
  readonly line: GroupLine;
  readonly dimension: Dimension;
  readonly isContracted: boolean;
}) {
  const term = { dimension, negated: false, values: [line.name] };
  const to = { filter: withTerm(question.value.filter, term) };
  const follow = (event: MouseEvent): void => {
    // The name is the link for keys and new tabs; the rest of the row is a wider target for it.
    if (event.target instanceof Element && !event.target.closest('a')) navigate(to);
  };
  return (
    <tr class={line.isUnattributed ? 'is-nobody' : ''} onClick={follow}>
      <th scope="row">
        <QuestionLink to={to} class="group-name">
          <i class={`swatch swatch-${line.colour}`} />
          {line.label}
        </QuestionLink>
      </th>
      <td class="share-cell is-wide">
        <span class="share-track">
          <i
            class={line.isUnattributed ? 'rank-bar is-nobody' : 'rank-bar is-named'}
            style={{ width: `${line.share * 100}%` }}
          />
        </span>
        <span class="share-text">{line.shareText}</span>
      </td>
      <td class="trend-cell is-wide">
        {line.trend && (
          <Spark values={line.trend} width={96} height={22} label={`Cost of ${line.label}`} />
        )}
      </td>
      <td class="number strong">
        {line.cost}
        {line.isUnpriced && <PartlyUnpriced />}
      </td>
      {isContracted && <td class="number">{line.contracted || line.cost}</td>}
      <td class="number" title={line.changeUsd}>
        {line.change}
      </td>
      <td class="number">{line.invocations}</td>
      <td class="number">{line.costPerMillionTokens}</td>
      <td class="number">{line.latencyP99}</td>
      <td class={line.hasThrottles ? 'number' : 'number muted'}>{line.throttles}</td>
      <td>{line.alarm && <StateBadge state={line.alarm} title={line.alarmNames} />}</td>
    </tr>
  );
}

function PartlyUnpriced() {
  return (
    <abbr class="unpriced-mark" title="Some calls have no rate: this cost is not whole">
      +?
    </abbr>
  );
}
