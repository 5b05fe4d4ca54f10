/** The frame of every chart and table: title, unit, loading, failed and empty looks, table, CSV. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { CallError } from '../api/call.ts';
import type { DataTable } from '../format/csv.ts';
import { DataTableView, downloadCsv } from './data-table.tsx';
import { PngButton } from './png-button.tsx';
import { Icon } from './icon.tsx';

interface CardProps {
  readonly title: string;
  /** Unit and step, beside the title. */
  readonly unit?: string;
  readonly class?: string;
  readonly isLoading: boolean;
  readonly isStale?: boolean;
  readonly problem: CallError | null;
  /** What to say instead of the content; null when there is content. */
  readonly empty?: string | null;
  readonly table?: DataTable | null;
  /** The content is a table already: a chart can be read as one, and taken as a picture too. */
  readonly isTable?: boolean;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function Card(props: CardProps) {
  const [showsTable, setShowsTable] = useState(false);
  const { title } = props;
  const stale = props.isStale && !props.isLoading ? ' is-stale' : '';
  return (
    <section class={`card ${props.class ?? ''}${stale}`} aria-busy={props.isLoading}>
      <header class="card-head">
        <h2>{title}</h2>
        {props.unit && <span class="muted card-unit">{props.unit}</span>}
        <div class="card-actions">
          {props.actions}
          <Tools {...props} showsTable={showsTable} onToggle={() => setShowsTable(!showsTable)} />
        </div>
      </header>
      <div class="card-body">
        <CardContent {...useHeld(props)} showsTable={showsTable} />
      </div>
    </section>
  );
}

/**
 * What a card showed last, for as long as it waits for the answer to another question: earlier
 * data would be drawn over the range of the new question, once for each answer that comes.
 */
function useHeld(props: CardProps): CardProps {
  const held = useRef(props);
  if (!props.isStale || props.isLoading) held.current = props;
  return { ...held.current, title: props.title, problem: props.problem };
}

type ToolsProps = CardProps & { readonly showsTable: boolean; readonly onToggle: () => void };

function Tools(props: ToolsProps) {
  const { title, table = null, isTable = false, showsTable, onToggle } = props;
  if (table === null) return null;
  const isDrawn = !isTable && !showsTable && !props.isLoading && !props.empty;
  return (
    <>
      {!isTable && <TableToggle title={title} isOn={showsTable} onToggle={onToggle} />}
      <CsvButton title={title} table={table} />
      {isDrawn && <PngButton title={title} />}
    </>
  );
}

function TableToggle(props: {
  readonly title: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={props.isOn}
      aria-label={`${props.title} as a table`}
      title={props.isOn ? 'Show the chart' : 'Show as a table'}
      onClick={props.onToggle}
    >
      <Icon name={props.isOn ? 'chart' : 'table'} />
    </button>
  );
}

function CsvButton({ title, table }: { readonly title: string; readonly table: DataTable }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`Download ${title} as CSV`}
      title="Download as CSV"
      onClick={() => downloadCsv(table, title)}
    >
      <Icon name="download" />
    </button>
  );
}

function CardContent(props: CardProps & { readonly showsTable: boolean }) {
  if (props.isLoading && props.problem) return <Failed problem={props.problem} />;
  if (props.isLoading) return <div class="skeleton" aria-label="Loading" role="status" />;
  if (props.empty) return <p class="empty">{props.empty}</p>;
  if (props.showsTable && props.table) {
    return <DataTableView table={props.table} caption={props.title} />;
  }
  return (
    <>
      {props.problem && (
        <p class="stale-note">Shown as of the last answer: {props.problem.message}</p>
      )}
      {props.children}
    </>
  );
}

type Told = Pick<CallError, 'message' | 'hint'>;

export function Failed({ problem }: { readonly problem: Told }) {
  return (
    <div class="failed" role="alert">
      <strong>{problem.message}</strong>
      <span>{problem.hint}</span>
    </div>
  );
}
