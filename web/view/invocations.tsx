/** Single invocations, newest first, under the same filter and range. */
import type { InvocationsReply, InvocationSummary } from '../../shared/contract.ts';
import { useState } from 'preact/hooks';
import { TOP_ORDERS } from '../../shared/top-invocations.ts';
import { askInvocations, askTopInvocations } from '../api/ask.ts';
import type { Question } from '../state/question.ts';
import { UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { formatCount, formatDurationMs, formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { navigate, pollCount, question, scope } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import { InvocationDrawer } from './invocation-drawer.tsx';
import { invocationsTable } from './invocation-text.ts';

const PAGE_ROWS = 50;

export function InvocationsView() {
  const asked = question.value;
  const load = usePage();
  const { rows, next, hasNewer, showNewer } = useStillRows(load);
  return (
    <>
      <header class="answer">
        <h1>
          Invocations{' '}
          <span class="muted">
            {ORDER_WORDS[asked.order]}, {asked.timeZone}
          </span>
        </h1>
        <TrustBadge />
      </header>
      <Card
        title={titleOf(asked)}
        unit={load.data ? unitOf(load.data, rows.length) : ''}
        class="card-list"
        isLoading={!load.data}
        isStale={load.isStale}
        problem={load.problem}
        empty={rows.length === 0 ? 'No invocation in this range passes the filter.' : null}
        table={invocationsTable(rows)}
        isTable
        actions={
          <>
            {hasNewer && (
              <button type="button" class="chip-button" onClick={showNewer}>
                Show newer calls
              </button>
            )}
            <OrderSelect />
          </>
        }
      >
        <InvocationTable rows={rows} />
        <Paging next={next} />
      </Card>
      {asked.invocation !== '' && <InvocationDrawer requestId={asked.invocation} known={rows} />}
    </>
  );
}

type Page = InvocationsReply & { readonly looked: number | null };

function usePage(): Load<Page> {
  const { filter, from, to, before, order } = question.value;
  const shown = scope.value;
  const window = shown.ok ? shown.value.window : null;
  const isReady = window !== null && pollCount.value > 0;
  const key = isReady ? [filter, from, to, before, order].join('\n') : null;
  return useLoad(key, pollCount.value, async (signal): Promise<Page> => {
    if (order === '' || window === null) {
      const page = await askInvocations({ filter, window, limit: PAGE_ROWS, before }, signal);
      return { ...page, looked: null };
    }
    const top = await askTopInvocations({ by: order, filter, window }, signal);
    return { ...top, next: null, looked: top.isWhole ? null : top.looked };
  });
}

/** Rows as they were when they were asked for: new calls would move what is being read. */
function useStillRows(load: Load<Page>) {
  const { filter, from, to, before, order } = question.value;
  const key = [filter, from, to, before, order].join('\n');
  const [still, setStill] = useState<{ readonly key: string; readonly page: Page } | null>(null);
  const { data, isStale } = load;
  if (data && !isStale && still?.key !== key) setStill({ key, page: data });
  const page = (still?.key === key ? still.page : data) ?? NO_PAGE;
  const newest = newestOf(data);
  return {
    rows: page.invocations,
    next: page.next,
    hasNewer: !isStale && newest !== null && newest !== newestOf(page),
    showNewer: () => setStill(data && { key, page: data }),
  };
}

const NO_PAGE: Page = { invocations: [], next: null, looked: null };

function newestOf(page: Page | null): string | null {
  return page?.invocations[0]?.requestId ?? null;
}

const ORDER_WORDS: Record<Question['order'], string> = {
  '': 'newest first',
  cost: 'the dearest first',
  latency: 'the slowest first',
  tokens: 'the most tokens first',
};

function titleOf({ before, order }: Question): string {
  if (order !== '') return 'Highest';
  return before === '' ? 'Newest' : 'Older';
}

function unitOf({ looked }: Page, count: number): string {
  const rows = formatPlural(count, 'row');
  return looked === null ? rows : `${rows}, of the newest ${formatCount(looked)} calls`;
}

function OrderSelect() {
  return (
    <select
      class="card-select"
      aria-label="Order"
      value={question.value.order}
      onChange={({ currentTarget: { value } }) => {
        navigate({ order: TOP_ORDERS.find((order) => order === value) ?? '', before: '' });
      }}
    >
      <option value="">Newest first</option>
      <option value="cost">Dearest first</option>
      <option value="latency">Slowest first</option>
      <option value="tokens">Most tokens first</option>
    </select>
  );
}

const COLUMNS: readonly {
  readonly label: string;
  readonly look?: string;
  /** What a click on its head puts first; null where nothing can be. */
  readonly order: Question['order'] | null;
}[] = [
  { label: 'Time', order: '' },
  { label: 'Tenant', order: null },
  { label: 'Model', look: 'is-wide', order: null },
  { label: 'Operation', look: 'is-wide', order: null },
  { label: 'Status', order: null },
  { label: 'Tokens in', look: 'number is-wide', order: 'tokens' },
  { label: 'Tokens out', look: 'number is-wide', order: null },
  { label: 'Latency', look: 'number', order: 'latency' },
  { label: 'Cost', look: 'number', order: 'cost' },
  { label: 'Region', look: 'is-wide', order: null },
];

/** A phone has room for one of the two: what the list is ordered by, else the money. */
function isLeftOut(figure: 'latency' | 'cost'): boolean {
  return (question.value.order === 'latency') !== (figure === 'latency');
}

function HeadCell(column: (typeof COLUMNS)[number]) {
  const { label, order } = column;
  const isFigure = order === 'latency' || order === 'cost';
  const look = `${column.look ?? ''}${isFigure && isLeftOut(order) ? ' is-wide' : ''}`;
  if (order === null) {
    return (
      <th scope="col" class={look}>
        {label}
      </th>
    );
  }
  const isSorted = question.value.order === order;
  return (
    <th scope="col" class={look} aria-sort={isSorted ? 'descending' : 'none'}>
      <button type="button" class="sort" onClick={() => navigate({ order, before: '' })}>
        {label}
      </button>
    </th>
  );
}

function InvocationTable({ rows }: { readonly rows: readonly InvocationSummary[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Invocations">
      <table class="data calls">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <HeadCell {...column} key={column.label} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <InvocationRow row={row} key={row.requestId} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function InvocationRow({ row }: { readonly row: InvocationSummary }) {
  const open = { invocation: row.requestId };
  const follow = (event: MouseEvent): void => {
    if (event.target instanceof Element && !event.target.closest('a')) navigate(open);
  };
  return (
    <tr onClick={follow}>
      <td>
        <QuestionLink to={open} class="plain-link">
          {formatIso(row.at, question.value.timeZone, 'second')}
        </QuestionLink>
      </td>
      <td
        class={row.tenant === 'Unattributed' ? 'call-tenant muted' : 'call-tenant'}
        title={row.tenant}
      >
        {row.tenant}
      </td>
      <td class="call-model is-wide" title={row.model}>
        {row.model}
      </td>
      <td class="is-wide">{row.operation}</td>
      <td>
        <StateBadge state={row.status} {...(row.errorCode ? { title: row.errorCode } : {})} />
      </td>
      <td class="number is-wide">{tokensOf(row, TOKENS_IN)}</td>
      <td class="number is-wide">{tokensOf(row, ['output_tokens'])}</td>
      <td class={isLeftOut('latency') ? 'number is-wide' : 'number'}>
        {row.latencyMs === null ? UNKNOWN : formatDurationMs(row.latencyMs)}
      </td>
      <td class={isLeftOut('cost') ? 'number strong is-wide' : 'number strong'}>{costOf(row)}</td>
      <td class="is-wide">{row.region}</td>
    </tr>
  );
}

const TOKENS_IN = ['input_tokens', 'cache_read_tokens', 'cache_write_tokens'];

function tokensOf({ usage }: InvocationSummary, dimensions: readonly string[]): string {
  const own = usage.filter(({ dimension }) => dimensions.includes(dimension));
  if (own.length === 0) return UNKNOWN;
  return formatCount(own.reduce((sum, { quantity }) => sum + quantity, 0));
}

function costOf(row: InvocationSummary) {
  const attoUsd = attoOf(row.cost);
  if (row.unpriced && (attoUsd === null || attoUsd === 0n)) {
    return <span class="unpriced-mark">unpriced</span>;
  }
  return attoUsd === null ? UNKNOWN : formatUsd(attoUsd);
}

function Paging({ next }: { readonly next: string | null }) {
  return (
    <nav class="paging" aria-label="Pages">
      {question.value.before !== '' && (
        <QuestionLink to={{ before: '', invocation: '' }} class="chip-button">
          Newest
        </QuestionLink>
      )}
      {next !== null && (
        <QuestionLink to={{ before: next, invocation: '' }} class="chip-button">
          Older
        </QuestionLink>
      )}
    </nav>
  );
}
