/** The form that orders a report now, and how far the orders are. */
import { useState } from 'preact/hooks';
import {
  FORMATS_OF,
  REPORT_KINDS,
  type ReportFormat,
  type ReportInMaking,
  type ReportKind,
  type ReportsReply,
} from '../../shared/report-contract.ts';
import { DAY_MS, localDate } from '../../shared/window.ts';
import { sendMake, type ReportWish } from '../api/ask-reports.ts';
import { Card } from '../part/card.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { nowMs, question } from '../state/store.ts';
import { useChange } from '../state/use-change.ts';
import type { Load } from '../state/use-load.ts';
import { KIND_WORDS } from './report-text.ts';

interface MakeProps {
  readonly load: Load<ReportsReply>;
  readonly onOrdered: () => void;
}

export function MakeReportCard({ load, onOrdered }: MakeProps) {
  const { isBusy, problem, run } = useChange();
  const order = (wish: ReportWish): void => {
    void run((signal) => sendMake(wish, signal)).then(onOrdered);
  };
  return (
    <Card
      title="Make one now"
      class="span-4 card-list report-card"
      isLoading={!load.data}
      problem={load.problem}
    >
      <MakeForm isBusy={isBusy} onOrder={order} />
      <p role="status" class="rules-refused">
        {problem && `${problem.message} ${problem.hint}`}
      </p>
      <ul class="making" aria-label="Being made">
        {(load.data?.making ?? []).slice(0, 4).map((one) => (
          <MakingRow one={one} key={one.id} />
        ))}
      </ul>
    </Card>
  );
}

interface FormProps {
  readonly isBusy: boolean;
  readonly onOrder: (wish: ReportWish) => void;
}

function MakeForm({ isBusy, onOrder }: FormProps) {
  const { timeZone } = question.value;
  const yesterday = localDate(nowMs.value - DAY_MS, timeZone);
  const [kind, setKind] = useState<ReportKind>('nightly');
  const [day, setDay] = useState(yesterday);
  const [month, setMonth] = useState(yesterday.slice(0, 7));
  const [tenant, setTenant] = useState('');
  const [formats, setFormats] = useState<ReadonlySet<ReportFormat>>(new Set(['html', 'csv']));
  const known: readonly ReportFormat[] = FORMATS_OF[kind];
  const chosen = known.filter((format) => formats.has(format));
  const toggle = (format: ReportFormat): void => {
    const next = new Set(formats);
    if (!next.delete(format)) next.add(format);
    setFormats(next);
  };
  const wish: ReportWish = {
    kind,
    date: kind === 'nightly' ? day : month,
    formats: chosen,
    ...(tenant.trim() === '' ? {} : { tenant: tenant.trim() }),
  };
  return (
    <form
      class="make-form"
      onSubmit={(event) => {
        event.preventDefault();
        onOrder(wish);
      }}
    >
      <KindField kind={kind} onKind={setKind} />
      {kind === 'nightly' ? (
        <DateField label="Day" type="date" value={day} last={yesterday} onValue={setDay} />
      ) : (
        <DateField
          label="Month"
          type="month"
          value={month}
          last={yesterday.slice(0, 7)}
          onValue={setMonth}
        />
      )}
      <label class="field">
        <span>Tenant</span>
        <input
          value={tenant}
          placeholder="all"
          maxLength={256}
          onInput={({ currentTarget }) => setTenant(currentTarget.value)}
        />
      </label>
      <FormatField known={known} chosen={chosen} onToggle={toggle} />
      <button type="submit" class="chip-button is-main" disabled={isBusy || chosen.length === 0}>
        Make it
      </button>
    </form>
  );
}

function KindField(props: {
  readonly kind: ReportKind;
  readonly onKind: (kind: ReportKind) => void;
}) {
  return (
    <label class="field">
      <span>What</span>
      <select
        value={props.kind}
        onChange={({ currentTarget }) => {
          const kind = REPORT_KINDS.find((one) => one === currentTarget.value);
          if (kind) props.onKind(kind);
        }}
      >
        {REPORT_KINDS.map((one) => (
          <option value={one} key={one}>
            {KIND_WORDS[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

function DateField(props: {
  readonly label: string;
  readonly type: 'date' | 'month';
  readonly value: string;
  readonly last: string;
  readonly onValue: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        type={props.type}
        required
        max={props.last}
        value={props.value}
        onInput={({ currentTarget }) => props.onValue(currentTarget.value)}
      />
    </label>
  );
}

function FormatField(props: {
  readonly known: readonly ReportFormat[];
  readonly chosen: readonly ReportFormat[];
  readonly onToggle: (format: ReportFormat) => void;
}) {
  return (
    <fieldset class="format-choice">
      <legend class="muted">Formats</legend>
      {props.known.map((format) => (
        <label key={format}>
          <input
            type="checkbox"
            checked={props.chosen.includes(format)}
            onChange={() => props.onToggle(format)}
          />
          {format.toUpperCase()}
        </label>
      ))}
    </fieldset>
  );
}

function MakingRow({ one }: { readonly one: ReportInMaking }) {
  const what = `${KIND_WORDS[one.kind]} ${one.date.replace('_', ' to ')}`;
  return (
    <li>
      <span>{what}</span>
      {one.state === 'failed' ? (
        <span class="problem">
          {one.problem?.message} {one.problem?.hint}
        </span>
      ) : (
        <StateBadge state={one.state} />
      )}
      {one.state === 'running' && (
        <progress
          aria-label={`Progress of ${what}`}
          {...(one.total > 0 ? { max: one.total, value: one.done } : {})}
        />
      )}
    </li>
  );
}
