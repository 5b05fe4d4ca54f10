/** What the logs do not tell: blind spots, coverage by hour, lost records, cost of asking. */
import type { StatusReply } from '../../shared/contract.ts';
import type { DataTable } from '../format/csv.ts';
import { UNKNOWN } from '../format/metric.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { Card } from '../part/card.tsx';
import { CoverageStrip } from '../part/coverage-strip.tsx';
import { DataTableView } from '../part/data-table.tsx';

/** AWS's pages disagree on what CloudWatch counts; the logs have told which of them holds here. */
const COUNTED_WORDS = {
  accepted: 'calls logged of those that CloudWatch counted, by hour',
  successful: 'successful calls logged of those that CloudWatch counted, by hour',
} as const;
const CLOCK_SECONDS_MAX = 30;

export function CompletenessCards(props: { readonly known: StatusReply; readonly zone: string }) {
  const { known, zone } = props;
  const { completeness } = known;
  return (
    <>
      {warningsOf(known).map((words) => (
        <p class="span-12 blind-spot" role="status" key={words}>
          {words}
        </p>
      ))}
      <Card
        title="Coverage of logs"
        unit={COUNTED_WORDS[completeness.countedCalls ?? 'accepted']}
        class="span-12 card-list"
        isLoading={false}
        problem={null}
        empty={
          completeness.models.length === 0
            ? 'CloudWatch has counted no call in the last day, or metrics are not read.'
            : null
        }
        table={coverageTable(known)}
      >
        <CoverageStrip completeness={completeness} zone={zone} />
      </Card>
      <ListCard
        title="Records not delivered"
        unit="in seven days"
        none="Bedrock could deliver every record of the last seven days."
        table={deliveriesTable(known)}
      />
      {completeness.bodies.length > 0 && (
        <ListCard
          title="Large bodies"
          unit="asked for in seven days"
          none=""
          table={bodiesTable(known)}
        />
      )}
      <ListCard
        title="Cost of asking CloudWatch"
        unit="this month, at list price"
        none="No metrics were asked for this month."
        table={pollingTable(known)}
      />
    </>
  );
}

function ListCard(props: {
  readonly title: string;
  readonly unit: string;
  readonly none: string;
  readonly table: DataTable;
}) {
  const { title, unit, none, table } = props;
  return (
    <Card
      title={title}
      unit={table.rows.length > 0 ? unit : ''}
      class="span-6 card-list"
      isLoading={false}
      problem={null}
      empty={table.rows.length === 0 ? none : null}
      table={table}
      isTable
    >
      <DataTableView table={table} caption={title} />
    </Card>
  );
}

/** Sentences about what cannot be seen at all. */
function warningsOf({ completeness }: StatusReply): readonly string[] {
  const { mantle, clockSkewSeconds } = completeness;
  const blind = mantle.map((one) => {
    const calls = formatPlural(one.inferences, 'call');
    const cost =
      one.cost === null
        ? 'the price book has no rate for them'
        : `$${Number(one.cost).toFixed(2)} by CloudWatch's token counts`;
    return [
      `Blind spot: ${one.account} ${one.region} made ${calls} by bedrock-mantle in seven days.`,
      `No log tells of them and no cost here holds them; ${cost} (metric-derived: mantleCost).`,
    ].join(' ');
  });
  const gone = completeness.lost.map(({ source, from, to }) => {
    const span = `${from.slice(0, 16)}Z to ${to.slice(0, 16)}Z`;
    return `Lost: ${source} had forgotten ${span} before it was read. Keep logs for longer.`;
  });
  const found = [...blind, ...gone];
  if (Math.abs(clockSkewSeconds) <= CLOCK_SECONDS_MAX) return found;
  const side = clockSkewSeconds > 0 ? 'ahead of' : 'behind';
  const clock = `The clock of this machine is ${Math.abs(clockSkewSeconds)} s ${side} that of AWS:`;
  return [...found, `${clock} set it by NTP. Windows are put right meanwhile.`];
}

function text(...labels: readonly string[]): DataTable['columns'] {
  return labels.map((label) => ({ label, isNumber: false }));
}

function numbers(...labels: readonly string[]): DataTable['columns'] {
  return labels.map((label) => ({ label, isNumber: true }));
}

function coverageTable({ completeness }: StatusReply): DataTable {
  return {
    columns: [...text('Model', 'Account', 'Region'), ...numbers('Logged', 'Counted')],
    rows: completeness.models.map((one) => [
      one.model,
      one.account,
      one.region,
      formatCount(one.logged),
      formatCount(one.counted),
    ]),
  };
}

function deliveriesTable({ completeness }: StatusReply): DataTable {
  return {
    columns: [...text('Where', 'Destination'), ...numbers('Records')],
    rows: completeness.failedDeliveries.map((one) => [
      `${one.account} ${one.region}`,
      one.destination,
      formatCount(one.records),
    ]),
  };
}

/** What became of a body too large for its record, and what to do where it did not come. */
const BODY_WORDS: Readonly<
  Record<StatusReply['completeness']['bodies'][number]['outcome'], string>
> = {
  read: 'read',
  denied: 'refused: outcrop doctor tells what to allow',
  gone: 'no longer there',
  tooLarge: 'larger than what is read',
  unreadable: 'damaged, or no JSON',
  foreign: 'named at a place where no body of its call can be',
  failed: 'failed: another Region, or S3 did not answer',
};

function bodiesTable({ completeness }: StatusReply): DataTable {
  return {
    columns: [...text('Source', 'Outcome'), ...numbers('Bodies')],
    rows: completeness.bodies.map((one) => [
      one.source,
      BODY_WORDS[one.outcome],
      formatCount(one.records),
    ]),
  };
}

function pollingTable({ completeness }: StatusReply): DataTable {
  return {
    columns: [...text('Where'), ...numbers('Metrics', 'Cost', 'At most')],
    rows: completeness.metricPolling.map((one) => [
      `${one.account} ${one.region}`,
      formatCount(one.metrics),
      `$${one.usd.toFixed(2)}`,
      one.usdMax === null ? UNKNOWN : `$${one.usdMax.toFixed(2)}`,
    ]),
  };
}
