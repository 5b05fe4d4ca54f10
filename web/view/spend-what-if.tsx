/** What the same usage would have cost by another choice; the choice stands in the URL. */
import type { ComparisonReply } from '../../shared/comparison-contract.ts';
import { askWhatIf } from '../api/ask.ts';
import type { DataTable } from '../format/csv.ts';
import { UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd, formatUsdChange } from '../format/money.ts';
import { Card, Failed } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { navigate, pollCount, question } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import type { OverviewFrame } from './overview-frame.ts';

/** One click each; others can be written. */
const USUAL = ['tier=batch', 'tier=flex', 'routing=global', 'cacheTtl=1h', 'discount=10'] as const;

export function WhatIfCard({ frame }: { readonly frame: OverviewFrame }) {
  const { set } = question.value;
  const { scope, key } = frame;
  const isAsked = set !== '';
  const ready = pollCount.value > 0 && isAsked ? `${key}\n${set}` : null;
  const load = useLoad(ready, pollCount.value, (signal) => askWhatIf(scope, set, signal));
  const reply = isAsked && !load.problem ? load.data : null;
  return (
    <Card
      title="What if"
      unit="the same usage by another choice, contracted"
      class="span-6 card-list"
      isLoading={false}
      isStale={isAsked && load.isStale}
      problem={null}
      table={reply && tableOf(reply, scope.groupBy)}
      isTable
    >
      <ChoiceForm set={set} />
      {isAsked && load.problem && <Failed problem={load.problem} />}
      {reply && <Outcome reply={reply} table={tableOf(reply, scope.groupBy)} />}
    </Card>
  );
}

const HELP =
  'Choose what would have been otherwise: another tier, model, routing or lifetime of the cache, ' +
  'or a discount in percent. The usage of this range is priced anew, and both stand side by side.';

function Outcome(props: { readonly reply: ComparisonReply; readonly table: DataTable }) {
  return (
    <>
      <p>{wordsOf(props.reply)}</p>
      <DataTableView table={props.table} caption="What if" />
      <ul class="footnote muted">
        {props.reply.assumptions.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  );
}

function ChoiceForm({ set }: { readonly set: string }) {
  return (
    <form
      class="choice-form"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('set');
        navigate({ set: typeof text === 'string' ? text.trim() : '' });
      }}
    >
      {USUAL.map((choice) => (
        <button
          type="button"
          class="chip-button"
          aria-pressed={set === choice}
          onClick={() => navigate({ set: set === choice ? '' : choice })}
          key={choice}
        >
          {choice}
        </button>
      ))}
      <input
        class="card-select"
        name="set"
        aria-label="Another choice"
        placeholder="model=amazon.nova-lite"
        value={set}
        key={set}
      />
      {set === '' && <p class="muted choice-help">{HELP}</p>}
    </form>
  );
}

function money(text: string | null): string {
  const attoUsd = attoOf(text);
  return attoUsd === null ? UNKNOWN : formatUsd(attoUsd);
}

function change(text: string | null): string {
  const attoUsd = attoOf(text);
  return attoUsd === null ? UNKNOWN : formatUsdChange(attoUsd);
}

function wordsOf({ total }: ComparisonReply): string {
  const unpriced = total.unpricedInvocationsAfter - total.unpricedInvocationsBefore;
  const gap = unpriced > 0 ? `; ${unpriced} more calls would have no rate` : '';
  return (
    `${money(total.before)} would have been ${money(total.after)}: ` +
    `${change(total.difference)} on what has a rate both ways${gap}.`
  );
}

function tableOf({ groups }: ComparisonReply, dimension: string): DataTable {
  return {
    columns: [
      { label: dimension, isNumber: false },
      { label: 'Now', isNumber: true },
      { label: 'Then', isNumber: true },
      { label: 'Difference', isNumber: true },
    ],
    rows: groups.map((one) => [
      one.group[dimension] ?? '',
      money(one.before),
      money(one.after),
      change(one.difference),
    ]),
  };
}
