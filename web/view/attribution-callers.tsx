/** The dearest callers without a tenant, each with what would catch it, ready to copy. */
import type { AttributionReply } from '../../shared/attribution-contract.ts';
import { UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { formatPlural } from '../format/number.ts';
import { Card } from '../part/card.tsx';
import { CodeBlock } from '../part/copy-button.tsx';
import type { Load } from '../state/use-load.ts';

type Caller = AttributionReply['callers'][number];

export function CallersCard({ load }: { readonly load: Load<AttributionReply> }) {
  const callers = load.data?.callers ?? [];
  return (
    <Card
      title="Biggest callers without a tenant"
      unit={callers.length > 0 ? 'put one of these where it belongs' : ''}
      class="span-12 card-list"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={load.data && callers.length === 0 ? 'Every call of this range has a tenant.' : null}
    >
      <ul class="callers">
        {callers.map((caller) => (
          <CallerItem caller={caller} key={`${caller.principal} ${caller.profile}`} />
        ))}
      </ul>
    </Card>
  );
}

function CallerItem({ caller }: { readonly caller: Caller }) {
  const { principal, profile, invocations, cost, rule, tagging } = caller;
  const attoUsd = attoOf(cost);
  return (
    <li>
      <details>
        <summary>
          <b class="caller-cost">{attoUsd === null ? UNKNOWN : formatUsd(attoUsd)}</b>
          <span class="caller-name">{principal}</span>
          <span class="muted">
            {profile !== null && `by ${profile}, `}
            {formatPlural(invocations, 'call')}
          </span>
        </summary>
        <p class="muted">A rule that catches it, to put under rules:</p>
        <CodeBlock text={rule} label={`rule for ${principal}`} />
        {tagging !== null && (
          <>
            <p class="muted">Or tag its profile, and a rule on the tag catches it:</p>
            <CodeBlock text={tagging} label={`command for ${principal}`} />
          </>
        )}
      </details>
    </li>
  );
}
