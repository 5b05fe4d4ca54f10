/** Reports of one kind as a table: period, state, files to read and download, and deliveries. */
import type { ReportKind, ReportsReply, StoredReport } from '../../shared/report-contract.ts';
import { reportFileUrl } from '../api/ask-reports.ts';
import { formatBytes } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { may } from '../state/session.ts';
import { question } from '../state/store.ts';
import type { Load } from '../state/use-load.ts';
import {
  deliveryWords,
  fileGroups,
  linesOf,
  originOf,
  type FileGroup,
  type ReportLine,
} from './report-text.ts';
import type { Preview } from './reports-preview.tsx';

interface ListProps {
  readonly kind: ReportKind;
  readonly load: Load<ReportsReply>;
  readonly onPreview: (preview: Preview) => void;
}

const CARD = {
  nightly: {
    title: 'Nightly reports',
    unit: 'by day, the last first',
    span: 'span-8',
    empty: 'No nightly report has been made yet.',
    mend: 'Make one of any day here.',
  },
  statement: {
    title: 'Statements',
    unit: 'by month, one for each tenant',
    span: 'span-6',
    empty: 'No statement has been made yet.',
    mend: 'Make one of any month here.',
  },
  focus: {
    title: 'Exports',
    unit: 'FOCUS Cost and Usage',
    span: 'span-6',
    empty: 'Nothing has been exported yet.',
    mend: 'Make a FOCUS export of a month here.',
  },
} as const;

export function ReportListCard({ kind, load, onPreview }: ListProps) {
  const { title, unit, span, empty, mend } = CARD[kind];
  const mayMake = may('edit');
  const lines = linesOf(load.data?.reports ?? [], kind);
  return (
    <Card
      title={title}
      unit={unit}
      // The form to make one stands beside the nightly ones.
      class={`${kind === 'nightly' && !mayMake ? 'span-12' : span} card-list report-card`}
      isLoading={!load.data}
      problem={load.problem}
      empty={load.data && lines.length === 0 ? `${empty}${mayMake ? ` ${mend}` : ''}` : null}
    >
      <div class="table-scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="data is-quiet">
          <thead>
            <tr>
              <th scope="col">{kind === 'statement' ? 'Month' : 'Of'}</th>
              <th scope="col">State</th>
              <th scope="col">Files</th>
              <th scope="col">Made</th>
              <th scope="col">Sent</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row
                line={line}
                onPreview={onPreview}
                key={`${line.report.name} ${line.report.date}`}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ line, onPreview }: { readonly line: ReportLine } & Pick<ListProps, 'onPreview'>) {
  const { report, before } = line;
  return (
    <tr>
      <th scope="row">
        {report.date.replace('_', ' to ')}
        <br />
        <span class="muted">{originOf(report)}</span>
      </th>
      <td>
        <StateBadge state={report.state} />
        {report.revision > 1 && <span class="tag-note">revision {report.revision}</span>}
      </td>
      <td class="report-files">
        {report.kind !== 'focus' && <p class="report-summary">{report.summary}</p>}
        <Files report={report} onPreview={onPreview} />
        {before.length > 0 && (
          <details>
            <summary>Earlier revisions ({before.length})</summary>
            {before.map((one) => (
              <div key={one.revision}>
                <span class="muted">
                  {one.revision}, {madeAt(one)}:
                </span>{' '}
                <Files report={one} onPreview={onPreview} />
              </div>
            ))}
          </details>
        )}
      </td>
      <td>{madeAt(report)}</td>
      <td>{deliveryWords(report.deliveries)}</td>
    </tr>
  );
}

function madeAt({ madeAt: iso }: StoredReport): string {
  return formatIso(iso, question.value.timeZone, 'dayClock');
}

function Files(props: { readonly report: StoredReport } & Pick<ListProps, 'onPreview'>) {
  return (
    <>
      {fileGroups(props.report).map((group) => (
        <Group {...props} group={group} key={group.word} />
      ))}
    </>
  );
}

type GroupProps = { readonly report: StoredReport; readonly group: FileGroup } & Pick<
  ListProps,
  'onPreview'
>;

function Group({ report, group, onPreview }: GroupProps) {
  const page = group.files.find(({ format }) => format === 'html');
  const of = group.word === '' ? report.date : `${group.word} ${report.date}`;
  const tenants = report.kind === 'statement' && group.word === '' ? 'all tenants' : group.word;
  return (
    <span class="file-group">
      {tenants !== '' && <b>{tenants}</b>}
      {page && (
        <button
          type="button"
          class="chip-button"
          aria-label={`Read ${of}`}
          onClick={() => onPreview({ title: of, report, file: page.name })}
        >
          Read
        </button>
      )}
      {group.files.map(({ name, format, bytes }) => (
        <a
          class="file-link"
          href={reportFileUrl(report, name)}
          download={name}
          title={`${name}, ${formatBytes(bytes)}`}
          key={name}
        >
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
}
