/** Sources: where the figures come from, how fresh they are, and what is missing from them. */
import type { SourceStatus, StatusReply } from '../../shared/contract.ts';
import type { DataTable } from '../format/csv.ts';
import { UNKNOWN } from '../format/metric.ts';
import { formatBytes, formatCount, formatPlural, formatSpan } from '../format/number.ts';
import { sourceKindWords } from '../format/source-kind.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { CompletenessCards } from './completeness-cards.tsx';
import { SetUpCheck } from './set-up-check.tsx';
import { checksWords, StoredChecksCard } from './stored-checks.tsx';
import { may } from '../state/session.ts';
import { pollProblem, question, status } from '../state/store.ts';

export function SourcesView() {
  const known = status.value;
  const zone = question.value.timeZone;
  const sources = known?.sources ?? [];
  const noSource =
    'No source is configured. Name a log group, bucket or directory in the configuration.';
  return (
    <>
      <header class="answer">
        <h1>
          {known ? (
            <>
              <b>{formatPlural(known.invocations, 'invocation')}</b> read from{' '}
              {formatPlural(sources.length, 'source')}.
            </>
          ) : (
            'Sources'
          )}
        </h1>
        <TrustBadge />
      </header>
      <div class="grid">
        <Card
          title="Sources"
          unit={`times in ${zone}`}
          class="span-12 card-list"
          isLoading={!known}
          problem={known ? null : pollProblem.value}
          empty={sources.length === 0 ? noSource : null}
        >
          <SourceTable sources={sources} />
        </Card>
        {may('whole') && <Wholeness known={known} zone={zone} />}
      </div>
      {known && may('whole') && <StorageNote known={known} zone={zone} />}
    </>
  );
}

/** What counts calls of everybody. */
function Wholeness(props: { readonly known: StatusReply | null; readonly zone: string }) {
  const { known, zone } = props;
  return (
    <>
      <SetUpCheck />
      {known && <StoredChecksCard checks={known.checks} zone={zone} />}
      {known && <CompletenessCards known={known} zone={zone} />}
      {known && <Holes known={known} zone={zone} />}
    </>
  );
}

function StorageNote(props: { readonly known: StatusReply; readonly zone: string }) {
  const { storage, version, checks } = props.known;
  const { bytes, forecastBytes, forecastDays } = storage;
  return (
    <p class="footnote muted">
      The database takes {formatBytes(bytes)}, and at this rate {formatBytes(forecastBytes)} in{' '}
      {forecastDays} days. {checksWords({ checks, zone: props.zone })} Outcrop {version}
    </p>
  );
}

function SourceTable({ sources }: { readonly sources: readonly SourceStatus[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Sources">
      <table class="data is-quiet">
        <thead>
          <tr>
            {['State', 'Source', 'Kind', 'Complete to'].map((label) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
            <th scope="col" class="number">
              Lag
            </th>
            <th scope="col">Progress</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceRow source={source} key={source.id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SourceRow({ source }: { readonly source: SourceStatus }) {
  const { error, lagSeconds, progressDone, progressTotal } = source;
  const isReading = source.state === 'backfilling' && progressTotal > 0;
  return (
    <tr>
      <td>
        <StateBadge state={source.state} />
      </td>
      <th scope="row">
        {source.id}
        {error && (
          <span class="source-error">
            {error.message} <span class="muted">{error.hint}</span>
          </span>
        )}
      </th>
      <td>{sourceKindWords(source.kind)}</td>
      <td>{formatIso(source.completeTo, question.value.timeZone, 'dayClock')}</td>
      <td class="number">{lagSeconds === null ? UNKNOWN : formatSpan(lagSeconds)}</td>
      <td class="progress-cell">
        {isReading ? (
          <progress
            max={progressTotal}
            value={progressDone}
            aria-label={`Progress of ${source.id}`}
          />
        ) : (
          UNKNOWN
        )}
      </td>
    </tr>
  );
}

/** What is missing from the figures, each kind with what it means. */
function Holes({ known, zone }: { readonly known: StatusReply; readonly zone: string }) {
  const holes = [
    {
      title: 'Gaps in the logs',
      width: 'span-4',
      unit: formatPlural(known.gaps.length, 'gap'),
      none: 'CloudWatch counts no call in the last seven days that the logs do not hold.',
      table: gapsTable(known, zone),
    },
    {
      title: 'Unpriced models',
      width: 'span-4',
      unit: 'in no sum of money',
      none: 'Every call has a rate.',
      table: pairsTable(
        ['Model', 'Invocations'],
        known.unpricedModels.map((m) => [m.model, m.invocations]),
      ),
    },
    {
      title: 'Records put aside',
      width: 'span-4',
      unit: 'could not be read',
      none: 'Every record could be read.',
      table: pairsTable(
        ['Reason', 'Records'],
        known.quarantined.map((q) => [q.code, q.count]),
      ),
    },
    ...(known.overLimit.length === 0 ? [] : [overLimitHole(known)]),
    ...(isPastOpen(known) ? [pastRulesHole(known, zone)] : []),
  ];
  return (
    <>
      {holes.map(({ title, width, unit, none, table }) => (
        <Card
          title={title}
          unit={table.rows.length > 0 ? unit : ''}
          class={`${width} card-list`}
          isLoading={false}
          problem={null}
          empty={table.rows.length === 0 ? none : null}
          table={table}
          isTable
          key={title}
        >
          <DataTableView table={table} caption={title} />
        </Card>
      ))}
    </>
  );
}

/** Shown only where it happened: it is rare, and the page is full. */
function overLimitHole({ overLimit }: StatusReply) {
  return {
    title: 'Too many values',
    width: 'span-12',
    unit: 'the rest of a day counts as (other)',
    none: '',
    table: {
      columns: [{ label: 'Dimension', isNumber: false }],
      rows: overLimit.map((dimension) => [dimension]),
    },
  };
}

/** Stored calls have tenants of other rules, or are about to get those that hold now. */
function isPastOpen({ pastRules: { isBehind, run } }: StatusReply): boolean {
  return isBehind || run?.state === 'preparing';
}

function pastRulesHole({ pastRules }: StatusReply, zone: string) {
  const { since, run } = pastRules;
  const isRunning = run?.state === 'preparing';
  const start = since === null ? UNKNOWN : formatIso(since, zone, 'dayClock');
  const mend = isRunning
    ? `from ${formatIso(run.from, zone, 'dayClock')} on, ${Math.floor(run.progress * 100)} % done`
    : 'not yet: outcrop attribution apply --from DAY, or `applyFrom` in the config';
  return {
    title: 'Changed rules',
    width: 'span-12',
    unit: 'stored calls keep their tenants until rules are applied',
    none: '',
    table: {
      columns: [
        { label: 'Rules of the config', isNumber: false },
        { label: 'Since', isNumber: false },
      ],
      rows: [
        ['hold for new calls', start],
        ['applied to stored calls', mend],
      ],
    },
  };
}

function gapsTable({ gaps }: StatusReply, zone: string): DataTable {
  return {
    columns: [
      { label: 'Where', isNumber: false },
      { label: 'From', isNumber: false },
      { label: 'To', isNumber: false },
      { label: 'Missing', isNumber: true },
    ],
    rows: gaps.map((gap) => [
      `${gap.account} ${gap.region}`,
      formatIso(gap.from, zone, 'dayClock'),
      formatIso(gap.to, zone, 'dayClock'),
      formatCount(gap.missingInvocations),
    ]),
  };
}

function pairsTable(
  [name, count]: readonly [string, string],
  pairs: readonly (readonly [string, number])[],
): DataTable {
  return {
    columns: [
      { label: name, isNumber: false },
      { label: count, isNumber: true },
    ],
    rows: pairs.map(([text, value]) => [text, formatCount(value)]),
  };
}
