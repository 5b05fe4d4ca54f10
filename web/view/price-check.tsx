/** What the usage of a window finds in the book: no rate, a rough one, soon another; what to do. */
import type { PriceCheckReply, RateUse } from '../../shared/prices.ts';
import type { DataTable } from '../format/csv.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { formatShort, formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { CodeBlock } from '../part/copy-button.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { question } from '../state/store.ts';
import type { Load } from '../state/use-load.ts';

interface PriceCheckProps {
  readonly load: Load<PriceCheckReply>;
  /** The window, such as `in the last 7 days`. */
  readonly words: string;
}

export function PriceCheckCards({ load, words }: PriceCheckProps) {
  const check = load.data;
  const frame = { isLoading: !check, isStale: load.isStale, problem: load.problem };
  const unpriced = check?.unpriced ?? [];
  return (
    <>
      <Card
        title="Usage without a rate"
        unit={unpriced.length > 0 ? `in no sum of money, ${words}` : ''}
        class="span-6 card-list"
        {...frame}
        empty={unpriced.length === 0 ? `All usage ${words} has a rate.` : null}
        table={unpricedTable(unpriced)}
        isTable
      >
        <DataTableView table={unpricedTable(unpriced)} caption="Usage without a rate" />
        <p class="muted what-to-do">
          Read the newest prices with <code>outcrop prices refresh</code>, or write the rates of
          your contract into the price file. The past is priced at once.
        </p>
        <CodeBlock text={priceFileOf(unpriced)} label="rates to fill in" />
      </Card>
      {check && check.inexact.length > 0 && <InexactCard check={check} frame={frame} />}
      {check && check.changing.length > 0 && <ChangingCard check={check} frame={frame} />}
    </>
  );
}

const LINES_MAX = 12;

/** A price file with a line for each usage; the price itself nobody but the reader knows. */
function priceFileOf(unpriced: PriceCheckReply['unpriced']): string {
  const uses = new Set(unpriced.map(lineOf));
  return ['prices:', ...[...uses].slice(0, LINES_MAX)].join('\n');
}

function lineOf({ model, dimension, region }: RateUse): string {
  const per = dimension.endsWith('_tokens') ? 1_000_000 : 1;
  const use = `model: ${model}, dimension: ${dimension}, region: ${region}`;
  return `  - { ${use}, usd: '', per: ${per} }`;
}

function unpricedTable(unpriced: PriceCheckReply['unpriced']): DataTable {
  return {
    columns: [
      ...USE_COLUMNS,
      { label: 'Quantity', isNumber: true },
      { label: 'Calls', isNumber: true },
    ],
    rows: unpriced.map((one) => [
      ...useCells(one),
      formatShort(one.quantity),
      formatShort(one.invocations),
    ]),
  };
}

const USE_COLUMNS = [
  { label: 'Model', isNumber: false },
  { label: 'Usage', isNumber: false },
  { label: 'Region', isNumber: false },
] as const;

function useCells({ model, dimension, region, kind }: RateUse): readonly string[] {
  return [model, `${dimension.replaceAll('_', ' ')} ${kind}`.trim(), region];
}

interface PartProps {
  readonly check: PriceCheckReply;
  readonly frame: Pick<Parameters<typeof Card>[0], 'isLoading' | 'isStale' | 'problem'>;
}

function InexactCard({ check, frame }: PartProps) {
  const table: DataTable = {
    columns: [
      ...USE_COLUMNS,
      { label: 'Quality', isNumber: false },
      { label: 'Rate', isNumber: false },
      { label: 'Cost', isNumber: true },
    ],
    rows: check.inexact.map((one) => [...useCells(one), one.quality, one.rate, usdOf(one.cost)]),
  };
  return (
    <Card
      title="Rough rates"
      unit={`${formatPlural(check.inexact.length, 'usage')} by a wider or an estimated rate`}
      class="span-12 card-table"
      {...frame}
      table={table}
      isTable
    >
      <DataTableView table={table} caption="Rough rates" />
    </Card>
  );
}

function ChangingCard({ check, frame }: PartProps) {
  const zone = question.value.timeZone;
  const table: DataTable = {
    columns: [
      ...USE_COLUMNS,
      { label: 'From', isNumber: false },
      { label: 'Now', isNumber: false },
      { label: 'Then', isNumber: false },
    ],
    rows: check.changing.map((one) => [
      ...useCells(one),
      formatIso(one.at, zone, 'day'),
      one.before ?? 'unpriced',
      one.after ?? 'unpriced',
    ]),
  };
  return (
    <Card
      title="Soon another rate"
      unit="within 30 days"
      class="span-12 card-list"
      {...frame}
      table={table}
      isTable
    >
      <DataTableView table={table} caption="Soon another rate" />
    </Card>
  );
}

function usdOf(cost: string): string {
  const attoUsd = attoOf(cost);
  return attoUsd === null ? '' : formatUsd(attoUsd);
}
