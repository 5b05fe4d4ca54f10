/** What edited rules would make of the newest calls: by rule, and by tenant before and after. */
import type { RulesPreviewReply } from '../../shared/attribution-contract.ts';
import { UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd, formatUsdChange } from '../format/money.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { Failed } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import type { TriedRules } from '../state/use-rules-preview.ts';

interface RulesPreviewProps {
  readonly isChanged: boolean;
  readonly tried: TriedRules;
}

export function RulesPreview({ isChanged, tried }: RulesPreviewProps) {
  const isTrying = isChanged && !tried.isCurrent && tried.problem === null;
  return (
    <section class="rules-preview" aria-label="What would change" aria-busy={isTrying}>
      <h3>What would change</h3>
      {isChanged ? <Tried tried={tried} /> : <p class="muted">{HOW}</p>}
    </section>
  );
}

const HOW = 'Change the text, and it is tried on the newest calls. Nothing is kept until you save.';

function Tried({ tried: { reply, problem } }: { readonly tried: TriedRules }) {
  if (problem) return <Failed problem={problem} />;
  if (!reply) return <p class="muted">Trying the rules.</p>;
  if (reply.problems.length === 0) return <Changes reply={reply} />;
  return <p class="muted">Nothing is tried until the text has no mistakes.</p>;
}

function Changes({ reply }: { readonly reply: RulesPreviewReply }) {
  const { looked, changed, isPart, tenants, rules } = reply;
  const moved = changed.invocations;
  const part = isPart ? 'the newest ' : '';
  return (
    <>
      <p>
        <b>{moved === 0 ? 'No call' : formatPlural(moved, 'call')}</b>{' '}
        {moved > 0 && `worth ${usd(changed.cost)} `}
        would change tenant, of {part}
        {formatPlural(looked.invocations, 'call')} of the last seven days.
      </p>
      {tenants.length > 0 && (
        <DataTableView caption="Tenants before and after" table={tenantTable(tenants)} />
      )}
      <h3>What each rule would catch</h3>
      <DataTableView caption="What each rule would catch" table={ruleTable(rules)} />
    </>
  );
}

function tenantTable(tenants: RulesPreviewReply['tenants']) {
  return {
    columns: [
      { label: 'Tenant', isNumber: false },
      { label: 'Before', isNumber: true },
      { label: 'After', isNumber: true },
      { label: 'Change', isNumber: true },
    ],
    rows: tenants.map(({ tenant, before, after }) => {
      const change = (attoOf(after.cost) ?? 0n) - (attoOf(before.cost) ?? 0n);
      return [tenant, usd(before.cost), usd(after.cost), formatUsdChange(change)];
    }),
  };
}

function ruleTable(rules: RulesPreviewReply['rules']) {
  return {
    columns: [
      { label: 'Rule', isNumber: false },
      { label: 'Calls', isNumber: true },
      { label: 'Cost', isNumber: true },
    ],
    rows: rules.map(({ name, invocations, cost }) => [
      name,
      invocations === 0 ? 'never matches' : formatCount(invocations),
      usd(cost),
    ]),
  };
}

function usd(text: string): string {
  const attoUsd = attoOf(text);
  return attoUsd === null ? UNKNOWN : formatUsd(attoUsd);
}
