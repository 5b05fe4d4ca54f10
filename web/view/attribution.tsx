/** Attribution: who pays, what each rule catches, and what would give the rest a payer. */
import type { AttributionReply } from '../../shared/attribution-contract.ts';
import { askAttribution } from '../api/ask-attribution.ts';
import { UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd, shareOf } from '../format/money.ts';
import { formatCount, formatPlural, formatRatio } from '../format/number.ts';
import { Card, Failed } from '../part/card.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { Spark } from '../part/spark.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { withTerm } from '../state/filter-edit.ts';
import { may } from '../state/session.ts';
import { pollCount, question, scope } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import { CallersCard } from './attribution-callers.tsx';
import { RulesEditorCard } from './attribution-editor.tsx';
import { PastRulesCard } from './attribution-past.tsx';
import { SharedCostCard } from './attribution-shared.tsx';
import { TenantsCard } from './attribution-tenants.tsx';

export function AttributionView() {
  const shown = scope.value;
  const { from, to, timeZone } = question.value;
  const window = shown.ok ? shown.value.window : { startMs: 0, endMs: 1 };
  const key = pollCount.value > 0 && shown.ok ? [from, to, timeZone].join('\n') : null;
  const load = useLoad(key, pollCount.value, (signal) => askAttribution(window, timeZone, signal));
  if (!shown.ok) {
    return (
      <Failed problem={{ message: shown.problem, hint: 'Choose a range in the bar above.' }} />
    );
  }
  return (
    <>
      <header class="answer">
        <h1>{load.data ? <Answer reply={load.data} /> : 'Attribution'}</h1>
        <TrustBadge />
      </header>
      <div class="grid">
        <RulesCard load={load} words={shown.value.words.now} />
        <TenantsCard load={load} />
        <SharedCostCard window={window} askKey={key} />
        <CallersCard load={load} />
        {may('admin') && <RulesEditorCard />}
        {load.data && <PastRulesCard past={load.data.past} timeZone={timeZone} />}
      </div>
    </>
  );
}

/** Coverage is a share of dollars: a thousand calls that cost nothing are no hole. */
function Answer({ reply }: { readonly reply: AttributionReply }) {
  const { coverage, invocations, unattributedInvocations } = reply;
  if (coverage === null) return <>Nothing cost anything in this range.</>;
  const open = (attoOf(reply.cost) ?? 0n) - (attoOf(reply.attributedCost) ?? 0n);
  if (unattributedInvocations === 0) {
    return (
      <>
        <b>All of the cost</b> has a tenant, over {formatPlural(invocations, 'call')}.
      </>
    );
  }
  const calls = formatPlural(unattributedInvocations, 'call');
  return (
    <>
      <b>{formatRatio(coverage)}</b> of the cost has a tenant; {formatUsd(open)} of {calls} has
      none.
    </>
  );
}

type Rule = AttributionReply['rules'][number];

function noRules(): string {
  const mend = may('admin') ? 'Write the first one below.' : 'An admin writes them.';
  return `There are no rules: every call is Unattributed. ${mend}`;
}

function RulesCard({
  load,
  words,
}: {
  readonly load: Load<AttributionReply>;
  readonly words: string;
}) {
  const { data } = load;
  return (
    <Card
      title="Rules"
      unit={data ? unitOf(data, words) : ''}
      class="span-6 card-list"
      isLoading={!data}
      isStale={load.isStale}
      problem={load.problem}
      empty={data?.rules.length === 0 ? noRules() : null}
      actions={data && <CoverageTrend days={data.days} />}
    >
      {data && <RulesTable reply={data} />}
    </Card>
  );
}

function unitOf({ rules }: AttributionReply, words: string): string {
  const never = rules.filter(({ invocations }) => invocations === 0).length;
  return never === 0 ? `first match wins, ${words}` : `${never} never matched ${words}`;
}

const COLUMNS = [
  ['#', 'number'],
  ['Rule', ''],
  ['When', ''],
  ['Tenant', ''],
  ['Calls', 'number'],
  ['Cost', 'number'],
  ['Share', 'number'],
] as const;

function RulesTable({ reply }: { readonly reply: AttributionReply }) {
  const total = attoOf(reply.cost) ?? 0n;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Rules">
      <table class="data">
        <thead>
          <tr>
            {COLUMNS.map(([label, look]) => (
              <th scope="col" class={look} key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reply.rules.map((rule, at) => (
            <RuleRow rule={rule} at={at} total={total} key={rule.name} />
          ))}
          <NobodyRow reply={reply} total={total} />
        </tbody>
      </table>
    </div>
  );
}

function CoverageTrend({ days }: { readonly days: AttributionReply['days'] }) {
  if (days.length < 2) return null;
  const values = days.map(({ coverage }) => coverage);
  const told = values.map((value) => (value === null ? UNKNOWN : formatRatio(value)));
  return (
    <span class="coverage-trend">
      <Spark values={values} width={96} height={22} label={`Coverage by day: ${told.join(', ')}`} />
    </span>
  );
}

function RuleRow({
  rule,
  at,
  total,
}: {
  readonly rule: Rule;
  readonly at: number;
  readonly total: bigint;
}) {
  const conditions = Object.entries(rule.when);
  const term = { dimension: 'rule', negated: false, values: [rule.name] } as const;
  const isIdle = rule.invocations === 0;
  return (
    <tr class={isIdle ? 'muted' : ''}>
      <td class="number muted">{at + 1}</td>
      <th scope="row">
        {isIdle ? (
          rule.name
        ) : (
          <QuestionLink
            class="plain-link"
            to={{ view: 'overview', filter: withTerm('', term) }}
            title={`What ${rule.name} caught`}
          >
            {rule.name}
          </QuestionLink>
        )}
        {isIdle && <span class="tag-note">never matched</span>}
      </th>
      <td class="condition">
        {conditions.length === 0
          ? 'always'
          : conditions.map(([field, pattern]) => (
              <code key={field}>
                {field}: {pattern}
              </code>
            ))}
      </td>
      <td>
        <code>{rule.tenant}</code>
      </td>
      <Figures {...rule} total={total} />
    </tr>
  );
}

function NobodyRow({ reply, total }: { readonly reply: AttributionReply; readonly total: bigint }) {
  const { unattributedInvocations: invocations } = reply;
  const term = { dimension: 'tenant', negated: false, values: ['Unattributed'] } as const;
  const open = total - (attoOf(reply.attributedCost) ?? 0n);
  return (
    <tr class="is-nobody">
      <td />
      <th scope="row">
        <QuestionLink class="plain-link" to={{ view: 'overview', filter: withTerm('', term) }}>
          Unattributed
        </QuestionLink>
      </th>
      <td class="condition">no rule matched</td>
      <td />
      <td class="number">{formatCount(invocations)}</td>
      <td class="number">{formatUsd(open)}</td>
      <td class="number">{total === 0n ? UNKNOWN : formatRatio(shareOf(open, total))}</td>
    </tr>
  );
}

function Figures({
  invocations,
  cost,
  total,
}: {
  readonly invocations: number;
  readonly cost: string | null;
  readonly total: bigint;
}) {
  const attoUsd = attoOf(cost);
  const isKnown = attoUsd !== null && total !== 0n;
  return (
    <>
      <td class="number">{formatCount(invocations)}</td>
      <td class="number">{attoUsd === null ? UNKNOWN : formatUsd(attoUsd)}</td>
      <td class="number">{isKnown ? formatRatio(shareOf(attoUsd, total)) : UNKNOWN}</td>
    </>
  );
}
