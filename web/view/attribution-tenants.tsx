/** Tenants as a tree: what each costs alone, and with all that stands below it. */
import type { AttributionReply, TenantReply } from '../../shared/attribution-contract.ts';
import { UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { Card } from '../part/card.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { branches } from '../state/tenant-tree.ts';
import { withTerm } from '../state/filter-edit.ts';
import type { Load } from '../state/use-load.ts';

export function TenantsCard({ load }: { readonly load: Load<AttributionReply> }) {
  const rows = branches(load.data?.tenants ?? []);
  return (
    <Card
      title="Tenants"
      unit="with all below them"
      class="span-6 card-list"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={load.data && rows.length === 0 ? 'No tenant has cost anything yet.' : null}
    >
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Tenants">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Tenant</th>
              <th scope="col" class="number">
                Own
              </th>
              <th scope="col" class="number">
                Within
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ tenant, depth }) => (
              <TenantRow tenant={tenant} depth={depth} key={tenant.tenant} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function TenantRow({ tenant, depth }: { readonly tenant: TenantReply; readonly depth: number }) {
  const own = attoOf(tenant.cost);
  const within = attoOf(tenant.costWithin);
  const term = { dimension: 'tenant', negated: false, values: [tenant.tenant] } as const;
  const isNobody = tenant.tenant === 'Unattributed';
  return (
    <tr class={isNobody ? 'is-nobody' : ''}>
      <th scope="row" style={{ paddingLeft: `${depth * 18}px` }} title={factsText(tenant)}>
        {tenant.invocations > 0 ? (
          <QuestionLink class="plain-link" to={{ view: 'overview', filter: withTerm('', term) }}>
            {tenant.name ?? tenant.tenant}
          </QuestionLink>
        ) : (
          (tenant.name ?? tenant.tenant)
        )}
        {tenant.name !== null && <span class="muted tenant-id">{tenant.tenant}</span>}
        {tenant.owner !== null && <span class="muted tenant-owner">{tenant.owner}</span>}
      </th>
      <td class="number">{own === null || own === 0n ? UNKNOWN : formatUsd(own)}</td>
      <td class="number">{within === null ? UNKNOWN : formatUsd(within)}</td>
    </tr>
  );
}

/** What the config says of a tenant and the table has no room for. */
function factsText({ owner, budgetOwner, contact }: TenantReply): string {
  const told = [
    ['Owner', owner],
    ['Budget', budgetOwner],
    ['Contact', contact],
  ].filter(([, who]) => who !== null);
  return told.map((pair) => pair.join(': ')).join('\n');
}
