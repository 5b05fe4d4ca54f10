/** One invocation in full: who, what, how long, and how its cost is worked out. */
import { useEffect, useRef } from 'preact/hooks';
import type { InvocationSummary } from '../../shared/contract.ts';
import { isDimension } from '../../shared/dimensions.ts';
import { formatFilter } from '../../shared/filter.ts';
import { askInvocations } from '../api/ask.ts';
import { UNKNOWN } from '../format/metric.ts';
import { formatDurationMs } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Failed } from '../part/card.tsx';
import { Icon } from '../part/icon.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { navigate, question, scope } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { InvocationCost } from './invocation-cost.tsx';

interface DrawerProps {
  readonly requestId: string;
  /** Invocations that the list holds; one from a link may not be among them. */
  readonly known: readonly InvocationSummary[];
}

export function InvocationDrawer({ requestId, known }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = (): void => navigate({ invocation: '' });
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  const listed = known.find((row) => row.requestId === requestId);
  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-label="Invocation"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div class="drawer-inner">
        <header class="card-head">
          <h2>Invocation</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {listed ? <Details row={listed} /> : <Fetched requestId={requestId} />}
      </div>
    </dialog>
  );
}

/** An invocation that the list does not hold, as when a link to it is opened. */
function Fetched({ requestId }: { readonly requestId: string }) {
  const shown = scope.value;
  const window = shown.ok ? shown.value.window : null;
  const filter = formatFilter({
    terms: [{ dimension: 'requestId', negated: false, values: [requestId] }],
  });
  const load = useLoad(requestId, 0, (signal) => {
    return askInvocations({ filter, window, limit: 1, before: '' }, signal);
  });
  const [row] = load.data?.invocations ?? [];
  if (row) return <Details row={row} />;
  if (load.problem) return <Failed problem={load.problem} />;
  return load.data ? <p class="empty">No such invocation in this range.</p> : null;
}

function Details({ row }: { readonly row: InvocationSummary }) {
  const latency = row.latencyMs === null ? UNKNOWN : formatDurationMs(row.latencyMs);
  return (
    <>
      <p class="drawer-figure">
        <b>{row.cost === null ? 'Unpriced' : `$${row.cost}`}</b>
        <StateBadge state={row.status} />
        <span class="muted">{latency}</span>
      </p>
      {row.unpriced && (
        <p class="stale-note">Part of this usage has no rate: the cost is not whole.</p>
      )}
      <dl class="facts">
        <Fact name="Time" value={formatIso(row.at, question.value.timeZone, 'full')} />
        <Fact name="requestId" value={row.requestId} />
        {row.errorCode !== null && <Fact name="errorCode" value={row.errorCode} />}
        {DOORS.map((name) => (
          <Fact name={name} value={row[name]} isDoor key={name} />
        ))}
      </dl>
      <InvocationCost requestId={row.requestId} at={row.at} />
      <h3>Tags</h3>
      <dl class="facts">
        {Object.entries(row.tags).map(([key, value]) => (
          <Fact name={`tag.${key}`} value={value} isDoor key={key} />
        ))}
      </dl>
      {Object.keys(row.tags).length === 0 && <p class="muted">This call carries no tag.</p>}
    </>
  );
}

const DOORS = ['tenant', 'model', 'operation', 'account', 'region', 'principal'] as const;

function Fact(props: { readonly name: string; readonly value: string; readonly isDoor?: boolean }) {
  const { name, value } = props;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {props.isDoor && isDimension(name) && value !== '' ? (
          <QuestionLink
            title={`All invocations with this ${name}`}
            to={{
              filter: formatFilter({
                terms: [{ dimension: name, negated: false, values: [value] }],
              }),
            }}
          >
            {value}
          </QuestionLink>
        ) : (
          value || UNKNOWN
        )}
      </dd>
    </div>
  );
}
