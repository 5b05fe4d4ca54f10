/** The bill of AWS beside the estimate: sums of a month, and where they differ most. */
import { useState } from 'preact/hooks';
import type { ReconciledRowReply, ReconcileReply } from '../../shared/reconcile-contract.ts';
import { askReconcile } from '../api/ask-reconcile.ts';
import type { DataTable } from '../format/csv.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { formatPlural } from '../format/number.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { pollCount } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';

const SHOWN_MAX = 10;

type Found = NonNullable<ReconcileReply['found']>;

export function BillCard() {
  const [month, setMonth] = useState('');
  const load = useLoad(`bill ${month}`, pollCount.value, (signal) => askReconcile(month, signal));
  const { months = [], found = null, hint } = load.data ?? {};
  return (
    <Card
      title="The bill beside the estimate"
      unit={found ? `${found.month}, days of UTC` : ''}
      class="span-12 card-list"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={hint ? `No bill of AWS was read. ${hint}` : null}
      table={found && tableOf(found.rows)}
      isTable
      actions={months.length > 1 && <Months months={months} onPick={setMonth} />}
    >
      {found && <Sums found={found} />}
    </Card>
  );
}

function Months({
  months,
  onPick,
}: {
  readonly months: readonly string[];
  readonly onPick: (month: string) => void;
}) {
  return (
    <select
      class="card-select"
      aria-label="Month of the bill"
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      {months.map((month) => (
        <option key={month}>{month}</option>
      ))}
    </select>
  );
}

function Sums({ found }: { readonly found: Found }) {
  const { states, takenOff, differing, rows } = found;
  const off = takenOff.map(({ kind, usd }) => `${kind} ${usdOf(usd)}`).join(', ');
  const shown = rows.slice(0, SHOWN_MAX);
  const more = differing > shown.length ? ` The ${shown.length} largest differences:` : '';
  return (
    <>
      <p>
        Estimated <b>{usdOf(found.estimatedUsd)}</b>, billed <b>{usdOf(found.billedListUsd)}</b> at
        list prices{off === '' ? '' : `; ${off}`}; charged <b>{usdOf(found.billedUsd)}</b>.
      </p>
      <p class="muted">
        By day, place and usage: {states.reconciled} agree, {states.unmatched} differ,{' '}
        {states.estimated} are not on the bill, and {states.pending} wait for it.{more}
      </p>
      {rows.length === 0 ? (
        <p>No difference is larger than the rounding of bills.</p>
      ) : (
        <DataTableView
          table={tableOf(shown)}
          caption={formatPlural(differing, 'difference between bill and estimate')}
        />
      )}
    </>
  );
}

/** Classes of differences as people say them. */
const WORDS: Readonly<Record<ReconciledRowReply['differs'], string>> = {
  none: 'same',
  rounding: 'rounding',
  quantity: 'quantity',
  rate: 'rate',
  unpriced: 'no rate',
  notLogged: 'not in the logs',
  notBilled: 'not on the bill',
  unread: 'unknown usage',
};

function tableOf(rows: readonly ReconciledRowReply[]): DataTable {
  const text = ['Day', 'Account', 'Region', 'Model', 'Usage', 'Differs by'];
  return {
    columns: [
      ...text.map((label) => ({ label, isNumber: false })),
      { label: 'Estimated', isNumber: true },
      { label: 'Billed', isNumber: true },
    ],
    rows: rows.map(({ day, account, region, model, usage, ...row }) => [
      day,
      account,
      region,
      model,
      usage,
      WORDS[row.differs],
      usdOf(row.estimatedUsd),
      usdOf(row.billedUsd),
    ]),
  };
}

function usdOf(cost: string | null): string {
  const attoUsd = cost === null ? null : attoOf(cost);
  return attoUsd === null ? '—' : formatUsd(attoUsd);
}
