/** Use against quotas: how near each limit was, who used it, when it is met, what to ask for. */
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { QuotaRow, QuotasReply } from '../../shared/quotas.ts';
import { askQuotas } from '../api/ask-quotas.ts';
import type { DataTable } from '../format/csv.ts';
import { formatCount, formatRatio, formatShort } from '../format/number.ts';
import { formatTrend, KIND_WORDS, ROUTING_WORDS } from '../format/quota.ts';
import { Card } from '../part/card.tsx';
import { CodeBlock } from '../part/copy-button.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { pollCount } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { MetricCard } from './metric-card.tsx';
import type { OverviewFrame } from './overview-frame.ts';
import { QuotaNotes } from './throttle-quota-notes.tsx';
import '../style/quotas.css';

interface QuotaCardsProps {
  readonly frame: OverviewFrame;
  readonly byModel: OverviewFrame;
}

/** The table of quotas, and their use over time. */
export function QuotaCards({ frame, byModel }: QuotaCardsProps) {
  return (
    <>
      <QuotasCard frame={frame} />
      <MetricCard
        frame={byModel}
        metric="quotaUsedShare"
        look="lines"
        class="span-12"
        empty="No quota is known of the calls in this range and filter."
      />
    </>
  );
}

function QuotasCard({ frame }: { readonly frame: OverviewFrame }) {
  const { filter, window } = frame.scope;
  const ready = pollCount.value === 0 ? null : frame.key;
  const load = useLoad(ready, pollCount.value, (signal) => askQuotas(window, filter, signal));
  const reply = load.data;
  return (
    <Card
      title="Use against quotas"
      unit="busiest minute or day of the range, all tenants together"
      class="span-12 card-list"
      isLoading={!reply}
      isStale={load.isStale}
      problem={load.problem}
      empty={reply?.rows.length === 0 ? 'No call was logged in this range and filter.' : null}
      table={reply && tableOf(reply)}
      isTable
    >
      {reply && <Quotas reply={reply} />}
    </Card>
  );
}

function Quotas({ reply }: { readonly reply: QuotasReply }) {
  const [openKey, setOpenKey] = useState<string | null>(null);
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Use against quotas">
        <table class="data quotas">
          <thead>
            <tr>
              {COLUMNS.map(({ label, isNumber, class: width = '' }) => (
                <th key={label} scope="col" class={`${isNumber ? 'number' : ''} ${width}`}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {reply.rows.map((row) => {
              const key = keyOf(row);
              const isOpen = key === openKey;
              const toggle = (): void => setOpenKey(isOpen ? null : key);
              return (
                <Fragment key={key}>
                  <Row row={row} isOpen={isOpen} onToggle={toggle} />
                  {isOpen && <Details row={row} />}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      <QuotaNotes reply={reply} />
    </>
  );
}

interface Column {
  readonly label: string;
  readonly isNumber: boolean;
  /** On a phone its figures stand below the bar. */
  readonly class?: 'is-wide';
}

const COLUMNS: readonly Column[] = [
  { label: 'Model', isNumber: false },
  { label: 'Used', isNumber: false },
  { label: 'Limit', isNumber: false },
  { label: 'Peak', isNumber: true, class: 'is-wide' },
  { label: 'Quota', isNumber: true, class: 'is-wide' },
  { label: 'Left', isNumber: true, class: 'is-wide' },
  { label: 'Throttles', isNumber: true },
  { label: 'Client errors', isNumber: true },
  { label: 'Server errors', isNumber: true },
  { label: 'Most by', isNumber: false },
  { label: 'Met in', isNumber: false },
];

interface RowProps {
  readonly row: QuotaRow;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Row({ row, isOpen, onToggle }: RowProps) {
  const [most] = row.tenants;
  const peak = row.peak ? formatShort(row.peak.value) : 'not kept';
  const quota = row.quota ? formatShort(row.quota.value) : 'unknown';
  return (
    <tr>
      <th scope="row">
        <button type="button" class="quota-name" aria-expanded={isOpen} onClick={onToggle}>
          {row.model}
        </button>
        <span class="muted quota-place">
          {row.account} {row.region} {ROUTING_WORDS[row.routing]}
        </span>
      </th>
      <td>
        <UsedBar share={row.usedShare} />
        <span class="muted quota-figures">
          {peak} of {quota}
        </span>
      </td>
      <td>{KIND_WORDS[row.kind]}</td>
      <td class="number is-wide">{peak}</td>
      <td class="number is-wide">{quota}</td>
      <td class="number is-wide">{row.headroom === null ? '–' : formatShort(row.headroom)}</td>
      <td class="number">
        <Calls row={row} statuses={['throttled']} count={row.throttles} />
      </td>
      <td class="number">
        <Calls row={row} statuses={['clientError']} count={row.clientErrors} />
      </td>
      <td class="number">
        <Calls row={row} statuses={['serverError']} count={row.serverErrors} />
      </td>
      <td>{most ? `${most.tenant} ${formatRatio(most.share)}` : '–'}</td>
      <td>{formatTrend(row.trend)}</td>
    </tr>
  );
}

const WARN_SHARE = 0.8;

function UsedBar({ share }: { readonly share: number | null }) {
  if (share === null) return <span class="muted">–</span>;
  const look = share >= 1 ? 'is-over' : share >= WARN_SHARE ? 'is-near' : '';
  return (
    <span class={`quota-used ${look}`}>
      <span class="quota-track">
        <i style={{ width: `${Math.min(1, share) * 100}%` }} />
      </span>
      {formatRatio(share)}
    </span>
  );
}

/** A count that opens its calls. */
function Calls(props: {
  readonly row: QuotaRow;
  readonly statuses: readonly string[];
  readonly count: number;
}) {
  const { row, statuses, count } = props;
  if (count === 0) return <>0</>;
  const filter = `${scopeFilter(row)} status=${statuses.join(',')}`;
  return <QuestionLink to={{ view: 'invocations', filter }}>{formatCount(count)}</QuestionLink>;
}

function scopeFilter({ account, region, model, routing }: QuotaRow): string {
  return `account=${account} region=${region} model="${model}" routing=${routing}`;
}

function Details({ row }: { readonly row: QuotaRow }) {
  const { rate, isAssumed } = row.burnDown;
  return (
    <tr class="quota-details">
      <td colSpan={COLUMNS.length}>
        <div class="quota-columns">
          <div>
            <p>
              {row.peak ? `Peak at ${row.peak.at}. ` : 'Its minutes are not kept any more. '}
              One output token counts {rate} {rate === 1 ? 'time' : 'times'}
              {isAssumed && ' (assumed: AWS names no rate for this model)'}.
            </p>
            {row.tenants.length > 0 && (
              <table class="data">
                <thead>
                  <tr>
                    <th scope="col">Tenant</th>
                    <th scope="col" class="number">
                      Used in the peak
                    </th>
                    <th scope="col" class="number">
                      Share
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {row.tenants.map(({ tenant, used, share }) => (
                    <tr key={tenant}>
                      <th scope="row">{tenant}</th>
                      <td class="number">{formatCount(used)}</td>
                      <td class="number">{formatRatio(share)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </div>
          {row.increase && (
            <CodeBlock text={row.increase.text} label="request for a higher quota" />
          )}
        </div>
      </td>
    </tr>
  );
}

function keyOf(row: QuotaRow): string {
  return [row.account, row.region, row.model, row.routing, row.kind].join(' ');
}

function tableOf({ rows }: QuotasReply): DataTable {
  return {
    columns: ['Account', 'Region', 'Calls']
      .map((label) => ({ label, isNumber: false }))
      .concat(COLUMNS),
    rows: rows.map((row) => [
      row.account,
      row.region,
      ROUTING_WORDS[row.routing],
      row.model,
      row.usedShare === null ? '' : formatRatio(row.usedShare),
      KIND_WORDS[row.kind],
      row.peak ? String(row.peak.value) : '',
      row.quota ? String(row.quota.value) : '',
      row.headroom === null ? '' : String(row.headroom),
      String(row.throttles),
      String(row.clientErrors),
      String(row.serverErrors),
      row.tenants[0]?.tenant ?? '',
      formatTrend(row.trend),
    ]),
  };
}
