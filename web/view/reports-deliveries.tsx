/** Whether reports reach people: what failed, what is due, what arrived, with each attempt. */
import type {
  ReportDeliveryReply,
  ReportsReply,
  StoredReport,
} from '../../shared/report-contract.ts';
import { sendResend } from '../api/ask-reports.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { may } from '../state/session.ts';
import { question } from '../state/store.ts';
import { useChange } from '../state/use-change.ts';
import type { Load } from '../state/use-load.ts';

interface Delivery {
  readonly report: StoredReport;
  readonly delivery: ReportDeliveryReply;
}

const SHOWN_MAX = 100;
const RANK = { dead: 0, pending: 1, delivered: 2 } as const;

export function ReportDeliveriesCard(props: {
  readonly load: Load<ReportsReply>;
  readonly onSent: () => void;
}) {
  const { load, onSent } = props;
  const { isBusy, problem, run } = useChange();
  const list = (load.data?.reports ?? [])
    .flatMap((report) => report.deliveries.map((delivery) => ({ report, delivery })))
    .toSorted((a, b) => RANK[a.delivery.state] - RANK[b.delivery.state])
    .slice(0, SHOWN_MAX);
  const resend = ({ report, delivery }: Delivery): void => {
    void run((signal) => sendResend(report, delivery.target, signal)).then(onSent);
  };
  return (
    <Card
      title="Deliveries of reports"
      unit="what failed first"
      class="span-12 card-list"
      isLoading={!load.data}
      problem={load.problem ?? problem}
      empty={load.data && list.length === 0 ? 'No report was owed to anybody.' : null}
    >
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Deliveries of reports">
        <table class="data is-quiet">
          <thead>
            <tr>
              {['State', 'Report', 'To', 'Last attempt', 'Next', ''].map((label) => (
                <th scope="col" key={label}>
                  {label === '' ? <span class="visually-hidden">Actions</span> : label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.map((one) => (
              <Row one={one} isBusy={isBusy} onResend={resend} key={keyOf(one)} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function keyOf({ report: { name, date, revision }, delivery: { target } }: Delivery): string {
  return JSON.stringify([name, date, revision, target]);
}

function Row(props: {
  readonly one: Delivery;
  readonly isBusy: boolean;
  readonly onResend: (one: Delivery) => void;
}) {
  const { report, delivery } = props.one;
  const revision = report.revision > 1 ? `, revision ${report.revision}` : '';
  return (
    <tr>
      <td>
        <StateBadge state={delivery.state} />
      </td>
      <th scope="row">
        {report.name} {report.date}
        {revision}
      </th>
      <td>{delivery.target}</td>
      <td class="reason">
        <Attempts delivery={delivery} />
      </td>
      <td>{at(delivery.next)}</td>
      <td>
        {delivery.state === 'dead' && may('edit') && (
          <button
            type="button"
            class="chip-button"
            disabled={props.isBusy}
            aria-label={`Send ${report.name} ${report.date} to ${delivery.target} again`}
            onClick={() => props.onResend(props.one)}
          >
            Send again
          </button>
        )}
      </td>
    </tr>
  );
}

function Attempts({ delivery: { attempts } }: { readonly delivery: ReportDeliveryReply }) {
  const last = attempts.at(-1);
  if (!last) return <>none yet</>;
  const words = `${at(last.at)}: ${last.detail}`;
  if (attempts.length === 1) return <>{words}</>;
  return (
    <details>
      <summary>{words}</summary>
      <ol class="report-attempts">
        {attempts.map((one) => (
          <li key={one.at + one.attempt}>
            {at(one.at)} · {one.detail} {one.tookMs} ms
          </li>
        ))}
      </ol>
    </details>
  );
}

const at = (iso: string | null): string => formatIso(iso, question.value.timeZone, 'dayClock');
